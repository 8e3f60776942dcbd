"""Drafts: list, the form with its lines, the look at what would be posted, and the moves."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.billing.documents.filters import DraftFilter
from o2c.billing.documents.forms import DraftForm
from o2c.billing.documents.forms.drafts import crediting, shown
from o2c.billing.documents.models import DocumentDraft
from o2c.billing.documents.queries import documents
from o2c.billing.documents.queries.drafts import drafts
from o2c.billing.documents.reasons import reason_named
from o2c.billing.documents.services import drafts as services
from o2c.billing.documents.services.previewing import preview
from o2c.billing.documents.tables import DraftTable
from o2c.core.doors import access, who
from o2c.core.money import Money
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import link_to
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.spoken import day

MOVES = [
    Move("post", gettext_lazy("Post"), gettext_lazy("Posted, or on its way to the approver."), services.post_draft, ["draft"], main=True),
    Move("discard", gettext_lazy("Discard"), gettext_lazy("Draft discarded."), services.discard_draft, ["draft"], ReasonForm),
]


@access("billing.view_ledger")
def draft_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, drafts(who(request)), DraftFilter, DraftTable)


@access("billing.view_ledger")
def draft_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    draft = one(drafts(actor), public_id)
    edits = draft.state in {"draft", "pending_approval"} and actor.may("billing.edit_draft")
    return page(
        request,
        "billing/documents/draft.html",
        title=capfirst(str(draft)),
        subject=draft,
        crumbs=[(_("Drafts"), reverse("draft_list"))],
        figures=[(_("Net amount"), Money(draft.net, draft.currency)), (_("Document date"), day(draft.document_date))],
        facts=_facts(draft),
        preview=preview(draft, actor) if draft.document is None else None,
        moves=offered(MOVES, draft, actor, "draft_move"),
        edit_url=reverse("draft_edit", args=[public_id]) if edits else "",
    )


def _facts(draft: DocumentDraft) -> list[tuple[str, Any]]:
    return [
        (_("Posted as"), link_to(draft.document, draft.document.number) if draft.document else None),
        (_("Customer"), link_to(draft.customer, draft.customer.legal_name)),
        (_("Account"), link_to(draft.account)),
        (_("Our entity"), draft.entity),
        (_("Stream"), draft.get_stream_display()),
        (_("Corrects"), link_to(draft.original, draft.original.number) if draft.original else None),
        (_("Reason"), reason_named(draft.reason_code) or None),
        (_("Buyer's reference"), draft.buyer_reference or None),
        (_("Note"), draft.note or None),
        (_("Written by"), draft.created_by),
    ]


@access("billing.create_draft")
def draft_new(request: HttpRequest) -> HttpResponse:
    """`?account=` and `?credits=` (a document) fill it in."""
    actor = who(request)
    head: dict[str, Any] = {"account": request.GET.get("account", ""), "kind": "invoice"}
    lines: list[dict[str, Any]] = []
    if credited := request.GET.get("credits"):
        head, lines = crediting(one(documents(actor).filter(origin="own"), credited))
    form = DraftForm(request.POST or None, actor=actor, initial=head, first=lines)
    if draft := run(form, services.create_draft, actor=actor):
        return done(request, _("Draft saved."), to=draft)
    return _form(request, _("New document"), form)


@access("billing.edit_draft")
def draft_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    draft = one(drafts(actor), public_id)
    head, lines = shown(draft)
    form = DraftForm(request.POST or None, actor=actor, initial=head, first=lines)
    if run(form, services.edit_draft, draft.pk, actor=actor):
        return done(request, _("Draft saved."), to=draft)
    return _form(request, _("Edit %(draft)s") % {"draft": draft}, form, draft)


def _form(request: HttpRequest, title: str, form: DraftForm, draft: DocumentDraft | None = None) -> HttpResponse:
    address = draft.get_absolute_url() if draft else reverse("draft_list")
    crumbs = [(_("Drafts"), reverse("draft_list")), *([(str(draft), address)] if draft else [])]
    return page(request, "billing/documents/draft_form.html", title=title, form=form, submit=_("Save draft"), cancel=address, crumbs=crumbs)


@access("billing.view_ledger")
def draft_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(drafts(who(request)), public_id), MOVES, move)


urlpatterns = [
    path("drafts/", draft_list, name="draft_list"),
    path("drafts/new/", draft_new, name="draft_new"),
    path("drafts/<uuid:public_id>/", draft_detail, name="draft_detail"),
    path("drafts/<uuid:public_id>/edit/", draft_edit, name="draft_edit"),
    path("drafts/<uuid:public_id>/<slug:move>/", draft_move, name="draft_move"),
]
