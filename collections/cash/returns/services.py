"""The verb that books a payment the bank took back: items open again, fee booked, mandate and next step told."""

from dataclasses import dataclass
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
from o2c.collections.cash.returns.queries import collected, imported_originals, originals, payments_on_customers
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


@dataclass(frozen=True, slots=True)
class Paid:
    """The payment that came back, whoever recorded it: the credit it left on its customer's account, and what the bank had credited."""

    credit: OpenItem
    amount: Decimal
    receipt: Receipt | None = None

    @property
    def is_converted(self) -> bool:
        return self.receipt is not None and self.receipt.conversion_id is not None


@verb("collections.book_return")
def book_return(
    line_id: int, *, receipt_id: int | None = None, item_id: int | None = None, is_fee_charged: bool = False, actor: User
) -> StatementLine:
    """A debit of the bank takes a payment back: what it had paid is open again with its old due dates, from the day of the return.

    The original is found by the references of the entry; `receipt_id` names it where they do not, `item_id` a collection from before
    our own statements. What the bank took above it is its fee: owed by the customer (`is_fee_charged`) or ours.
    Raises BusinessError "return_not_a_debit", "return_original_unknown", "return_less_than_original", "return_fee_other_currency",
    Conflict "wrong_state".
    """
    line = lock_one(lines(actor, "collections.book_return").select_related("entry"), line_id)
    if line.direction != Direction.DEBIT or line.entry is None:
        raise BusinessError("return_not_a_debit")
    paid = _original(line, receipt_id, item_id, actor)
    if line.amount < paid.amount:
        raise BusinessError("return_less_than_original", amount=line.amount, original=paid.amount, currency=line.currency)
    transition(line, LineState.MATCHED, LINE_MOVES)
    if paid.receipt:
        transition(paid.receipt, ReceiptState.RETURNED, RECEIPT_MOVES)
        paid.receipt.reason = line.return_code
        paid.receipt.save(update_fields=["state", "reason"])
    _reopen(paid, line, actor)
    line.coding, line.coded_to = _book(line, paid, is_fee_charged, actor), "returned"
    line.save(update_fields=["state", "coding", "coded_to"])
    told = {"amount": paid.amount, "currency": line.currency, "fee": line.amount - paid.amount, "code": line.return_code}
    record("receipt.returned", paid.receipt or paid.credit, actor=actor, after=told)
    _tell(line, paid, actor)
    return line


def _original(line: StatementLine, receipt_id: int | None, item_id: int | None, actor: User) -> Paid:
    within, before = payments_on_customers(line, actor, PERMISSION), collected(line, actor, PERMISSION)
    found = [receipt_id] if receipt_id else [] if item_id else [receipt.pk for receipt in originals(line, within)]
    if len(found) == 1:
        receipt = lock_one(within.select_related("entry", "conversion"), found[0])
        return Paid(OpenItem.objects.select_related("entry").get(entry=receipt.entry, side="credit"), receipt.amount, receipt)
    imported = [item_id] if item_id else [] if found else [item.pk for item in imported_originals(line, before)]
    if len(imported) != 1:
        raise BusinessError("return_original_unknown", field="paid", count=len(found) or len(imported))
    item = lock_one(before, imported[0])
    return Paid(item, item.original_amount)


def _reopen(paid: Paid, line: StatementLine, actor: User) -> None:
    """Everything the money had settled, its discounts and fees too, is taken back on the day of the return."""
    on, reason = _day(line), _reason(line)
    for application in Application.objects.filter(receipt=paid.receipt, undone_on=None).select_related("entity").order_by("pk"):
        take_back_application(application, on, reason, Mistake.RETURNED, actor)
    settled = Allocation.objects.filter(credit_item=paid.credit, reverses=None, reversed_by=None).select_related("entity")
    for allocation in settled.order_by("pk"):
        take_back_allocation(allocation, on=max(on, allocation.effective_on), reason=reason, actor=actor)


def _day(line: StatementLine) -> date:
    return cast(JournalEntry, line.entry).posting_date


def _reason(line: StatementLine) -> str:
    return f"{line.return_code} {line.end_to_end}".strip()[:200]


def _book(line: StatementLine, paid: Paid, is_fee_charged: bool, actor: User) -> JournalEntry:
    """The customer's money is gone: a debit that closes the payment's credit; the fee on the customer or on bank charges.

    Money that was converted leaves in the currency it was paid in, worth what it was then; our bank account bears the rest.
    """
    on, fee, credit = _day(line), line.amount - paid.amount, paid.credit
    gone = Item(credit.original_amount, on, "unapplied")
    items, rest = [gone], [Line("unidentified", -line.amount)]
    if paid.is_converted:
        items, rest = [], [*rest, Line("clearing", paid.amount)]
    if fee and is_fee_charged and paid.is_converted:
        raise BusinessError("return_fee_other_currency", field="is_fee_charged", currency=credit.currency)
    if fee and is_fee_charged:
        items.append(Item(fee, on, "receivable", "fee_note"))
    elif fee:
        rest.append(Line("bank_charges", fee))
    entry = cast(JournalEntry, line.entry)
    postings = [_posting(line, paid, line.currency, entry.rate, items, rest)]
    if paid.is_converted:
        lines_back = [Line("clearing", -credit.original_amount)]
        postings.append(_posting(line, paid, credit.currency, credit.entry.rate, [gone], lines_back))
    booked = post_many(postings, actor=actor)
    pair = Pair(booked[-1].items[0].pk, credit.pk, credit.original_amount, on)
    allocate_many([pair], method=Method.REVERSAL, reason=_reason(line), actor=actor)
    return booked[0].entry


def _posting(line: StatementLine, paid: Paid, currency: str, rate: Decimal, items: list[Item], rest: list[Line]) -> Posting:
    return Posting(
        kind="return", reference=cast(JournalEntry, line.entry).reference, entity_id=line.entity_id, currency=currency, rate=rate,
        document_date=line.booked_on, posting_date=_day(line), account_id=paid.credit.account_id, customer_id=paid.credit.customer_id,
        items=items, lines=rest,
    )  # fmt: skip


def _tell(line: StatementLine, paid: Paid, actor: User) -> None:
    """The mandate, where there is one, and a task with the next step in plain words."""
    bank_line = paid.receipt.line if paid.receipt else None
    reference = line.mandate or (bank_line.mandate if bank_line else "")
    amount = Money(paid.amount, line.currency)
    mandate = Mandate.objects.filter(reference=reference, entity=line.entity).first() if reference else None
    if mandate and line.return_code in RETURNS:
        said = line.end_to_end or str(line.pk)
        record_rejection.step(mandate.pk, code=line.return_code, rejected_on=line.booked_on, amount=amount, reference=said, actor=actor)
    steps = next_step(line.return_code)
    words = {"amount": amount, "customer": paid.credit.customer, "why": {"code": steps[0]}, "next": {"code": steps[-1]}}
    code = "return_task" if len(steps) > 1 else "return_task_unexplained"
    open_task("returned_payment", code, words, subject=paid.receipt or line, queue="cash_clerk", working_hours=8, actor=actor)
