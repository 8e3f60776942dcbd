"""What the kind of an alert decides: who may read it, how soon it must be decided, what must be asked before it is cleared. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ways:
    """`secret`: named readers only. `hours`: working hours until a decision. `checklist`: codes, answered before it is cleared."""

    secret: bool
    hours: int
    checklist: tuple[str, ...] = ()


LOOK_AT_PAYMENTS = ("check_payments", "check_counterparties", "check_source_of_funds")
KINDS: Mapping[str, Ways] = {
    "sanctions": Ways(secret=False, hours=24),
    "pep": Ways(secret=False, hours=40, checklist=("check_public_office", "check_source_of_funds", "check_adverse_press")),
    "corruption": Ways(secret=True, hours=24, checklist=("check_public_office", "check_gifts", "check_commissions", "check_adverse_press")),
    "laundering": Ways(secret=True, hours=16, checklist=(*LOOK_AT_PAYMENTS, "check_business_reason")),
    "ownership": Ways(secret=False, hours=8, checklist=("check_register_extract",)),
    "embargo": Ways(secret=False, hours=8, checklist=("check_destination", "check_goods", "check_licence")),
    "other": Ways(secret=False, hours=40),
}
HOLDING_HOURS = 8  # an alert that holds a customer is decided within a working day
OFFICER_HOURS, LEGAL_HOURS = 4, 16  # from the confirmation to the hand-over, from there to the verdict


def hours(kind: str, *, holds: bool) -> int:
    """Working hours until an alert must be decided."""
    return min(KINDS[kind].hours, HOLDING_HOURS) if holds else KINDS[kind].hours


def unanswered(kind: str, answered: Iterable[str]) -> list[str]:
    """What the checklist still asks, in its order."""
    known = set(answered)
    return [code for code in KINDS[kind].checklist if code not in known]
