"""Contracts: list, detail, new, edit, amend, and their moves."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.contracts import queries
from o2c.accounts.contracts.filters import ContractFilter
from o2c.accounts.contracts.forms import ContractEditForm, ContractForm, ContractNewForm, TerminateForm
from o2c.accounts.contracts.models import Contract
from o2c.accounts.contracts.rules import EDITABLE
from o2c.accounts.contracts.services import contracts
from o2c.accounts.contracts.tables import ContractTable
from o2c.accounts.customers.queries import customers
from o2c.core.doors import access, who
from o2c.core.money import Money
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import link_to
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.pages.related import related
from o2c.core.spoken import day

MOVES = [
    Move(
        "submit",
        gettext_lazy("Submit"),
        gettext_lazy("Submitted: a second person may approve it."),
        contracts.submit_contract,
        ["draft"],
        main=True,
    ),
    Move("approve", gettext_lazy("Approve"), gettext_lazy("Contract approved."), contracts.approve_contract, ["submitted"], main=True),
    Move("return", gettext_lazy("Return"), gettext_lazy("Contract returned."), contracts.return_contract, ["submitted"], ReasonForm),
    Move(
        "activate",
        gettext_lazy("Activate"),
        gettext_lazy("The contract is in force."),
        contracts.activate_contract,
        ["approved"],
        main=True,
    ),
    Move(
        "terminate",
        gettext_lazy("Terminate"),
        gettext_lazy("Contract terminated."),
        contracts.terminate_contract,
        ["active"],
        TerminateForm,
    ),
]
FIELDS = ["number", "starts_on", "ends_on", "renewal", "notice_days", "currency", "credit_limit", "signed_on", "signatory"]


@access("accounts.view_contracts")
def contract_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.contracts(who(request)), ContractFilter, ContractTable)


@access("accounts.view_contracts")
def contract_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    contract = one(queries.contracts(actor), public_id)
    edits = contract.state in EDITABLE and actor.may("accounts.edit_contract")
    amends = contract.state == "active" and actor.may("accounts.amend_contract")
    return page(
        request,
        "accounts/contracts/detail.html",
        title=_("Contract %(number)s") % {"number": contract},
        subject=contract,
        crumbs=[(_("Contracts"), reverse("contract_list"))],
        figures=[(_("Payment terms"), contract.terms.code), (_("Currency"), contract.currency)],
        facts=_facts(contract),
        moves=offered(MOVES, contract, actor, "contract_move"),
        edit_url=reverse("contract_edit", args=[contract.public_id]) if edits else "",
        amend_url=reverse("contract_amend", args=[contract.public_id]) if amends else "",
        panels="accounts.contract",
    )


def _facts(contract: Contract) -> list[tuple[str, Any]]:
    return [
        (_("Customer"), link_to(contract.customer, contract.customer.legal_name)),
        (_("Our entity"), contract.entity),
        (_("Starts on"), day(contract.starts_on)),
        (_("Ends before"), day(contract.ends_on) if contract.ends_on else None),
        (_("Renewal"), contract.get_renewal_display()),
        (_("Notice in days"), contract.notice_days),
        (_("Credit limit"), Money(contract.credit_limit, contract.currency) if contract.credit_limit is not None else None),
        (_("Signed on"), day(contract.signed_on) if contract.signed_on else None),
        (_("Signed by"), contract.signatory),
    ]


@access("accounts.create_contract")
def contract_new(request: HttpRequest) -> HttpResponse:
    actor = who(request)
    form = ContractNewForm(request.POST or None, initial={"customer": request.GET.get("customer", "")}, actor=actor)
    if contract := run(form, contracts.create_contract, actor=actor):
        return done(request, _("Contract entered."), to=contract)
    return _form(request, _("New contract"), form, _("Enter contract"))


@access("accounts.edit_contract")
def contract_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    contract = one(queries.contracts(who(request)), public_id)
    form = ContractEditForm(request.POST or None, initial=_shown(contract) | {"version": contract.version}, actor=who(request))
    if run(form, contracts.edit_contract, contract.pk, actor=who(request)):
        return done(request, _("Contract saved."), to=contract)
    return _form(request, _("Edit contract %(number)s") % {"number": contract}, form, _("Save contract"), contract)


@access("accounts.amend_contract")
def contract_amend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    contract = one(queries.contracts(who(request)), public_id)
    initial = _shown(contract) | {"starts_on": None, "signed_on": None, "signatory": ""}
    form = ContractForm(request.POST or None, initial=initial, actor=who(request))
    if amendment := run(form, contracts.amend_contract, contract.pk, actor=who(request)):
        return done(request, _("Amendment entered."), to=amendment)
    return _form(request, _("Amend contract %(number)s") % {"number": contract}, form, _("Enter amendment"), contract)


def _shown(contract: Contract) -> dict[str, Any]:
    return {name: getattr(contract, name) for name in FIELDS} | {"entity": contract.entity.code, "terms": contract.terms.code}


def _form(request: HttpRequest, title: str, form: ContractForm, submit: str, contract: Contract | None = None) -> HttpResponse:
    address = contract.get_absolute_url() if contract else reverse("contract_list")
    crumbs = [(_("Contracts"), reverse("contract_list")), *([(str(contract), address)] if contract else [])]
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=address, crumbs=crumbs)


@access("accounts.view_contracts")
def contract_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.contracts(who(request)), public_id), MOVES, move)


@access("accounts.view_contracts")
def customer_contracts(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The contracts of a customer, on its page."""
    customer = one(customers(who(request)), public_id)
    rows = queries.contracts(who(request)).filter(customer=customer)
    columns = ContractTable.pick("number", "entity__code", "starts_on", "ends_on", "terms__code", "state")
    create = (
        (_("New contract"), f"{reverse('contract_new')}?customer={public_id}") if who(request).may("accounts.create_contract") else None
    )
    everything = f"{reverse('contract_list')}?customer={customer.number}"
    return related(request, rows, columns, title=_("Contracts"), everything=everything, create=create)


urlpatterns = [
    path("contracts/", contract_list, name="contract_list"),
    path("contracts/new/", contract_new, name="contract_new"),
    path("contracts/<uuid:public_id>/", contract_detail, name="contract_detail"),
    path("contracts/<uuid:public_id>/edit/", contract_edit, name="contract_edit"),
    path("contracts/<uuid:public_id>/amend/", contract_amend, name="contract_amend"),
    path("contracts/<uuid:public_id>/<slug:move>/", contract_move, name="contract_move"),
    path("customers/<uuid:public_id>/panels/contracts/", customer_contracts, name="customer_contracts"),
]
