"""Refunds: the list, starting one from an account's credits, and its whole trail on one page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers.queries import customers
from o2c.accounts.financial_accounts.queries import financial_accounts
from o2c.billing.refunds import queries, rules, services
from o2c.billing.refunds.filters import RefundFilter
from o2c.billing.refunds.forms import RefundForm, SubmitForm, initial_amounts
from o2c.billing.refunds.models import RefundRequest
from o2c.billing.refunds.tables import CREDIT_COLUMNS, LINE_COLUMNS, OVERDUE_COLUMNS, RefundTable, way_back
from o2c.core.access.models import User
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.money import Money
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import link_to, moment
from o2c.core.pages.listing import Heading
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.pages.related import related
from o2c.core.pages.tables import Column, Row, readable
from o2c.core.sentences import kept_sentence, sentence
from o2c.core.spoken import day

ASKED = ["draft", "submitted", "approved"]
SHOWN = 20
MOVES = [
    Move(
        "submit",
        gettext_lazy("Submit"),
        gettext_lazy("Others are asked to approve."),
        services.submit_refund,
        ["draft"],
        SubmitForm,
        main=True,
    ),
    Move("set-off", gettext_lazy("Set off what is overdue"), gettext_lazy("Set off."), services.set_off_refund, ["draft"]),
    Move(
        "release",
        gettext_lazy("Release refund"),
        gettext_lazy("Released: it can be paid."),
        services.release_refund,
        ["approved"],
        main=True,
    ),
    Move("reject", gettext_lazy("Reject"), gettext_lazy("The refund is rejected."), services.reject_refund, ["approved"], ReasonForm),
    Move("card", gettext_lazy("Hand to the card processor"), gettext_lazy("Sent."), services.send_card_refund, ["released"], main=True),
    Move("cancel", gettext_lazy("Cancel"), gettext_lazy("The refund is cancelled."), services.cancel_refund, ASKED, ReasonForm),
]


@access(queries.VIEW)
def refund_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.refunds(who(request)), RefundFilter, RefundTable)


@access("billing.draft_refund")
def refund_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """From the credits of one account."""
    actor = who(request)
    account = one(financial_accounts(actor).select_related("customer"), public_id)
    form = RefundForm(request.POST or None, account=account, actor=actor, initial=initial_amounts(account))
    if refund := run(form, services.draft_refund, account.pk, actor=actor):
        return done(request, _("Drafted. Look at the controls, then submit it."), to=refund)
    crumbs = [(_("Refunds"), reverse("refund_list")), (str(account), account.get_absolute_url())]
    title = _("Refund from %(account)s") % {"account": account}
    return page(
        request, "layouts/form.html", title=title, form=form, submit=_("Draft refund"), cancel=account.get_absolute_url(), crumbs=crumbs
    )


@access(queries.VIEW)
def refund_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    refund = one(queries.refunds(actor), public_id)
    is_asked = refund.state in ASKED
    return page(
        request,
        "billing/refunds/detail.html",
        title=_("Refund %(number)s") % {"number": refund},
        subject=refund,
        crumbs=[(_("Refunds"), reverse("refund_list"))],
        figures=[(_("Amount"), Money(refund.amount, refund.currency)), (_("Paid to"), way_back(refund))],
        facts=_facts(refund),
        payment=_payment_facts(refund),
        checks=_checks(refund) if is_asked else [],
        approvals=queries.approvals_of(refund),
        parts=_parts(refund, actor, is_asked),
        moves=offered(moves_of(refund), refund, actor, "refund_move"),
    )


def moves_of(refund: RefundRequest) -> list[Move]:
    """Only card refunds go to the processor."""
    return [move for move in MOVES if move.code != "card" or refund.capture_id]


def _facts(refund: RefundRequest) -> list[tuple[str, Any]]:
    return [
        (_("Customer"), link_to(refund.customer, refund.customer.legal_name)),
        (_("Account"), link_to(refund.account)),
        (_("Our entity"), refund.entity),
        (_("Reason"), refund.reason),
        (_("Drafted by"), refund.created_by),
        (_("Submitted by"), _by(refund.submitted_by, refund.submitted_at)),
        (_("Approved by"), _by(refund.approved_by, refund.approved_at)),
        (_("Released by"), _by(refund.released_by, refund.released_at)),
        (_("Persons needed"), 3 if refund.three_persons else 2) if refund.submitted_at else (_("Persons needed"), _("said at submission")),
        (_("Payee found clear"), moment(refund.screened_at) if refund.screened_at else None),
        (_("Nothing set off because"), refund.set_off_reason),
        (_("Outcome"), kept_sentence(refund.outcome, {})),
    ]


def _by(person: User | None, at: Any) -> str | None:
    return f"{person}, {moment(at)}" if person else None


def _payment_facts(refund: RefundRequest) -> list[tuple[str, Any]]:
    """From the release on: the entries, the file, and what the bank said."""
    payment = getattr(refund, "payment", None)
    if payment is None:
        return []
    return [
        (_("End-to-end id"), payment.end_to_end),
        (_("Payee"), f"{payment.holder} {payment.masked}".strip()),
        (_("Entry of the release"), link_to(payment.entry)),
        (_("Payment file"), link_to(payment.file) if payment.file else None),
        ("SHA-256", payment.file.sha256 if payment.file else None),
        (_("Sent"), moment(payment.sent_at) if payment.sent_at else None),
        (_("Status of the bank"), " ".join(filter(None, [payment.status, payment.status_reason]))),
        (_("Paid on"), day(payment.confirmed_on) if payment.confirmed_on else None),
        (_("Confirmation"), link_to(payment.confirmation, payment.bank_reference) if payment.confirmation else None),
        (_("Came back on"), day(payment.returned_on) if payment.returned_on else None),
        (_("Credit restored by"), link_to(payment.returned) if payment.returned else None),
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """One control as the page says it."""

    title: str
    passed: bool
    why: str


def _checks(refund: RefundRequest) -> list[Shown]:
    found = rules.controls(queries.facts_of(refund, timezone.now()))
    said = {
        check.number: sentence("refund_control_passed") if check.passed else sentence(check.code, dict(check.values)) for check in found
    }
    return [Shown(sentence(f"refund_control_{check.number}"), check.passed, said[check.number]) for check in found]


def _parts(refund: RefundRequest, actor: User, is_asked: bool) -> list[dict[str, Any]]:
    """Where the money comes from, and while it is asked for what the group owes."""
    parts = [_part(_("Credits it takes from"), queries.lines_of(refund), LINE_COLUMNS, actor)]
    if is_asked:
        free = queries.credits_of(refund.account).select_related("entry")
        overdue = queries.overdue_in_group(refund.customer, local_today(refund.entity))
        parts += [
            _part(_("Credits of the account"), free[:SHOWN], CREDIT_COLUMNS, actor),
            _part(_("Overdue in the group"), overdue[:SHOWN], OVERDUE_COLUMNS, actor),
        ]
    return parts


def _part(title: str, rows: Any, columns: list[Column], actor: User) -> dict[str, Any]:
    usable = readable(columns, actor)
    return {"title": title, "rows": [Row(row, usable) for row in rows], "headings": [Heading(column, "", "") for column in usable]}


@access(queries.VIEW)
def refund_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    refund = one(queries.refunds(who(request)), public_id)
    return carry_out(request, refund, moves_of(refund), move)


@access(queries.VIEW)
def customer_refunds(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The refunds of a customer, on its page."""
    actor = who(request)
    customer = one(customers(actor), public_id)
    rows = queries.refunds(actor).filter(customer=customer)
    columns = RefundTable.pick("number", "account__number", "amount", "payment__confirmed_on", "tone")
    return related(request, rows, columns, title=_("Refunds"), everything=f"{reverse('refund_list')}?customer={customer.number}")


@access(queries.VIEW)
def account_credits(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The credits of an account with what is free of them, on its page, and the way to a refund."""
    actor = who(request)
    account = one(financial_accounts(actor), public_id)
    rows = queries.credits_of(account).select_related("entry")
    new = (_("New refund"), reverse("refund_new", args=[public_id])) if actor.may("billing.draft_refund") and rows.exists() else None
    nothing = _("The account has no open credit.")
    return related(request, rows, CREDIT_COLUMNS, title=_("Credits"), create=new, nothing=nothing)


@access(queries.VIEW)
def account_refunds(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    account = one(financial_accounts(actor), public_id)
    rows = queries.refunds(actor).filter(account=account)
    columns = RefundTable.pick("number", "amount", "to", "payment__confirmed_on", "tone")
    return related(request, rows, columns, title=_("Refunds"), everything=f"{reverse('refund_list')}?account={account.number}")


urlpatterns = [
    path("refunds/", refund_list, name="refund_list"),
    path("refunds/<uuid:public_id>/", refund_detail, name="refund_detail"),
    path("refunds/<uuid:public_id>/<slug:move>/", refund_move, name="refund_move"),
    path("financial-accounts/<uuid:public_id>/refunds/new/", refund_new, name="refund_new"),
    path("financial-accounts/<uuid:public_id>/panels/credits/", account_credits, name="account_credits"),
    path("financial-accounts/<uuid:public_id>/panels/refunds/", account_refunds, name="account_refunds"),
    path("customers/<uuid:public_id>/panels/refunds/", customer_refunds, name="customer_refunds"),
]
