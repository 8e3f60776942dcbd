"""Contracts: list, detail, new, edit, amend, and their moves."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.contracts import queries
from o2c.accounts.contracts.filters import ContractFilter
from o2c.accounts.contracts.forms import (
    ContractEditForm,
    ContractForm,
    ContractNewForm,
    CreditCheckForm,
    LegalReviewForm,
    TerminateForm,
)
from o2c.accounts.contracts.imports import CONTRACTS
from o2c.accounts.contracts.models import Clause, Contract
from o2c.accounts.contracts.pages.frames import form_page, link_to_file
from o2c.accounts.contracts.rules import EDITABLE
from o2c.accounts.contracts.services import contracts, review
from o2c.accounts.contracts.tables import ContractTable
from o2c.accounts.customers.queries import customers
from o2c.core.access.models import User
from o2c.core.dates import last_day
from o2c.core.doors import access, who
from o2c.core.money import Money
from o2c.core.pages import Column, done, list_page, one, page, run
from o2c.core.pages.display import link_to
from o2c.core.pages.importing import import_page
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.pages.related import related
from o2c.core.spoken import day, spoken

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
        "credit",
        gettext_lazy("Record credit check"),
        gettext_lazy("Credit check recorded."),
        review.record_credit_check,
        sorted(review.CHECKED),
        CreditCheckForm,
    ),
    Move(
        "legal",
        gettext_lazy("Record legal review"),
        gettext_lazy("Legal review recorded."),
        review.record_legal_review,
        sorted(review.RUNNING),
        LegalReviewForm,
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
LIST = (gettext_lazy("Contracts"), "contract_list")
FIELDS = [
    "number", "starts_on", "ends_on", "renewal", "notice_days", "currency", "credit_limit", "expected_exposure", "products", "party_name",
    "party_tax_id", "clauses", "annex_count", "language",
]  # fmt: skip


@access("accounts.view_contracts")
def contract_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.contracts(who(request)), ContractFilter, ContractTable)


@access("accounts.create_contract")
def contract_import(request: HttpRequest) -> HttpResponse:
    return import_page(request, CONTRACTS, to="contract_list")


@access("accounts.view_contracts")
def contract_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    contract = one(queries.contracts(actor), public_id)
    edits = contract.state in EDITABLE and actor.may("accounts.edit_contract")
    return page(
        request,
        "accounts/contracts/detail.html",
        title=_("Contract %(number)s") % {"number": contract},
        subject=contract,
        crumbs=[(_("Contracts"), reverse("contract_list"))],
        figures=[(_("Payment terms"), contract.terms.code), (_("Currency"), contract.currency)],
        facts=_facts(contract, actor),
        moves=offered(MOVES, contract, actor, "contract_move"),
        edit_url=reverse("contract_edit", args=[contract.public_id]) if edits else "",
        ways=_ways(contract, actor),
        panels="accounts.contract",
    )


def _ways(contract: Contract, actor: User) -> list[tuple[str, str]]:
    """What may be added to the contract now, and where."""
    running = contract.state in review.RUNNING
    found = [
        (running and actor.may("accounts.attach_signed_copy"), _("Attach signed copy"), "contract_signed_copy"),
        (running and actor.may("core.attach_file"), _("Attach an annex or letter"), "contract_annex"),
        (contract.state == "active" and actor.may("accounts.amend_contract"), _("Amend"), "contract_amend"),
    ]
    return [(label, reverse(name, args=[contract.public_id])) for is_open, label, name in found if is_open]


def _facts(contract: Contract, actor: User) -> list[tuple[str, Any]]:
    return [
        (_("Customer"), link_to(contract.customer, contract.customer.legal_name)),
        (_("Our entity"), contract.entity),
        (_("Starts on"), day(contract.starts_on)),
        (_("Until and including"), day(last_day(contract.ends_on)) if contract.ends_on else None),
        (_("Renewal"), contract.get_renewal_display()),
        (_("Notice in days"), contract.notice_days),
        (_("Products"), ", ".join(contract.products)),
        (_("Expected exposure"), _money(contract.expected_exposure, contract)),
        (_("Credit limit"), _money(contract.credit_limit, contract)),
        (_("Credit check"), _checked(contract)),
        (_("Signed on"), day(contract.signed_on) if contract.signed_on else None),
        (_("Signed for the customer by"), contract.signatory),
        (_("Signed for us by"), contract.signed_for_us),
        (_("Signed copy"), link_to_file(actor, contract, contract.signed_file)),
        (_("Party as the contract names it"), contract.party_name),
        (_("Tax id in the contract"), contract.party_tax_id),
        (_("Special clauses"), ", ".join(str(Clause(clause).label) for clause in contract.clauses)),
        (_("Reviewed by legal on"), day(contract.legal_reviewed_on) if contract.legal_reviewed_on else None),
        (_("Annexes promised"), contract.annex_count),
        (_("Language of the contract"), contract.get_language_display()),
    ]


def _money(value: Decimal | None, contract: Contract) -> str | None:
    return None if value is None else spoken(Money(value, contract.currency))


def _checked(contract: Contract) -> str:
    result = contract.get_credit_result_display()
    return f"{result}, {day(contract.credit_checked_on)}" if contract.credit_checked_on else result


@access("accounts.create_contract")
def contract_new(request: HttpRequest) -> HttpResponse:
    actor = who(request)
    form = ContractNewForm(request.POST or None, initial={"customer": request.GET.get("customer", "")}, actor=actor)
    if contract := run(form, contracts.create_contract, actor=actor):
        return done(request, _("Contract entered."), to=contract)
    return form_page(request, _("New contract"), form, _("Enter contract"), within=LIST)


@access("accounts.edit_contract")
def contract_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    contract = one(queries.contracts(who(request)), public_id)
    form = ContractEditForm(request.POST or None, initial=_shown(contract) | {"version": contract.version}, actor=who(request))
    if run(form, contracts.edit_contract, contract.pk, actor=who(request)):
        return done(request, _("Contract saved."), to=contract)
    title = _("Edit contract %(number)s") % {"number": contract}
    return form_page(request, title, form, _("Save contract"), of=contract, within=LIST)


@access("accounts.amend_contract")
def contract_amend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    contract = one(queries.contracts(who(request)), public_id)
    initial = _shown(contract) | {"starts_on": None}
    form = ContractForm(request.POST or None, initial=initial, actor=who(request))
    if amendment := run(form, contracts.amend_contract, contract.pk, actor=who(request)):
        return done(request, _("Amendment entered."), to=amendment)
    title = _("Amend contract %(number)s") % {"number": contract}
    return form_page(request, title, form, _("Enter amendment"), of=contract, within=LIST)


def _shown(contract: Contract) -> dict[str, Any]:
    return {name: getattr(contract, name) for name in FIELDS} | {"entity": contract.entity.code, "terms": contract.terms.code}


@access("accounts.view_contracts")
def contract_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.contracts(who(request)), public_id), MOVES, move)


@access("accounts.view_contracts")
def contract_revisions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The revisions of a contract, on the page of each."""
    contract = one(queries.contracts(who(request)), public_id)
    columns = [
        Column("number", _("Number"), "link", narrow=True, of=str),
        *ContractTable.pick("starts_on", "ends_on", "terms__code", "credit_limit", "state"),
    ]
    return related(request, queries.revisions(who(request), contract), columns, title=_("Revisions"))


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
    path("contracts/import/", contract_import, name="contract_import"),
    path("contracts/<uuid:public_id>/", contract_detail, name="contract_detail"),
    path("contracts/<uuid:public_id>/edit/", contract_edit, name="contract_edit"),
    path("contracts/<uuid:public_id>/amend/", contract_amend, name="contract_amend"),
    path("contracts/<uuid:public_id>/panels/revisions/", contract_revisions, name="contract_revisions"),
    path("contracts/<uuid:public_id>/<slug:move>/", contract_move, name="contract_move"),
    path("customers/<uuid:public_id>/panels/contracts/", customer_contracts, name="customer_contracts"),
]
