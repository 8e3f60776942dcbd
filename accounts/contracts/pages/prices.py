"""Price lists and conditions: lists, detail, proposing, ending."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.contracts import queries
from o2c.accounts.contracts.filters import ConditionFilter, PriceListFilter
from o2c.accounts.contracts.forms import ConditionForm, EndConditionForm, PriceListForm, stored
from o2c.accounts.contracts.models import Condition, Contract, PriceList
from o2c.accounts.contracts.pages.frames import form_page
from o2c.accounts.contracts.services import prices
from o2c.accounts.contracts.tables import ConditionTable, PriceListTable
from o2c.core.access.models import User
from o2c.core.dates import last_day
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import link_to
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.pages.pickers import offer
from o2c.core.pages.related import related
from o2c.core.spoken import day

MOVES = [
    Move("withdraw", gettext_lazy("Withdraw"), gettext_lazy("Condition withdrawn."), prices.withdraw_condition, ["proposed"], ReasonForm),
    Move("end", gettext_lazy("End"), gettext_lazy("The condition ends then."), prices.end_condition, ["active"], EndConditionForm),
]
LISTS = (gettext_lazy("Price lists"), "price_list_list")
CONDITIONS = (gettext_lazy("Prices and conditions"), "condition_list")
SHOWN = ("kind", "product", "value", "currency", "valid_from", "valid_until", "state")


@access("accounts.view_contracts")
def condition_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.conditions(who(request)), ConditionFilter, ConditionTable)


@access("accounts.view_contracts")
def condition_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    condition = one(queries.conditions(actor), public_id)
    return page(
        request,
        "accounts/detail.html",
        title=str(condition),
        subject=condition,
        crumbs=[(str(CONDITIONS[0]), reverse(CONDITIONS[1]))],
        figures=[(_("Value"), f"{condition.value.normalize():f}"), (_("Currency"), condition.currency)],
        facts=_facts(condition),
        moves=offered(MOVES, condition, actor, "condition_move"),
    )


def _facts(condition: Condition) -> list[tuple[str, Any]]:
    owner: Any = condition.contract or condition.price_list
    return [
        (_("Contract or list"), link_to(owner)),
        (_("Customer"), link_to(condition.customer, condition.customer.legal_name) if condition.customer else None),
        (_("Our entity"), condition.entity),
        (_("Product"), condition.product or _("all products")),
        (_("Per"), condition.unit),
        (_("Valid from"), day(condition.valid_from)),
        (_("Until and including"), day(last_day(condition.valid_until)) if condition.valid_until else None),
        (_("Takes the place of"), link_to(condition.replaces) if condition.replaces else None),
        (_("Document"), condition.document),
        (_("Proposed by"), condition.created_by),
        (_("Approved by"), condition.approved_by),
        (_("Reason"), condition.reason),
    ]


@access("accounts.view_contracts")
def condition_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.conditions(who(request)), public_id), MOVES, move)


@access("accounts.view_contracts")
def price_list_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.price_lists(who(request)), PriceListFilter, PriceListTable)


@access("accounts.create_price_list")
def price_list_new(request: HttpRequest) -> HttpResponse:
    form = PriceListForm(request.POST or None, actor=who(request))
    if made := run(form, prices.create_price_list, actor=who(request)):
        return done(request, _("Price list entered."), to=made)
    return form_page(request, _("New price list"), form, _("Enter price list"), within=LISTS)


@access("accounts.view_contracts")
def price_list_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(queries.price_lists(who(request)), public_id)
    return page(
        request,
        "accounts/contracts/price_list.html",
        title=str(found),
        subject=found,
        crumbs=[(str(LISTS[0]), reverse(LISTS[1]))],
        figures=[(_("Currency"), found.currency)],
        facts=[(_("Our entity"), found.entity), (_("Code"), found.code), (_("Name"), found.name)],
        panels="accounts.pricelist",
    )


@access("accounts.propose_condition")
def price_list_condition(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(queries.price_lists(who(request)), public_id)
    return _propose(request, found, price_list=found)


@access("accounts.propose_condition")
def contract_condition(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(queries.contracts(who(request)), public_id)
    return _propose(request, found, contract=found)


def _propose(request: HttpRequest, owner: Contract | PriceList, **of: Any) -> HttpResponse:
    form = ConditionForm(request.POST or None, request.FILES or None)
    offer(form, "replaces", queries.conditions(who(request)).filter(state="active", **of))

    def propose(*, document: "UploadedFile[bytes] | None", actor: User, **given: Any) -> Condition:
        return prices.propose_condition(document=stored(document) if document else None, actor=actor, **of, **given)

    if condition := run(form, propose, actor=who(request)):
        return done(request, _("Condition proposed: another person decides."), to=condition)
    title = _("New condition of %(owner)s") % {"owner": owner}
    return form_page(request, title, form, _("Propose condition"), of=owner, within=CONDITIONS)


@access("accounts.view_contracts")
def price_list_conditions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The conditions of a price list, on its page."""
    found = one(queries.price_lists(who(request)), public_id)
    return _conditions(request, found, "price_list_condition", price_list=found)


@access("accounts.view_contracts")
def contract_conditions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The conditions of a contract, on its page."""
    found = one(queries.contracts(who(request)), public_id)
    return _conditions(request, found, "contract_condition", contract=found)


def _conditions(request: HttpRequest, owner: Contract | PriceList, url_name: str, **of: Any) -> HttpResponse:
    actor = who(request)
    rows = queries.conditions(actor).filter(**of).order_by("kind", "product", "-valid_from", "pk")
    new = (_("New condition"), reverse(url_name, args=[owner.public_id])) if actor.may("accounts.propose_condition") else None
    return related(request, rows, ConditionTable.pick(*SHOWN), title=_("Prices and conditions"), create=new)


urlpatterns = [
    path("conditions/", condition_list, name="condition_list"),
    path("conditions/<uuid:public_id>/", condition_detail, name="condition_detail"),
    path("conditions/<uuid:public_id>/<slug:move>/", condition_move, name="condition_move"),
    path("price-lists/", price_list_list, name="price_list_list"),
    path("price-lists/new/", price_list_new, name="price_list_new"),
    path("price-lists/<uuid:public_id>/", price_list_detail, name="price_list_detail"),
    path("price-lists/<uuid:public_id>/conditions/new/", price_list_condition, name="price_list_condition"),
    path("price-lists/<uuid:public_id>/panels/conditions/", price_list_conditions, name="price_list_conditions"),
    path("contracts/<uuid:public_id>/conditions/new/", contract_condition, name="contract_condition"),
    path("contracts/<uuid:public_id>/panels/conditions/", contract_conditions, name="contract_conditions"),
]
