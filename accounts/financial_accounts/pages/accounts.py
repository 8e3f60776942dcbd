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
from o2c.core.access.models import User
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import link_to
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.pages.pickers import options
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
        "accounts/contracts/detail.html",
        title=_("Financial account %(number)s") % {"number": account},
        subject=account,
        crumbs=[(_("Financial accounts"), reverse("financial_account_list"))],
        figures=[(_("Currency"), account.currency), (_("Payment terms"), account.terms.code)],
        facts=_facts(account),
        moves=offered(moves_of(account), account, actor, "financial_account_move"),
        edit_url=reverse("financial_account_edit", args=[public_id]) if edits else "",
        ways=_ways(account, actor),
        reasons=(_("Not ready for billing"), _missing(account)),
        panels="accounts.financialaccount",
    )


def _ways(account: FinancialAccount, actor: User) -> list[tuple[str, str]]:
    """What else may be done with an account in use, and where."""
    in_use = account.state == "active" and account.replaced_by_id is None
    found = [("accounts.replace_account", _("Replace"), "account_replace"), ("accounts.merge_accounts", _("Merge"), "account_merge")]
    return [(label, reverse(name, args=[account.public_id])) for may, label, name in found if in_use and actor.may(may)]


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
        (_("Looked after by"), account.owner),
        (_("Replaced by"), link_to(account.replaced_by) if account.replaced_by else None),
        (_("Replaced from"), day(account.replaced_from) if account.replaced_from else None),
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


@access("accounts.view_financial_accounts")
def financial_account_options(request: HttpRequest) -> HttpResponse:
    return options(request, lambda text: queries.named(queries.financial_accounts(who(request)), text))


@access("accounts.view_financial_accounts")
def paid_accounts(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The accounts of others that this customer pays for, on its page."""
    payer = one(customers(who(request)), public_id)
    rows = queries.financial_accounts(who(request)).filter(payer=payer)
    columns = AccountTable.pick("number", "customer__legal_name", "entity__code", "currency", "terms__code", "state")
    everything = f"{reverse('financial_account_list')}?payer={payer.number}"
    return related(request, rows, columns, title=_("Pays for"), everything=everything)


urlpatterns = [
    path("financial-accounts/", financial_account_list, name="financial_account_list"),
    path("financial-accounts/new/", financial_account_new, name="financial_account_new"),
    path("financial-accounts/options/", financial_account_options, name="financial_account_options"),
    path("financial-accounts/<uuid:public_id>/", financial_account_detail, name="financial_account_detail"),
    path("financial-accounts/<uuid:public_id>/edit/", financial_account_edit, name="financial_account_edit"),
    path("financial-accounts/<uuid:public_id>/<slug:move>/", financial_account_move, name="financial_account_move"),
    path("customers/<uuid:public_id>/panels/pays-for/", paid_accounts, name="paid_accounts"),
    path("customers/<uuid:public_id>/panels/accounts/", customer_accounts, name="customer_accounts"),
]
