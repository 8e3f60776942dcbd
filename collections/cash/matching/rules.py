"""How a receipt settles items: who may decide what, what adds up, and which credit goes to which debit. Pure.

Source: cash reference 9 and 11.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from o2c.core.errors import BusinessError
from o2c.core.money import Money, round_to_currency, split

ENGINE = "2026.11"
TRUSTED = 3
USED_SOON = 14  # days within which the next invoice may use a credit

PROPOSAL_MOVES: Mapping[str, Set[str]] = {
    "open": {"by_rule", "confirmed", "corrected", "set_aside"},
    "by_rule": {"undone"},
    "confirmed": {"undone"},
    "corrected": {"undone"},
    "set_aside": set(),
    "undone": set(),
}
MEMORY_MOVES: Mapping[str, Set[str]] = {
    "learning": {"trusted", "forgotten"},
    "trusted": {"learning", "forgotten"},
    "forgotten": set(),
}
QUESTION_MOVES: Mapping[str, Set[str]] = {"sent": {"answered", "withdrawn"}, "answered": {"done"}, "withdrawn": set(), "done": set()}

# What of a residual leaves the customer's account, and to which control account; a deduction stays as an item of its own.
CONTROL = {
    "discount": "discount",
    "bank_fee": "bank_charges",
    "withholding_tax": "withholding_tax",
    "small_difference": "small_differences",
}
# The sure ones first: the head of the reasons gives what it is worth, a doubtful payer takes off.
WORTH = {
    "named_to_the_cent": 99, "documents_in_payment": 99, "advice": 98, "named_with_discount": 96, "part_payment": 95,
    "digits_and_amount": 93, "overpaid": 92, "number_mistyped": 91, "all_due_until": 90, "amount_of_one_item": 88,
    "instructed_amount": 85, "bank_fee_deducted": 82, "credit_note_not_named": 80, "deduction_claimed": 80,
    "discount_too_late": 78, "list_cut": 72, "number_of_another_customer": 70, "named_of_another_customer": 65,
    "amount_of_several_items": 64, "all_open": 62, "some_of_the_named": 60, "paid_short": 60, "named_and_unknown": 55,
    "sum_of_items": 55, "payer_unknown": 5,
}  # fmt: skip
DOUBT = {
    "payer_similar": 15,
    "payer_name": 3,
    "payer_spelling": 5,
    "payer_group_account": 8,
    "payer_group_name": 12,
    "may_be_paid_already": 20,
}
ON_ACCOUNT = 40


def score(codes: Sequence[str]) -> int:
    """0 to 100: how well the reasons carry, for the order of the queue. It never decides alone."""
    if not codes:
        return 0
    return max(0, WORTH.get(codes[0], ON_ACCOUNT) - sum(DOUBT.get(code, 0) for code in codes[1:]))


def standing(confirmations: int, contradictions: int) -> str:
    """What a learned payer is worth: trusted after three confirmations that nothing contradicted."""
    return "trusted" if confirmations >= TRUSTED and not contradictions else "learning"


@dataclass(frozen=True, slots=True)
class Share:
    """So much of the money for that item; negative for a credit note that is used up."""

    item_id: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Residual:
    """What is missing on an item and what becomes of it: a kind of CONTROL, or "deduction" with its reason."""

    item_id: int
    kind: str
    amount: Decimal
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item as the plan sees it. `open` is positive on either side."""

    pk: int
    side: str
    currency: str
    open: Decimal
    original: Decimal
    reference: str
    discount_until: date | None = None


@dataclass(frozen=True, slots=True)
class Allowed:
    """The limits of the day. None is without limit."""

    fee: Decimal | None = Decimal(0)
    difference: Decimal | None = Decimal(0)
    of_month: Decimal | None = Decimal(0)
    spent: Decimal = Decimal(0)
    discount_percent: Decimal | None = None
    discount_grace: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be booked with so much money on that day, and on what items."""

    available: Decimal
    currency: str
    on: date
    shares: Sequence[Share]
    residuals: Sequence[Residual]
    items: Mapping[int, ItemFacts]


def check(wish: Wish, allowed: Allowed) -> None:
    """Whether the money covers the shares and every item bears what it gets.

    Raises BusinessError "match_item_twice", "match_share_empty", "match_other_currency", "match_wrong_side",
    "match_more_than_open", "match_more_than_money", "residual_of_nothing" and those of the limits.
    """
    for refusal in refusals(wish, allowed):
        raise refusal


def refusals(wish: Wish, allowed: Allowed) -> Iterator[BusinessError]:
    """Everything that speaks against it, in the order of the plan."""
    if len({share.item_id for share in wish.shares}) != len(wish.shares):
        yield BusinessError("match_item_twice")
    for share in wish.shares:
        yield from _of_share(share, wish.items[share.item_id], wish.currency)
    yield from _of_sums(wish)
    for residual in wish.residuals:
        yield from _of_residual(residual, wish.items[residual.item_id], allowed, wish.on)
    small = sum((residual.amount for residual in wish.residuals if residual.kind == "small_difference"), Decimal(0))
    if small and allowed.of_month is not None and allowed.spent + small > allowed.of_month:
        yield BusinessError("residual_above_month", limit=allowed.of_month, currency=wish.currency)


def _of_share(share: Share, item: ItemFacts, currency: str) -> Iterator[BusinessError]:
    if not share.amount:
        yield BusinessError("match_share_empty", reference=item.reference)
    if item.currency != currency:
        yield BusinessError("match_other_currency", reference=item.reference, currency=item.currency)
    if (share.amount > 0) != (item.side == "debit"):
        yield BusinessError("match_wrong_side", reference=item.reference)


def _of_sums(wish: Wish) -> Iterator[BusinessError]:
    for residual in wish.residuals:
        if residual.amount <= 0 or wish.items[residual.item_id].side != "debit":
            yield BusinessError("residual_of_nothing", reference=wish.items[residual.item_id].reference)
    for item in (wish.items[pk] for pk, amount in taken(wish.shares, wish.residuals).items() if amount > wish.items[pk].open):
        yield BusinessError("match_more_than_open", reference=item.reference, open=item.open, currency=item.currency)
    total = sum((share.amount for share in wish.shares), Decimal(0))
    if total > wish.available or total < 0:
        yield BusinessError("match_more_than_money", available=wish.available, total=total)


def taken(shares: Sequence[Share], residuals: Sequence[Residual]) -> dict[int, Decimal]:
    """What a plan takes off each item, on either side."""
    found: dict[int, Decimal] = {}
    parts = [(share.item_id, abs(share.amount)) for share in shares] + [(residual.item_id, residual.amount) for residual in residuals]
    for item, amount in parts:
        found[item] = found.get(item, Decimal(0)) + amount
    return found


def _of_residual(residual: Residual, item: ItemFacts, allowed: Allowed, on: date) -> Iterator[BusinessError]:
    match residual.kind:
        case "bank_fee" if allowed.fee is not None and residual.amount > allowed.fee:
            yield BusinessError("residual_above_fee", reference=item.reference, limit=allowed.fee, currency=item.currency)
        case "small_difference" if allowed.difference is not None and residual.amount > allowed.difference:
            yield BusinessError("residual_above_tolerance", reference=item.reference, limit=allowed.difference, currency=item.currency)
        case "discount":
            yield from _of_discount(residual, item, allowed, on)
        case "withholding_tax" if not residual.note.strip():
            yield BusinessError("withholding_without_certificate", reference=item.reference)
        case "deduction" if not residual.reason:
            yield BusinessError("deduction_without_reason", reference=item.reference)


def _of_discount(residual: Residual, item: ItemFacts, allowed: Allowed, on: date) -> Iterator[BusinessError]:
    if item.discount_until is None or (on - item.discount_until).days > allowed.discount_grace:
        yield BusinessError("discount_not_in_time", reference=item.reference)
    most = allowed.discount_percent
    if most is not None and residual.amount * 100 > most * item.original + 1:
        yield BusinessError("discount_above_limit", reference=item.reference, percent=most)


def pairs(shares: Sequence[Share], credit_id: int) -> list[tuple[int, int, Decimal]]:
    """(debit, credit, amount): credit notes are used up first, the receipt's money pays the rest."""
    left = {share.item_id: -share.amount for share in shares if share.amount < 0}
    left[credit_id] = sum((share.amount for share in shares), Decimal(0))
    found: list[tuple[int, int, Decimal]] = []
    for share in shares:
        owed = share.amount
        while owed > 0:
            credit = next(pk for pk, amount in left.items() if amount > 0)
            amount = min(owed, left[credit])
            found.append((share.item_id, credit, amount))
            left[credit] -= amount
            owed -= amount
    return found


def tax_parts(amount: Decimal, currency: str, taxed: Sequence[tuple[Decimal, Decimal]]) -> tuple[Decimal, Decimal]:
    """A discount taken apart into (net, tax) as the invoice's rates ask: `taxed` is (gross, tax in it) per rate.

    EUR 119.00 at 19 % less 2 % (2.38) lowers the net by 2.00 and the tax by 0.38. Without rates all of it is net.
    """
    if not sum((gross for gross, _tax in taxed), Decimal(0)):
        return amount, Decimal(0)
    parts = split(Money(amount, currency), [gross for gross, _tax in taxed])
    taxes = (round_to_currency(part.value * tax / gross, currency) for part, (gross, tax) in zip(parts, taxed, strict=True) if gross)
    tax = sum(taxes, Decimal(0))
    return amount - tax, tax


def digest(secret: str) -> str:
    """What is kept of a link's secret."""
    return sha256(secret.encode()).hexdigest()


def suggested_use(kind: str, *, debts: Decimal, age: int) -> str:
    """What to do with a free credit, or why nothing: a code for a sentence. Days since its value date count as `age`."""
    if debts > 0:
        return "use_on_debts"
    if kind == "credit_note":
        return "use_credit_note_ask" if age > USED_SOON else "use_credit_note_wait"
    return "use_ask" if age > USED_SOON else "use_wait"
