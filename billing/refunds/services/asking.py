"""Asking for a refund: from which credits, on which way back, after what is overdue was set off."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils import timezone

from o2c.accounts.customers.models import BankAccount
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.accounts.financial_accounts.queries import financial_accounts
from o2c.billing.ledger.choices import Method
from o2c.billing.ledger.models import OpenItem
from o2c.billing.ledger.rules import check_digits
from o2c.billing.ledger.services import Pair, allocate
from o2c.billing.refunds import queries, rules
from o2c.billing.refunds.models import CardCapture, RefundLine, RefundRequest
from o2c.billing.refunds.services.moving import in_turn, locked, move
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.approvals.models import RequestState
from o2c.core.approvals.services import request_approval, withdraw_approval
from o2c.core.audit.services import record
from o2c.core.cards import refuse_card_number
from o2c.core.changes import change
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.limits.queries import limit
from o2c.core.money import Money
from o2c.core.verbs import lock, lock_one, verb

KIND, KIND_CHANGED_BANK = "refund", "refund_changed_bank"
LIMIT = "refund_two_persons"


@verb("billing.draft_refund")
def draft_refund(
    account_id: int,
    *,
    amounts: Mapping[int, Decimal],
    reason: str,
    bank_account: BankAccount | None = None,
    capture: CardCapture | None = None,
    actor: User,
) -> RefundRequest:
    """Draft a refund of an account's credits (`amounts` by item) to a bank account or back to a card payment.

    Raises BusinessError "refund_nothing", "refund_one_way_back", "refund_other_customer", "refund_capture_currency",
    "refund_not_a_credit", "refund_exceeds_free_credit", "amount_digits", "amount_not_positive".
    """
    account = lock_one(financial_accounts(actor), account_id)
    _one_way_back(account, bank_account, capture)
    _within_credit(account, amounts)
    refund = RefundRequest.objects.create(
        account=account, customer=account.customer, entity=account.entity, currency=account.currency, amount=sum(amounts.values()),
        bank_account=bank_account, capture=capture, reason=refuse_card_number(reason.strip(), "reason"),
    )  # fmt: skip
    refund.refresh_from_db(fields=["number"])
    RefundLine.objects.bulk_create(
        RefundLine(refund=refund, item_id=pk, amount=amount, currency=account.currency) for pk, amount in sorted(amounts.items())
    )
    told = {"account": account.number, "amount": refund.amount, "currency": refund.currency, "credits": len(amounts)}
    record("refund.drafted", refund, actor=actor, after=told, reason=refund.reason)
    return refund


def _one_way_back(account: FinancialAccount, bank_account: BankAccount | None, capture: CardCapture | None) -> None:
    if (bank_account is None) == (capture is None):
        raise BusinessError("refund_one_way_back", field="bank_account")
    owner = bank_account.customer_id if bank_account else capture.customer_id if capture else None
    if owner != account.customer_id:
        raise BusinessError("refund_other_customer", field="bank_account" if bank_account else "capture")
    if capture and capture.currency != account.currency:
        raise BusinessError("refund_capture_currency", field="capture", currency=capture.currency)


def _within_credit(account: FinancialAccount, amounts: Mapping[int, Decimal]) -> None:
    if not amounts:
        raise BusinessError("refund_nothing")
    known = {item.pk: item for item in queries.credits_of(account).filter(pk__in=amounts)}
    for pk, amount in amounts.items():
        if (item := known.get(pk)) is None:
            raise BusinessError("refund_not_a_credit", reference=str(pk))
        if amount <= 0:
            raise BusinessError("amount_not_positive", field="amount")
        check_digits(amount, account.currency)
        if amount > item.free:
            raise BusinessError("refund_exceeds_free_credit", reference=item.reference, free=item.free, currency=account.currency)


@verb("billing.set_off_refund")
def set_off_refund(pk: int, *, actor: User, version: int | None = None) -> RefundRequest:
    """Settle what is overdue with the credits of a draft, the oldest first; what is left stays to be refunded.

    A draft of which nothing is left is cancelled. Raises BusinessError "refund_nothing_to_set_off" and what the ledger refuses.
    """
    refund = locked(pk, actor, version)
    in_turn(refund, "submitted")
    today = local_today(refund.entity)
    lines = {line.item_id: line for line in queries.lines_of(refund)}
    lock(OpenItem.objects.all(), list(lines))
    found = rules.set_off(
        [(item.pk, item.open_amount) for item in queries.to_set_off(refund, today)], [(key, line.amount) for key, line in lines.items()]
    )
    if not found:
        raise BusinessError("refund_nothing_to_set_off")
    pairs = [Pair(one.debit, one.credit, one.amount, today) for one in found]
    allocate(pairs, method=Method.MANUAL, reason=f"Set off before refund {refund}", actor=actor)
    for one in found:
        lines[one.credit].amount -= one.amount
    _keep_lines(refund, lines)
    total = sum((one.amount for one in found), Decimal(0))
    record("refund.set_off", refund, actor=actor, after={"amount": total, "currency": refund.currency, "items": len(found)})
    return refund


def _keep_lines(refund: RefundRequest, lines: Mapping[int, RefundLine]) -> None:
    """What is left of the lines; without any the draft ends."""
    for line in lines.values():
        if line.amount:
            line.save(update_fields=["amount"])
        else:
            line.delete()
    left = sum((line.amount for line in lines.values()), Decimal(0))
    if left:
        change(refund, amount=left)
    else:
        change(refund, amount=Decimal(0), state="cancelled", outcome="refund_set_off_whole")


@verb("billing.submit_refund")
def submit_refund(pk: int, *, set_off_reason: str = "", actor: User, version: int | None = None) -> RefundRequest:
    """Ask for approval; from now on the amount is reserved. Above the limit three persons must take part.

    `set_off_reason`: why it is paid out although something in the group is overdue. Bank details younger than 30 days need one
    more approval. Raises BusinessError with the first control of reference 8 that stops it.
    """
    known = queries.refunds(actor).filter(pk=pk).select_related("customer").first()
    if known is not None:
        gates.require("refund", known.customer)
    refund = locked(pk, actor, version)
    in_turn(refund, "submitted")
    lock(OpenItem.objects.all(), list(refund.lines.values_list("item_id", flat=True)))
    if refund.capture_id:
        lock_one(CardCapture.objects, refund.capture_id)
    now, today = timezone.now(), local_today(refund.entity)
    why = set_off_reason.strip()
    facts = replace(queries.facts_of(refund, now), set_off_reason=why)
    # How fresh the screening is counts at the release; here only whether anything stands against the customer at all.
    if refused := next((check for check in rules.controls(facts) if not check.passed and check.number != 5), None):
        raise BusinessError(refused.code, **refused.values)
    allowed = limit(LIMIT, on=today, entity=refund.entity, currency=refund.currency)
    three = allowed is not None and refund.amount > allowed
    move(refund, "submitted", actor, submitted_by=actor, submitted_at=now, three_persons=three, set_off_reason=why)
    kind = KIND_CHANGED_BANK if rules.changed_lately(facts, today) else KIND
    way = str(refund.bank_account or refund.capture)
    request_approval.step(
        kind, refund, {"pk": refund.pk}, reason=refund.reason, amount=Money(refund.amount, refund.currency),
        after={"amount": f"{refund.amount:f} {refund.currency}", "to": way}, actor=actor,
    )  # fmt: skip
    return refund


@verb("billing.cancel_refund")
def cancel_refund(pk: int, *, reason: str, actor: User, version: int | None = None) -> RefundRequest:
    """It is no longer wanted; before the release only. A pending approval by the same person is withdrawn, another one falls."""
    refund = locked(pk, actor, version)
    move(refund, "cancelled", actor, reason=reason, outcome=reason)
    pending = queries.approvals_of(refund).filter(state=RequestState.PENDING, requester=actor).first()
    if pending:
        withdraw_approval.step(pending.pk, reason=reason, actor=actor)
    return refund
