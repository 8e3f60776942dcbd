"""The life of a cheque: recorded, put on a slip, banked when the day is closed, cleared or bounced."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import Allocation, JournalEntry
from o2c.billing.ledger.services import post, take_back_allocation, take_back_entry
from o2c.collections.cash.cheques import queries, rules
from o2c.collections.cash.cheques.models import Cheque, ChequeDay, ChequeState, DepositSlip, SlipState
from o2c.collections.cash.cheques.rules import CHEQUE_MOVES, SLIP_MOVES, InHand
from o2c.collections.cash.receipts.booking import Identified, identify_many
from o2c.collections.cash.receipts.models import Receipt, ReceiptState
from o2c.collections.cash.receipts.rules import RECEIPT_MOVES
from o2c.collections.cash.receipts.services import note_identified
from o2c.collections.cash.statements.models import LineState, StatementLine
from o2c.collections.cash.statements.rules import LINE_MOVES
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.entities.models import LegalEntity, OwnBankAccount
from o2c.core.entities.queries import conversion
from o2c.core.errors import BusinessError
from o2c.core.events import publish
from o2c.core.money import Money
from o2c.core.verbs import lock, lock_one, transition, verb
from o2c.core.work.services import open_task

TASK = "cheque_bounced"


@verb("collections.record_cheque")
def record_cheque(
    *,
    entity: LegalEntity,
    number: str,
    drawer: str,
    bank: str,
    amount: Money,
    dated_on: date,
    received_on: date,
    purpose: str = "",
    account: FinancialAccount | None = None,
    actor: User,
) -> Cheque:
    """Register a cheque the day it comes. Its money is in hand; with an account it is the customer's, unapplied.

    Raises Conflict "cheque_once", "chequeday_closed", BusinessError "cheque_dated_ahead", "receipt_other_entity",
    "receipt_other_currency", "amount_not_positive", "amount_digits", "period_closed".
    """
    entity = lock_one(scope(LegalEntity.objects, actor, "collections.record_cheque"), entity.pk)
    _must_be_new(entity, number, drawer, bank, amount, dated_on, received_on)
    entry = post(rules.register_posting(_in_hand(entity, amount, received_on, number, _key(entity, bank, number, drawer))), actor=actor)
    money: dict[str, Any] = {"entity": entity, "amount": amount.value, "currency": amount.currency}
    receipt = Receipt.objects.create(**money, booked_on=received_on, value_on=received_on, payer=drawer, text=purpose)
    cheque = Cheque.objects.create(
        **money, number=number, drawer=drawer, bank=bank, dated_on=dated_on, received_on=received_on, purpose=purpose, receipt=receipt,
        entry=entry,
    )  # fmt: skip
    record("cheque.received", cheque, actor=actor, after={"number": number, "drawer": drawer, "bank": bank, **money})
    if account:
        lock_one(scope(FinancialAccount.objects, actor, "collections.record_cheque"), account.pk)
        (cheque.receipt,) = identify_many([Identified(receipt.pk, account.pk)], receipts=Receipt.objects.all(), actor=actor)
        note_identified(cheque.receipt, actor=actor)
    return cheque


def _must_be_new(entity: LegalEntity, number: str, drawer: str, bank: str, amount: Money, dated_on: date, received_on: date) -> None:
    if amount.value <= 0:
        raise BusinessError("amount_not_positive", field="amount")
    if dated_on > received_on:
        raise BusinessError("cheque_dated_ahead", field="dated_on", dated=dated_on, received=received_on)
    if ChequeDay.objects.filter(entity=entity, day=received_on).exists():
        raise BusinessError("chequeday_closed", field="received_on", day=received_on)
    if Cheque.objects.filter(entity=entity, number=number, drawer=drawer, bank=bank).exists():
        raise BusinessError("cheque_once", field="number")


def _key(entity: LegalEntity, *parts: str) -> str:
    return f"cheque:{entity.pk}:{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:40]}"


def _in_hand(entity: LegalEntity, amount: Money, on: date, reference: str, key: str) -> InHand:
    rate = conversion(entity.base_currency, amount.currency, on).value
    return InHand(entity.pk, amount.value, amount.currency, on, reference[:80], key, rate)


@verb("collections.make_slip")
def make_slip(account: OwnBankAccount, *, cheque_ids: Sequence[int], day: date, actor: User) -> DepositSlip:
    """Put cheques on a deposit slip of one of our accounts. Raises Conflict "wrong_state", BusinessError "slip_empty", "slip_mixed"."""
    account = lock_one(scope(OwnBankAccount.objects.select_related("entity"), actor, "collections.make_slip"), account.pk)
    rows = lock(queries.cheques(actor, "collections.make_slip"), cheque_ids)
    if not rows:
        raise BusinessError("slip_empty", field="cheques")
    if {(row.entity_id, row.currency) for row in rows} != {(account.entity_id, account.currency)}:
        raise BusinessError("slip_mixed", field="account", account=account.name, currency=account.currency)
    if late := [row for row in rows if row.received_on > day]:
        raise BusinessError("slip_before_cheque", field="day", cheque=late[0])
    before = DepositSlip.objects.filter(entity=account.entity, day=day).count()
    slip = DepositSlip.objects.create(
        account=account, entity=account.entity, number=f"{account.entity.code}-{day:%Y%m%d}-{before + 1}", day=day,
        currency=account.currency, total=sum((row.amount for row in rows), Decimal(0)), count=len(rows),
    )  # fmt: skip
    for row in rows:
        transition(row, ChequeState.ON_SLIP, CHEQUE_MOVES)
        row.slip = slip
        row.save(update_fields=["state", "slip"])
        record("cheque.on_slip", row, actor=actor, after={"slip": slip.number})
    record("slip.made", slip, actor=actor, after={"total": slip.total, "currency": slip.currency, "count": slip.count})
    return slip


@verb("collections.return_cheque")
def return_cheque(pk: int, *, on: date, reason: str, actor: User, version: int | None = None) -> Cheque:
    """Give a cheque back before it is banked (wrong amount, no signature): its money leaves the books again.

    Raises Conflict "wrong_state", BusinessError "cheque_says_why", "entry_has_allocations".
    """
    cheque = lock_one(queries.cheques(actor, "collections.return_cheque"), pk, version)
    _leave(cheque, ChequeState.RETURNED, reason, actor)
    _give_back(cheque, on, reason, actor)
    take_back_entry(cheque.entry, on=on, reason=reason, actor=actor)
    return cheque


@verb("collections.close_cheque_day")
def close_cheque_day(entity: LegalEntity, *, day: date, note: str = "", actor: User) -> ChequeDay:
    """Say that every cheque of the day went to the bank. Its slips are banked. Never by somebody who recorded one of them.

    Raises BusinessError "cheques_loose" naming them, "did_other_half", Conflict "chequeday_once".
    """
    entity = lock_one(scope(LegalEntity.objects, actor, "collections.close_cheque_day"), entity.pk)
    if ChequeDay.objects.filter(entity=entity, day=day).exists():
        raise BusinessError("chequeday_once", field="day", day=day)
    if left := list(queries.loose(entity, day)[:10]):
        raise BusinessError("cheques_loose", field="day", cheques=[str(cheque) for cheque in left])
    slips = lock(DepositSlip.objects.filter(entity=entity), list(_open_slips(entity, day)))
    of_the_day = Cheque.objects.filter(entity=entity).filter(slip__in=[slip.pk for slip in slips]) | Cheque.objects.filter(
        entity=entity, received_on=day
    )
    _never_their_own(of_the_day.select_related("created_by"), slips, actor)
    for slip in slips:
        _bank(slip, actor)
    closed = ChequeDay.objects.create(entity=entity, day=day, count=of_the_day.distinct().count(), slips=len(slips), note=note)
    record("cheque_day.closed", closed, actor=actor, after={"day": day, "cheques": closed.count, "slips": closed.slips})
    return closed


def _open_slips(entity: LegalEntity, day: date) -> Sequence[int]:
    return DepositSlip.objects.filter(entity=entity, day__lte=day, state=SlipState.OPEN).values_list("pk", flat=True)  # type: ignore[return-value]


def _never_their_own(cheques: Iterable[Cheque], slips: Sequence[DepositSlip], actor: User) -> None:
    """Whoever recorded a cheque or made the slip does not bank the day. Source: reference 9."""
    mine = next((row for row in [*cheques, *slips] if row.created_by_id == actor.pk), None)
    if mine is not None:
        raise BusinessError("cheque_day_own", what=str(mine))


def _bank(slip: DepositSlip, actor: User) -> None:
    transition(slip, SlipState.BANKED, SLIP_MOVES)
    slip.save(update_fields=["state"])
    for cheque in slip.cheques.select_for_update(no_key=True).order_by("pk"):
        transition(cheque, ChequeState.BANKED, CHEQUE_MOVES)
        cheque.save(update_fields=["state"])
        record("cheque.banked", cheque, actor=actor, after={"slip": slip.number})
    record("slip.banked", slip, actor=actor)


@verb("collections.credit_slip")
def credit_slip(pk: int, *, line: StatementLine, actor: User) -> DepositSlip:
    """This bank entry is the deposit: cheques in hand became money at the bank.

    Raises Conflict "wrong_state", BusinessError "slip_other_account", "slip_amount_differs", "slip_entry_taken".
    """
    slip = lock_one(queries.slips(actor, "collections.credit_slip"), pk)
    line = lock_one(StatementLine.objects.filter(entity=slip.entity).select_related("entry"), line.pk)
    _must_show(slip, line)
    receipt = lock_one(Receipt.objects.filter(line=line), line.receipts.get().pk)
    transition(receipt, ReceiptState.CODED, RECEIPT_MOVES)
    receipt.reason = slip.number
    receipt.save(update_fields=["state", "reason"])
    transition(line, LineState.MATCHED, LINE_MOVES)
    booked = cast(JournalEntry, line.entry)
    money = InHand(slip.entity_id, slip.total, slip.currency, booked.posting_date, slip.number, f"slip:{slip.pk}", booked.rate)
    line.coding, line.coded_to = post(rules.credit_posting(money), actor=actor), "cheques"
    line.save(update_fields=["state", "coding", "coded_to"])
    transition(slip, SlipState.CREDITED, SLIP_MOVES)
    slip.credited_by = line
    slip.save(update_fields=["state", "credited_by"])
    record("slip.credited", slip, actor=actor, after={"booked_on": line.booked_on})
    return slip


def _must_show(slip: DepositSlip, line: StatementLine) -> None:
    if line.account_id != slip.account_id or line.direction != "credit" or line.entry_id is None:
        raise BusinessError("slip_other_account", field="line", account=slip.account.name)
    if line.amount != slip.total:
        raise BusinessError(
            "slip_amount_differs", field="line", total=Money(slip.total, slip.currency), amount=Money(line.amount, line.currency)
        )
    if line.receipts.count() != 1 or line.receipts.exclude(state__in=["unidentified", "parked"]).exists():
        raise BusinessError("slip_entry_taken", field="line")


@verb("collections.clear_cheques")
def clear_cheques(cheque_ids: Sequence[int], *, actor: User) -> list[Cheque]:
    """The time in which a bank gives cheques back is over. Raises Conflict "wrong_state", BusinessError "cheque_not_credited"."""
    rows = lock(queries.cheques(actor, "collections.clear_cheques"), cheque_ids)
    for cheque in rows:
        if cheque.slip is None or cheque.slip.state != SlipState.CREDITED:
            raise BusinessError("cheque_not_credited", cheque=cheque)
        transition(cheque, ChequeState.CLEARED, CHEQUE_MOVES)
        cheque.save(update_fields=["state"])
        record("cheque.cleared", cheque, actor=actor)
    return rows


@verb("collections.bounce_cheque")
def bounce_cheque(pk: int, *, on: date, reason: str, fee: Decimal = Decimal(0), actor: User, version: int | None = None) -> Cheque:
    """The bank gave it back unpaid: what it had paid is open again from that day; the fee becomes an item of its own.

    Once the bank has credited the slip, its own debit entry takes the amount back; before, the cheque leaves the cheques in hand.
    Raises Conflict "wrong_state", BusinessError "cheque_says_why", "cheque_fee_needs_customer", "reversal_before_original".
    """
    cheque = lock_one(queries.cheques(actor, "collections.bounce_cheque"), pk, version)
    account = cheque.receipt.account
    if fee and account is None:
        raise BusinessError("cheque_fee_needs_customer", field="fee")
    _leave(cheque, ChequeState.BOUNCED, reason, actor)
    _give_back(cheque, on, reason, actor)
    if cheque.slip and cheque.slip.state != SlipState.CREDITED:
        take_back_entry(cheque.entry, on=on, reason=reason, actor=actor)
    if fee and account:
        money = _in_hand(cheque.entity, Money(cheque.amount, cheque.currency), on, cheque.number, f"cheque_fee:{cheque.pk}")
        fee_entry = post(rules.fee_posting(money, account_id=account.pk, customer_id=account.customer_id, fee=fee), actor=actor)
        cheque.fee_entry = fee_entry
        cheque.save(update_fields=["fee_entry"])
    words, value = {"number": cheque.number, "drawer": cheque.drawer}, Money(cheque.amount, cheque.currency)
    open_task(TASK, "cheque_task", words, subject=cheque, queue="collector", value=value, text=reason, actor=actor)
    return cheque


def _leave(cheque: Cheque, state: str, reason: str, actor: User) -> None:
    if not reason.strip():
        raise BusinessError("cheque_says_why", field="reason")
    transition(cheque, state, CHEQUE_MOVES)
    cheque.reason = reason.strip()[:200]
    cheque.save(update_fields=["state", "reason"])
    record(f"cheque.{state}", cheque, actor=actor, parent=cheque.receipt.customer, reason=cheque.reason)


def _give_back(cheque: Cheque, on: date, reason: str, actor: User) -> None:
    """Its allocations are taken back on that day, newest first, then the customer's credit itself."""
    receipt = lock_one(Receipt.objects.select_related("entry__entity"), cheque.receipt_id)
    if receipt.entry is None:
        transition(receipt, ReceiptState.CODED, RECEIPT_MOVES)
    else:
        standing = Allocation.objects.filter(credit_item__entry=receipt.entry, reverses=None, reversed_by=None)
        for allocation in standing.select_related("entity").order_by("-pk"):
            take_back_allocation(allocation, on=on, reason=reason, actor=actor)
        take_back_entry(receipt.entry, on=on, reason=reason, actor=actor)
        transition(receipt, ReceiptState.RETURNED, RECEIPT_MOVES)
    receipt.reason = reason.strip()[:200]
    receipt.save(update_fields=["state", "reason"])
    publish("receipt.returned", receipt, receipt=receipt.public_id, on=on)
