"""What an entry must look like before it is posted, and what items carry in the base currency. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from o2c.core.errors import BusinessError
from o2c.core.money import digits, round_to_currency

ONE = Decimal(1)
CASH_KINDS = {"receipt", "return", "refund", "recovery", "deduction", "allocation"}


def area_of(kind: str) -> str:
    """Which area's months must be open for an entry of this kind."""
    return "cash" if kind in CASH_KINDS else "billing"


@dataclass(frozen=True, slots=True)
class Line:
    """The other side of an entry: debit positive, credit negative, in the entry's currency."""

    control_account: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Item:
    """One due amount of an entry: debit positive (the customer owes), credit negative, in the entry's currency.

    `kind` is the entry's unless given (a reversal keeps the kind it takes back); `ageing_date` is the due date unless given.
    """

    amount: Decimal
    due_date: date
    control_account: str = "receivable"
    kind: str = ""
    ageing_date: date | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """Everything `post` needs, as plain data. Items and lines sum to zero. `rate`: units of `currency` per unit of base."""

    kind: str
    reference: str
    entity_id: int
    currency: str
    document_date: date
    posting_date: date
    account_id: int | None = None
    customer_id: int | None = None
    rate: Decimal = ONE
    items: Sequence[Item] = field(default=())
    lines: Sequence[Line] = field(default=())
    reverses_id: int | None = None
    source_key: str = ""


def check(posting: Posting) -> None:
    """Raises BusinessError "entry_unbalanced", "entry_empty", "amount_digits", "item_without_account", "rate_not_positive"."""
    amounts = [item.amount for item in posting.items] + [line.amount for line in posting.lines]
    if not any(amounts) or not all(amounts):
        raise BusinessError("entry_empty", reference=posting.reference)
    if difference := sum(amounts):
        raise BusinessError("entry_unbalanced", reference=posting.reference, difference=difference)
    for amount in amounts:
        check_digits(amount, posting.currency)
    if posting.items and (posting.account_id is None or posting.customer_id is None):
        raise BusinessError("item_without_account", reference=posting.reference)
    if posting.rate <= 0:
        raise BusinessError("rate_not_positive", currency=posting.currency)


def check_digits(amount: Decimal, currency: str) -> None:
    """Raises BusinessError "amount_digits": more decimals than the currency has."""
    if amount != round_to_currency(amount, currency):
        raise BusinessError("amount_digits", field="amount", amount=amount, currency=currency, digits=digits(currency))


def to_base(amount: Decimal, rate: Decimal, base_currency: str) -> Decimal:
    """An amount in the base currency, by the rate frozen on its entry: USD 1,000 at 1.10 is EUR 909.09."""
    return round_to_currency(amount / rate, base_currency)


@dataclass(frozen=True, slots=True)
class Booked:
    """A journal line to be: signed amounts, debit positive, in the entry's and in the base currency."""

    control_account: str
    amount: Decimal
    base: Decimal


def journal(posting: Posting, base_currency: str) -> tuple[list[Decimal], list[Booked]]:
    """What each item carries in base, and the lines of the entry: one per control account, balanced in both currencies.

    Items are rounded one by one; the cent that rounding leaves goes to the largest line of the other side.
    """
    carried = [to_base(item.amount, posting.rate, base_currency) for item in posting.items]
    sums: dict[str, list[Decimal]] = {}
    for item, base in zip(posting.items, carried, strict=True):
        _add(sums, item.control_account, item.amount, base)
    for line in posting.lines:
        _add(sums, line.control_account, line.amount, to_base(line.amount, posting.rate, base_currency))
    if rest := sum(base for _amount, base in sums.values()):
        of_items = {item.control_account for item in posting.items}
        others = [account for account in sums if account not in of_items]
        absorbing = max(others or sums, key=lambda account: abs(sums[account][0]))
        sums[absorbing][1] -= rest
    return carried, [Booked(account, amount, base) for account, (amount, base) in sums.items() if amount or base]


def _add(sums: dict[str, list[Decimal]], account: str, amount: Decimal, base: Decimal) -> None:
    kept = sums.setdefault(account, [Decimal(0), Decimal(0)])
    kept[0] += amount
    kept[1] += base


def share_of_base(
    original: Decimal, base: Decimal, settled: Decimal, settled_base: Decimal, amount: Decimal, base_currency: str
) -> Decimal:
    """What settling `amount` more takes from an item's base amount, so that a closed item has carried exactly all of it."""
    return round_to_currency(base * (settled + amount) / original, base_currency) - settled_base


def move(debit_account: str, credit_account: str, amount: Decimal, debit_base: Decimal, credit_base: Decimal) -> list[Booked]:
    """The lines of one allocation: nothing when both items sit on one account at one rate.

    USD 1,000 invoiced at 1.10 (909.09) and received at 1.08 (925.93) gives 16.84 to the currency result. Source: reference 17.
    """
    gain = credit_base - debit_base
    if debit_account == credit_account and not gain:
        return []
    lines = [Booked(credit_account, amount, credit_base), Booked(debit_account, -amount, -debit_base)]
    return [*lines, Booked("currency_result", Decimal(0), -gain)] if gain else lines


def merged(lines: Sequence[Booked]) -> list[Booked]:
    """One line per control account; what cancels out in both currencies is dropped."""
    sums: dict[str, list[Decimal]] = {}
    for line in lines:
        _add(sums, line.control_account, line.amount, line.base)
    return [Booked(account, amount, base) for account, (amount, base) in sums.items() if amount or base]
