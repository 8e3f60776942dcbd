"""Mandates: list, detail with what the bank answered and what to do about it, new, amended, and their moves."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers.queries import customers
from o2c.accounts.payment_methods import queries
from o2c.accounts.payment_methods.filters import MandateFilter
from o2c.accounts.payment_methods.forms import AmendForm, MandateForm, RejectionForm, SignForm
from o2c.accounts.payment_methods.models import Mandate
from o2c.accounts.payment_methods.rules import lapses_on, sequence
from o2c.accounts.payment_methods.services import answers, mandates
from o2c.accounts.payment_methods.tables import MandateTable
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import day, link_to
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.sentences import sentence
from o2c.core.spoken import paired

LIVE = ["active", "suspended"]
MOVES = [
    Move(
        "send", gettext_lazy("Mark as sent"), gettext_lazy("The mandate is with the customer."), mandates.send_mandate, ["draft"], main=True
    ),
    Move(
        "sign",
        gettext_lazy("Enter signature"),
        gettext_lazy("The mandate is active."),
        mandates.sign_mandate,
        ["sent"],
        SignForm,
        main=True,
    ),
    Move(
        "resume",
        gettext_lazy("Resume"),
        gettext_lazy("The mandate is active again."),
        mandates.resume_mandate,
        ["suspended"],
        ReasonForm,
        main=True,
    ),
    Move("suspend", gettext_lazy("Suspend"), gettext_lazy("Nothing is collected."), mandates.suspend_mandate, ["active"], ReasonForm),
    Move("revoke", gettext_lazy("Revoke"), gettext_lazy("The mandate is revoked."), mandates.revoke_mandate, LIVE, ReasonForm),
    Move(
        "rejection",
        gettext_lazy("Enter a returned collection"),
        gettext_lazy("The return is entered."),
        answers.record_rejection,
        LIVE,
        RejectionForm,
    ),
]


@access("accounts.view_payment_methods")
def mandate_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.mandates(who(request)), MandateFilter, MandateTable)


@access("accounts.view_payment_methods")
def mandate_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    mandate = one(queries.mandates(actor), public_id)
    ended = mandate.state in ("revoked", "expired")
    rejections = list(queries.rejections(mandate))
    return page(
        request,
        "accounts/payment_methods/mandate.html",
        title=_("Mandate %(reference)s") % {"reference": mandate},
        subject=mandate,
        crumbs=[(_("Mandates"), reverse("mandate_list"))],
        facts=_facts(mandate),
        rejections=[(row, sentence(f"return_{row.code}"), sentence(f"return_{row.code}_next")) for row in rejections],
        amendments=[(row, _changes(row)) for row in mandate.amendments.select_related("created_by").order_by("-pk")],
        moves=offered(MOVES, mandate, actor, "mandate_move"),
        edit_url=reverse("mandate_amend", args=[public_id]) if not ended and actor.may("accounts.amend_mandate") else "",
    )


def _changes(amendment: Any) -> str:
    said = [(name, amendment.before.get(name, ""), value) for name, value in amendment.after.items()]
    return "; ".join(paired(name, f"{_shown(name, before)} → {_shown(name, after)}") for name, before, after in said)


def _shown(name: str, value: str) -> str:
    return f"{value[:2]}•• •••• {value[-4:]}" if name == "iban" else value


def _facts(mandate: Mandate) -> list[tuple[str, Any]]:
    lapses = lapses_on(mandate.signed_on, mandate.last_used_on) if mandate.signed_on else None
    return [
        (_("Customer"), link_to(mandate.customer, mandate.customer.legal_name)),
        (_("Our entity"), mandate.entity),
        (_("Scheme"), mandate.get_scheme_display()),
        (_("IBAN"), mandate.masked),
        (_("BIC"), mandate.bic),
        (_("Account holder"), mandate.holder),
        (_("Next collection is"), sequence(one_off=mandate.one_off, used=mandate.last_used_on is not None)),
        (_("Signed on"), day(mandate.signed_on) if mandate.signed_on else None),
        (_("Confirmed by the bank on"), day(mandate.confirmed_on) if mandate.confirmed_on else None),
        (_("Last collection"), day(mandate.last_used_on) if mandate.last_used_on else None),
        (_("Lapses on"), day(lapses) if lapses else None),
        (_("Why"), mandate.reason),
    ]


@access("accounts.view_payment_methods")
def mandate_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.mandates(who(request)), public_id), MOVES, move)


@access("accounts.draft_mandate")
def mandate_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    customer = one(customers(who(request)), public_id)
    form = MandateForm(request.POST or None, initial={"holder": customer.legal_name}, actor=who(request), customer=customer)
    if mandate := run(form, mandates.draft_mandate, customer=customer, actor=who(request)):
        return done(request, _("Mandate drafted."), to=mandate)
    crumbs = [(_("Customers"), reverse("customer_list")), (customer.legal_name, customer.get_absolute_url())]
    return _form(request, _("New mandate"), form, _("Draft mandate"), customer.get_absolute_url(), crumbs)


@access("accounts.amend_mandate")
def mandate_amend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    mandate = one(queries.mandates(who(request)), public_id)
    shown = {"bic": mandate.bic, "holder": mandate.holder, "version": mandate.version}
    form = AmendForm(request.POST or None, initial=shown)
    if run(form, mandates.amend_mandate, mandate.pk, actor=who(request)):
        return done(request, _("Mandate amended."), to=mandate)
    crumbs = [(_("Mandates"), reverse("mandate_list")), (str(mandate), mandate.get_absolute_url())]
    return _form(request, _("Amend %(reference)s") % {"reference": mandate}, form, _("Amend mandate"), mandate.get_absolute_url(), crumbs)


def _form(request: HttpRequest, title: str, form: Any, submit: str, cancel: str, crumbs: list[tuple[str, str]]) -> HttpResponse:
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=cancel, crumbs=crumbs)


urlpatterns = [
    path("mandates/", mandate_list, name="mandate_list"),
    path("mandates/<uuid:public_id>/", mandate_detail, name="mandate_detail"),
    path("mandates/<uuid:public_id>/amend/", mandate_amend, name="mandate_amend"),
    path("mandates/<uuid:public_id>/<slug:move>/", mandate_move, name="mandate_move"),
    path("customers/<uuid:public_id>/mandates/new/", mandate_new, name="mandate_new"),
]
