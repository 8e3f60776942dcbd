"""Possible duplicates side by side, merging two customers, and undoing it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.accounts.quality import queries
from o2c.accounts.quality.filters import ProposalFilter
from o2c.accounts.quality.forms import MergeForm
from o2c.accounts.quality.models import MergeProposal
from o2c.accounts.quality.services import duplicates, merging
from o2c.accounts.quality.tables import MergeTable, ProposalTable
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import day, link_to, moment
from o2c.core.pages.moves import ReasonForm
from o2c.core.sentences import sentence

COMPARED = ["number", "legal_name", "name_latin", "name_native", "country", "vat_id", "reg_no", "lei", "type", "state", "tier", "origin"]


@access("accounts.view_quality")
def merge_proposals(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.proposals(who(request)), ProposalFilter, ProposalTable)


@access("accounts.view_quality")
def merge_proposal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The two customers field by field, equal parts marked."""
    proposal, actor = one(queries.proposals(who(request)), public_id), who(request)
    return page(
        request,
        "accounts/quality/proposal.html",
        title=_("Is this one customer?"),
        subject=proposal,
        fields=_fields(proposal),
        evidence=[sentence(code) for code in proposal.evidence],
        may_merge=actor.may("accounts.merge_customers") and proposal.state != "merged",
        may_reject=actor.may("accounts.reject_merge") and proposal.state == "open",
        crumbs=[(_("Possible duplicates"), reverse("merge_proposals"))],
    )


def _fields(proposal: MergeProposal) -> list[tuple[str, str, str, bool]]:
    shown = []
    for name in COMPARED:
        first, second = (_said(side, name) for side in (proposal.first, proposal.second))
        label = str(Customer._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        if first or second:
            shown.append((label[:1].upper() + label[1:], first, second, first == second))
    return shown


def _said(customer: Customer, name: str) -> str:
    words = getattr(customer, f"get_{name}_display", None)
    return str(words() if words else getattr(customer, name))


@access("accounts.reject_merge")
def merge_reject(request: HttpRequest, public_id: UUID) -> HttpResponse:
    proposal = one(queries.proposals(who(request)), public_id)
    form = ReasonForm(request.POST or None)
    if run(form, duplicates.reject_merge, proposal.pk, actor=who(request)):
        return done(request, _("They are noted as different companies."), to=proposal)
    crumbs = [(_("Possible duplicates"), reverse("merge_proposals"))]
    title = _("Different companies")
    back = proposal.get_absolute_url()
    return page(request, "layouts/form.html", title=title, form=form, submit=_("Note it"), cancel=back, crumbs=crumbs)


@access("accounts.merge_customers")
def customer_merge_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say which customer this one is the same as."""
    source = one(customers(who(request)), public_id)
    form = MergeForm(request.POST or None, initial={"survivor": request.GET.get("survivor")}, actor=who(request), source=source)
    if merge := run(form, merging.merge_customers, source.pk, actor=who(request)):
        return done(request, _("The customers are merged."), to=merge)
    crumbs = [(_("Customers"), reverse("customer_list")), (source.legal_name, source.get_absolute_url())]
    title = _("Merge %(name)s into another customer") % {"name": source.legal_name}
    back = source.get_absolute_url()
    return page(request, "accounts/quality/merge.html", title=title, form=form, submit=_("Merge"), cancel=back, crumbs=crumbs)


@access("accounts.view_quality")
def customer_merges(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.merges(who(request)), None, MergeTable)


@access("accounts.view_quality")
def customer_merge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    merge, actor = one(queries.merges(who(request)), public_id), who(request)
    return page(
        request,
        "accounts/quality/merged.html",
        title=str(merge),
        subject=merge,
        facts=[
            (_("Merged customer"), link_to(merge.source)),
            (_("Surviving customer"), link_to(merge.survivor)),
            (_("Merged on"), day(merge.merged_on)),
            (_("By"), str(merge.created_by or "")),
            (_("Reason"), merge.reason),
            (_("Can be undone until"), day(merge.undo_until)),
            (_("Undone"), moment(merge.undone_at) if merge.undone_at else None),
            (_("Why undone"), merge.undo_reason),
        ],
        may_undo=actor.may("accounts.undo_customer_merge") and not merge.undone_at and local_today(actor) <= merge.undo_until,
        crumbs=[(_("Merged customers"), reverse("customer_merges"))],
    )


@access("accounts.undo_customer_merge")
def customer_merge_undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    merge = one(queries.merges(who(request)), public_id)
    form = ReasonForm(request.POST or None)
    if run(form, merging.undo_customer_merge, merge.pk, actor=who(request)):
        return done(request, _("The merge is undone."), to=merge)
    crumbs = [(_("Merged customers"), reverse("customer_merges"))]
    back = merge.get_absolute_url()
    return page(request, "layouts/form.html", title=_("Undo the merge"), form=form, submit=_("Undo the merge"), cancel=back, crumbs=crumbs)


urlpatterns = [
    path("quality/duplicates/", merge_proposals, name="merge_proposals"),
    path("quality/duplicates/<uuid:public_id>/", merge_proposal, name="merge_proposal"),
    path("quality/duplicates/<uuid:public_id>/reject/", merge_reject, name="merge_reject"),
    path("customers/<uuid:public_id>/merge-into/", customer_merge_new, name="customer_merge_new"),
    path("customer-merges/", customer_merges, name="customer_merges"),
    path("customer-merges/<uuid:public_id>/", customer_merge, name="customer_merge"),
    path("customer-merges/<uuid:public_id>/undo/", customer_merge_undo, name="customer_merge_undo"),
]
