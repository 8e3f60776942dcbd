"""Which refunds may go on, and why not. Pure. Source: reference 8."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

REFUND_MOVES: Mapping[str, Set[str]] = {
    "draft": {"submitted", "cancelled"},
    "submitted": {"approved", "rejected", "cancelled"},
    "approved": {"released", "rejected", "cancelled"},
    "released": {"sent"},
    "sent": {"confirmed", "returned"},
    "confirmed": {"returned"},  # a payment the bank had booked came back
}
RESERVING = ("submitted", "approved")
OVER = ("rejected", "cancelled", "returned")
CHANGED_WITHIN = timedelta(days=30)
TWICE_WITHIN = timedelta(days=30)
SCREENED_WITHIN = timedelta(hours=24)

# What banks answer about a payment (pain.002). Anything else is noted and nothing moves.
PAID = {"ACSC", "ACCC"}
REFUSED = {"RJCT", "CANC"}


@dataclass(frozen=True, slots=True)
class Taken:
    """A line of the refund beside what is free on its credit: open less what other refunds reserve."""

    reference: str
    wanted: Decimal
    free: Decimal


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the controls look at. `captured`: what is left of the card payment; None when a bank account is paid."""

    currency: str
    amount: Decimal
    lines: Sequence[Taken]
    bank_state: str = ""
    changed_on: date | None = None
    captured: Decimal | None = None
    against: Sequence[str] = ()
    overdue: int = 0
    set_off_reason: str = ""
    twin: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One blocking control: its number in the reference, whether it lets the refund pass, else the code of why not."""

    number: int
    passed: bool
    code: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def controls(facts: Facts) -> list[Check]:
    """The controls that look at the record, in the order of the reference; who acts and what the bank said are states."""
    return [_free(facts), _payee(facts), _captured(facts), _clear(facts), _set_off(facts), _twice(facts)]


def first_refusal(facts: Facts) -> Check | None:
    return next((check for check in controls(facts) if not check.passed), None)


def _free(facts: Facts) -> Check:
    short = next((line for line in facts.lines if line.wanted > line.free), None)
    if short is None:
        return Check(1, True)
    values = {"reference": short.reference, "free": short.free, "currency": facts.currency}
    return Check(1, False, "refund_exceeds_free_credit", values)


def _payee(facts: Facts) -> Check:
    if facts.captured is not None or facts.bank_state == "verified":
        return Check(3, True)
    return Check(3, False, "refund_bank_not_verified")


def _captured(facts: Facts) -> Check:
    if facts.captured is None or facts.amount <= facts.captured:
        return Check(4, True)
    return Check(4, False, "refund_exceeds_capture", {"left": facts.captured, "currency": facts.currency})


def _clear(facts: Facts) -> Check:
    return Check(5, False, "gate_closed", {"reasons": "; ".join(facts.against)}) if facts.against else Check(5, True)


def _set_off(facts: Facts) -> Check:
    if not facts.overdue or facts.set_off_reason:
        return Check(6, True)
    return Check(6, False, "refund_set_off_first", {"count": facts.overdue})


def _twice(facts: Facts) -> Check:
    return Check(7, False, "refund_twice", {"number": facts.twin, "days": TWICE_WITHIN.days}) if facts.twin else Check(7, True)


def changed_lately(facts: Facts, today: date) -> bool:
    """Whether the bank details are so young that one more person must agree."""
    return facts.changed_on is not None and today - facts.changed_on < CHANGED_WITHIN


def spread(amount: Decimal, free: Sequence[tuple[int, Decimal]]) -> dict[int, Decimal]:
    """The amount taken from the credits in their order; what they cannot give is missing from the sum."""
    taken, left = {}, amount
    for key, available in free:
        if part := min(left, available):
            taken[key] = part
            left -= part
    return taken


@dataclass(frozen=True, slots=True)
class SetOff:
    """So much of a credit would settle a debit."""

    debit: int
    credit: int
    amount: Decimal


def set_off(debits: Sequence[tuple[int, Decimal]], credits_: Sequence[tuple[int, Decimal]]) -> list[SetOff]:
    """What settles most: debits in their order, each from the credits in theirs, until one side is used up."""
    found, left = [], dict(credits_)
    for debit, owed in debits:
        for credit, available in left.items():
            if part := min(owed, available):
                found.append(SetOff(debit, credit, part))
                left[credit] -= part
                owed -= part
    return found
