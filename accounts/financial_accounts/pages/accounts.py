"""Financial accounts: list, detail, new, edit, and their moves."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers.queries import customers
from o2c.accounts.financial_accounts import queries
from o2c.accounts.financial_accounts.filters import AccountFilter
from o2c.accounts.financial_accounts.forms import AccountEditForm, AccountForm, AccountNewForm
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.accounts.financial_accounts.rules import opening_gaps
from o2c.accounts.financial_accounts.services import accounts
from o2c.accounts.financial_accounts.tables import AccountTable
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import link_to
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.pages.related import related
from o2c.core.sentences import sentence
from o2c.core.spoken import day

MOVES = [
    Move("open", gettext_lazy("Open account"), gettext_lazy("The account is active."), accounts.open_account, ["proposed"], main=True),
    Move("refuse", gettext_lazy("Refuse"), gettext_lazy("Account refused."), accounts.refuse_account, ["proposed"], ReasonForm),
    Move("hold", gettext_lazy("Put on hold"), gettext_lazy("The account is on hold."), accounts.hold_account, ["active"], ReasonForm),
    Move(
        "release", gettext_lazy("Release"), gettext_lazy("The account is active again."), accounts.release_account, ["on_hold"], main=True
    ),
    Move(
        "wind-down",
        gettext_lazy("End billing"),
        gettext_lazy("The account is closing."),
        accounts.start_closing_account,
        ["active"],
        ReasonForm,
    ),
    Move("close", gettext_lazy("Close"), gettext_lazy("The account is closed."), accounts.close_account, ["closing"], main=True),
]
READY = Move(
    "ready",
    gettext_lazy("Confirm as ready"),
    gettext_lazy("The account is ready for billing."),
    accounts.confirm_account_ready,
    ["active"],
    main=True,
)


def moves_of(account: FinancialAccount) -> list[Move]:
    return MOVES if account.is_ready or account.state != "active" else [READY, *MOVES]


@access("accounts.view_financial_accounts")
def financial_account_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.financial_accounts(who(request)), AccountFilter, AccountTable)


@access("accounts.view_financial_accounts")
def financial_account_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    account = one(queries.financial_accounts(actor), public_id)
    edits = account.state == "proposed" and actor.may("accounts.edit_account")
    return page(
        request,
        "accounts/detail.html",
        title=_("Financial account %(number)s") % {"number": account},
        subject=account,
        crumbs=[(_("Financial accounts"), reverse("financial_account_list"))],
        figures=[(_("Currency"), account.currency), (_("Payment terms"), account.terms.code)],
        facts=_facts(account),
        moves=offered(moves_of(account), account, actor, "financial_account_move"),
        edit_url=reverse("financial_account_edit", args=[public_id]) if edits else "",
        reasons=(_("Not ready for billing"), _missing(account)),
        panels="accounts.financialaccount",
    )


def _missing(account: FinancialAccount) -> list[str]:
    """What an account that is not ready lacks, in words."""
    if account.is_ready or account.state not in {"proposed", "active"}:
        return []
    gaps = opening_gaps(queries.opening_facts(account, local_today(account.entity)))
    return [sentence(code) for code in gaps]


def _facts(account: FinancialAccount) -> list[tuple[str, Any]]:
    return [
        (_("Customer"), link_to(account.customer, account.customer.legal_name)),
        (_("Payer"), link_to(account.payer, account.payer.legal_name) if account.payer else None),
        (_("Our entity"), account.entity),
        (_("Billing profile"), account.billing_profile),
        (_("Tax treatment"), account.get_tax_treatment_display()),
        (_("Billing"), _("ready") if account.is_ready else _("not ready")),
        (_("Opened on"), day(account.opened_on) if account.opened_on else None),
        (_("Closed on"), day(account.closed_on) if account.closed_on else None),
        (_("Origin"), account.get_origin_display()),
    ]


@access("accounts.propose_account")
def financial_account_new(request: HttpRequest) -> HttpResponse:
    actor = who(request)
    form = AccountNewForm(request.POST or None, initial={"customer": request.GET.get("customer", "")}, actor=actor)
    if account := run(form, accounts.propose_account, actor=actor):
        return done(request, _("Account proposed. Open it when everything is there."), to=account)
    return _form(request, _("New financial account"), form, _("Propose account"))


@access("accounts.edit_account")
def financial_account_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    account = one(queries.financial_accounts(who(request)), public_id)
    shown = {"entity": account.entity.code, "currency": account.currency, "terms": account.terms.code, "version": account.version}
    initial = shown | {"payer": account.payer, "billing_profile": account.billing_profile}
    form = AccountEditForm(request.POST or None, initial=initial, actor=who(request))
    if run(form, accounts.edit_account, account.pk, actor=who(request)):
        return done(request, _("Account saved."), to=account)
    return _form(request, _("Edit account %(number)s") % {"number": account}, form, _("Save account"), account)


def _form(request: HttpRequest, title: str, form: AccountForm, submit: str, account: FinancialAccount | None = None) -> HttpResponse:
    address = account.get_absolute_url() if account else reverse("financial_account_list")
    crumbs = [(_("Financial accounts"), reverse("financial_account_list")), *([(str(account), address)] if account else [])]
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=address, crumbs=crumbs)


@access("accounts.view_financial_accounts")
def financial_account_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    account = one(queries.financial_accounts(who(request)), public_id)
    return carry_out(request, account, moves_of(account), move)


@access("accounts.view_financial_accounts")
def customer_accounts(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The accounts of a customer, on its page."""
    actor = who(request)
    customer = one(customers(actor), public_id)
    rows = queries.financial_accounts(actor).filter(customer=customer)
    columns = AccountTable.pick("number", "payer__legal_name", "entity__code", "currency", "terms__code", "is_ready", "state")
    new = f"{reverse('financial_account_new')}?customer={public_id}"
    create = (_("New financial account"), new) if actor.may("accounts.propose_account") else None
    everything = f"{reverse('financial_account_list')}?customer={customer.number}"
    return related(request, rows, columns, title=_("Financial accounts"), everything=everything, create=create)


urlpatterns = [
    path("financial-accounts/", financial_account_list, name="financial_account_list"),
    path("financial-accounts/new/", financial_account_new, name="financial_account_new"),
    path("financial-accounts/<uuid:public_id>/", financial_account_detail, name="financial_account_detail"),
    path("financial-accounts/<uuid:public_id>/edit/", financial_account_edit, name="financial_account_edit"),
    path("financial-accounts/<uuid:public_id>/<slug:move>/", financial_account_move, name="financial_account_move"),
    path("customers/<uuid:public_id>/panels/accounts/", customer_accounts, name="customer_accounts"),
]
