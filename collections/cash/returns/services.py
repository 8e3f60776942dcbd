"""The verb that books a payment the bank took back: items open again, fee booked, mandate and next step told."""

from datetime import date
from decimal import Decimal
from typing import cast

from o2c.accounts.payment_methods.models import Mandate
from o2c.accounts.payment_methods.rules import RETURNS
from o2c.accounts.payment_methods.services.answers import record_rejection
from o2c.billing.ledger.choices import Method
from o2c.billing.ledger.models import Allocation, JournalEntry, OpenItem
from o2c.billing.ledger.rules import Item, Line, Posting
from o2c.billing.ledger.services import Pair, allocate_many, post_many, take_back_allocation
from o2c.collections.cash.matching.models import Application, Mistake
from o2c.collections.cash.matching.services.undoing import take_back_application
from o2c.collections.cash.receipts.models import Receipt, ReceiptState
from o2c.collections.cash.receipts.rules import RECEIPT_MOVES
from o2c.collections.cash.returns.queries import originals, payments_on_customers
from o2c.collections.cash.returns.rules import next_step
from o2c.collections.cash.statements.models import Direction, LineState, StatementLine
from o2c.collections.cash.statements.queries import lines
from o2c.collections.cash.statements.rules import LINE_MOVES
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError
from o2c.core.money import Money
from o2c.core.verbs import lock_one, transition, verb
from o2c.core.work.services import open_task

PERMISSION = "collections.book_return"


@verb("collections.book_return")
def book_return(line_id: int, *, receipt_id: int | None = None, is_fee_charged: bool = False, actor: User) -> Receipt:
    """A debit of the bank takes a payment back: what it had paid is open again with its old due dates, from the day of the return.

    The original is found by the references of the entry; `receipt_id` names it where they do not. What the bank took above it is
    its fee: owed by the customer (`is_fee_charged`) or ours.
    Raises BusinessError "return_not_a_debit", "return_original_unknown", "return_less_than_original", Conflict "wrong_state".
    """
    line = lock_one(lines(actor, "collections.book_return").select_related("entry"), line_id)
    if line.direction != Direction.DEBIT or line.entry is None:
        raise BusinessError("return_not_a_debit")
    receipt = _original(line, receipt_id, actor)
    if line.amount < receipt.amount:
        raise BusinessError("return_less_than_original", amount=line.amount, original=receipt.amount, currency=line.currency)
    transition(receipt, ReceiptState.RETURNED, RECEIPT_MOVES)
    transition(line, LineState.MATCHED, LINE_MOVES)
    _reopen(receipt, line, actor)
    line.coding = _book(line, receipt, is_fee_charged, actor)
    line.coded_to, receipt.reason = "returned", line.return_code
    line.save(update_fields=["state", "coding", "coded_to"])
    receipt.save(update_fields=["state", "reason"])
    told = {"amount": receipt.amount, "currency": receipt.currency, "fee": line.amount - receipt.amount, "code": line.return_code}
    record("receipt.returned", receipt, actor=actor, after=told)
    _tell(line, receipt, actor)
    return receipt


def _original(line: StatementLine, receipt_id: int | None, actor: User) -> Receipt:
    within = payments_on_customers(line, actor, PERMISSION)
    found = [receipt_id] if receipt_id else [receipt.pk for receipt in originals(line, within)]
    if len(found) != 1:
        raise BusinessError("return_original_unknown", field="receipt", count=len(found))
    return lock_one(within.select_related("entry"), found[0])


def _reopen(receipt: Receipt, line: StatementLine, actor: User) -> None:
    """Everything the receipt had settled, its discounts and fees too, is taken back on the day of the return."""
    on, reason = _day(line), _reason(line)
    for application in Application.objects.filter(receipt=receipt, undone_on=None).select_related("entity").order_by("pk"):
        take_back_application(application, on, reason, Mistake.RETURNED, actor)
    settled = Allocation.objects.filter(credit_item__entry=receipt.entry, reverses=None, reversed_by=None).select_related("entity")
    for allocation in settled.order_by("pk"):
        take_back_allocation(allocation, on=max(on, allocation.effective_on), reason=reason, actor=actor)


def _day(line: StatementLine) -> date:
    return cast(JournalEntry, line.entry).posting_date


def _reason(line: StatementLine) -> str:
    return f"{line.return_code} {line.end_to_end}".strip()[:200]


def _book(line: StatementLine, receipt: Receipt, is_fee_charged: bool, actor: User) -> JournalEntry:
    """The customer's money is gone: a debit that closes the receipt's credit; the fee on the customer or on bank charges."""
    on, fee, entry = _day(line), line.amount - receipt.amount, cast(JournalEntry, line.entry)
    items, rest = [Item(receipt.amount, on, "unapplied")], [Line("unidentified", -line.amount)]
    if fee and is_fee_charged:
        items.append(Item(fee, on, "receivable", "fee_note"))
    elif fee:
        rest.append(Line("bank_charges", fee))
    posting = Posting(
        kind="return", reference=entry.reference, entity_id=line.entity_id, currency=line.currency, document_date=line.booked_on,
        posting_date=on, account_id=receipt.account_id, customer_id=receipt.customer_id, rate=entry.rate, items=items, lines=rest,
    )  # fmt: skip
    (booking,) = post_many([posting], actor=actor)
    credit = OpenItem.objects.get(entry=receipt.entry)
    allocate_many(
        [Pair(booking.items[0].pk, credit.pk, Decimal(receipt.amount), on)], method=Method.REVERSAL, reason=_reason(line), actor=actor
    )
    return booking.entry


def _tell(line: StatementLine, receipt: Receipt, actor: User) -> None:
    """The mandate, where there is one, and a task with the next step in plain words."""
    reference = line.mandate or (receipt.line.mandate if receipt.line else "")
    mandate = Mandate.objects.filter(reference=reference, entity=line.entity).first() if reference else None
    if mandate and line.return_code in RETURNS:
        amount = Money(receipt.amount, receipt.currency)
        record_rejection.step(
            mandate.pk,
            code=line.return_code,
            rejected_on=line.booked_on,
            amount=amount,
            reference=line.end_to_end or str(line.pk),
            actor=actor,
        )
    steps = next_step(line.return_code)
    words = {"amount": Money(receipt.amount, receipt.currency), "customer": receipt.customer, "why": {"code": steps[0]}}
    words |= {"next": {"code": steps[-1]}}
    open_task(
        "returned_payment",
        "return_task" if len(steps) > 1 else "return_task_unexplained",
        words,
        subject=receipt,
        queue="cash_clerk",
        working_hours=8,
        actor=actor,
    )
