"""Who may decide, what a request's content hashes to, and how a verb's arguments stand in JSON. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from o2c.core.money import Money
from o2c.core.plain import plain

POLICY_MOVES: Mapping[str, Set[str]] = {"proposed": {"active"}}
REQUEST_MOVES: Mapping[str, Set[str]] = {"pending": {"approved", "rejected", "fallen", "withdrawn", "expired"}}


@dataclass(frozen=True, slots=True)
class Band:
    """One policy: requests of at least `start` and below `end` need these roles, one after the other."""

    start: Decimal
    end: Decimal | None
    roles: tuple[str, ...]


def roles_needed(bands: Iterable[Band], amount: Decimal) -> tuple[str, ...] | None:
    """The roles of the band the amount falls into; None when no policy speaks about it."""
    return next((band.roles for band in bands if band.start <= amount and (band.end is None or amount < band.end)), None)


@dataclass(frozen=True, slots=True)
class Power:
    """A role somebody holds where the request lies; `through` is the absent person it was lent by."""

    role: str
    through: int | None = None


def power_to_decide(wanted: str, powers: Sequence[Power], actor: int, involved: Set[int]) -> Power | str:
    """The power with which the actor may take the step, else the code of the reason against.

    `involved`: whoever asked, for whom, who made the record, and who decided an earlier step. Neither they nor a person who
    acts in their place may decide: a cover never lifts this. A role of one's own comes before a lent one.
    """
    if actor in involved:
        return "approval_not_yours"
    fitting = [power for power in powers if power.role == wanted]
    usable = sorted((power for power in fitting if power.through not in involved), key=lambda power: power.through is not None)
    if usable:
        return usable[0]
    return "approval_not_yours" if fitting else "approval_needs_role"


def payload_hash(verb: str, arguments: Mapping[str, Any], subject: Mapping[str, Any]) -> str:
    """What exactly is approved: this verb, these arguments, the record as it was then."""
    content = json.dumps(plain({"verb": verb, "arguments": arguments, "subject": subject}), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def packed(value: Any) -> Any:
    """An argument of a verb as JSON that `unpacked` turns back into the same value. Raises TypeError for what it cannot carry."""
    match value:
        case None | bool() | int() | str():
            return value
        case Money():
            return {"money": [format(value.value, "f"), value.currency]}
        case Decimal():
            return {"decimal": format(value, "f")}
        case date() if not isinstance(value, datetime):
            return {"date": value.isoformat()}
        case Mapping():
            return {"map": {str(name): packed(part) for name, part in value.items()}}
        case list() | tuple():
            return [packed(part) for part in value]
    raise TypeError(f"{type(value).__name__} cannot wait for an approval: pass ids, texts, days and amounts")


def unpacked(value: Any) -> Any:
    match value:
        case {"money": [amount, currency]}:
            return Money(Decimal(amount), currency)
        case {"decimal": number}:
            return Decimal(number)
        case {"date": day}:
            return date.fromisoformat(day)
        case {"map": parts}:
            return {name: unpacked(part) for name, part in parts.items()}
        case list():
            return [unpacked(part) for part in value]
        case _:
            return value
