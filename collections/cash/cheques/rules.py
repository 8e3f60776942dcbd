"""How cheques live, what is posted for them, and which deposit a bank entry shows. Pure. Source: reference 14, cash reference 5 and 11."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from o2c.billing.ledger.rules import Item, Line, Posting

CHEQUE_MOVES: Mapping[str, Set[str]] = {
    "received": {"on_slip", "returned_to_drawer"},
    "on_slip": {"banked"},
    "banked": {"cleared", "bounced"},
}
SLIP_MOVES: Mapping[str, Set[str]] = {"open": {"banked"}, "banked": {"credited"}}

DEPOSIT_DAYS = 10  # a bank shows a deposit within so many calendar days


@dataclass(frozen=True, slots=True)
class InHand:
    """A cheque's money. `rate`: its currency per unit of base; `signed` below is its amount, negative when it leaves."""

    entity_id: int
    amount: Decimal
    currency: str
    on: date
    reference: str
    source_key: str
    rate: Decimal = Decimal(1)


def register_posting(cheque: InHand) -> Posting:
    """Cheques in hand against unidentified cash, the day it is received."""
    return _move(cheque, "receipt", Line("cheques", cheque.amount), Line("unidentified", -cheque.amount))


def credit_posting(slip: InHand) -> Posting:
    """The bank's entry stood against unidentified cash; it was the cheques in hand that came."""
    return _move(slip, "receipt", Line("unidentified", slip.amount), Line("cheques", -slip.amount))


def _move(money: InHand, kind: str, *lines: Line) -> Posting:
    return Posting(
        kind=kind, reference=money.reference, entity_id=money.entity_id, currency=money.currency, rate=money.rate,
        document_date=money.on, posting_date=money.on, source_key=money.source_key, lines=list(lines),
    )  # fmt: skip


def fee_posting(cheque: InHand, *, account_id: int, customer_id: int, fee: Decimal) -> Posting:
    """What the bank took for the bounce, owed by the customer as an item of its own."""
    return Posting(
        kind="fee_note", reference=cheque.reference, entity_id=cheque.entity_id, currency=cheque.currency, rate=cheque.rate,
        document_date=cheque.on, posting_date=cheque.on, account_id=account_id, customer_id=customer_id, source_key=cheque.source_key,
        items=[Item(fee, cheque.on, "receivable")], lines=[Line("fees", -fee)],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deposit:
    """A banked slip that no bank entry shows yet."""

    slip_id: int
    account_id: int
    day: date
    total: Decimal


@dataclass(frozen=True, slots=True)
class BankCredit:
    """A credit on one of our accounts that nobody has explained."""

    line_id: int
    account_id: int
    booked_on: date
    amount: Decimal


def shown_by(deposits: Iterable[Deposit], credits_: Iterable[BankCredit]) -> list[tuple[int, int]]:
    """(slip, bank entry) where account and amount agree, the day fits, and neither has a second candidate."""
    credits_, deposits = list(credits_), list(deposits)
    fits = {deposit.slip_id: [credit.line_id for credit in credits_ if _fits(deposit, credit)] for deposit in deposits}
    claimed = [line for lines in fits.values() for line in lines]
    return [(slip, lines[0]) for slip, lines in fits.items() if len(lines) == 1 and claimed.count(lines[0]) == 1]


def _fits(deposit: Deposit, credit: BankCredit) -> bool:
    in_time = deposit.day <= credit.booked_on <= deposit.day + timedelta(days=DEPOSIT_DAYS)
    return credit.account_id == deposit.account_id and credit.amount == deposit.total and in_time
