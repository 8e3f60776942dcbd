"""How a case lives, its reference in mails, and which customers a playbook is about. Source: data model 8, requirements O2C-22 to 34."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

CASE_MOVES: Mapping[str, Set[str]] = {
    "new": {"triaged"},
    "triaged": {"in_progress", "returned"},
    "returned": {"triaged"},
    "in_progress": {"waiting_customer", "resolved", "returned"},
    "waiting_customer": {"in_progress", "resolved"},
    "resolved": {"closed", "reopened"},
    "closed": {"reopened"},
    "reopened": {"in_progress"},
}
OPEN = ("new", "triaged", "returned", "in_progress", "waiting_customer", "reopened")
SPECIAL_MOVES: Mapping[str, Set[str]] = {"open": {"approval", "expired", "dropped"}, "approval": {"done", "expired", "dropped"}}

# [K000012-9f3ac1b2]: the case and eight characters nobody guesses.
REFERENCE = re.compile(r"\[?(K\d{6,})-([0-9a-f]{8})\]?")
HOURS = {"complaint": 16, "claim": 40, "question": 8}
URGENT_HOURS = 4


def reference(number: str, token: str) -> str:
    """What stands in the subject of every mail of a case, so that replies find it."""
    return f"[{number}-{token}]"


def referred(text: str) -> tuple[str, str] | None:
    """The number and token of the first reference in a subject or body."""
    found = REFERENCE.search(text)
    return (found[1], found[2]) if found else None


def hours_for(kind: str, *, urgent: bool) -> int:
    return URGENT_HOURS if urgent else HOURS[kind]


def needs_approval(amount: Decimal, limit: Decimal | None) -> bool:
    """Whether a compensation is above what a person may grant alone; None is without limit."""
    return limit is not None and amount > limit


@dataclass(frozen=True, slots=True)
class Facts:
    """What a playbook can ask about a customer."""

    type: str
    country: str
    risk_class: str
    tier: str


@dataclass(frozen=True, slots=True)
class Detects:
    """The customers a playbook is about: each list that is not empty must hold the customer's value."""

    types: Sequence[str] = ()
    countries: Sequence[str] = ()
    risk_classes: Sequence[str] = ()
    tiers: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.types or self.countries or self.risk_classes or self.tiers)

    def fits(self, facts: Facts) -> bool:
        wanted = [
            (self.types, facts.type),
            (self.countries, facts.country),
            (self.risk_classes, facts.risk_class),
            (self.tiers, facts.tier),
        ]
        return not self.is_empty and all(value in values for values, value in wanted if values)


@dataclass(frozen=True, slots=True)
class Routing:
    """How cases found their way: the share that went to the wrong team first, and that came back after an answer."""

    triaged: int
    misrouted: int
    ended: int
    reopened: int

    @property
    def misroute_rate(self) -> float | None:
        return self.misrouted / self.triaged if self.triaged else None

    @property
    def reopen_rate(self) -> float | None:
        return self.reopened / self.ended if self.ended else None
