"""The funds type of a BAI2 amount: how many fields it takes, and the value date it may carry."""

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Funds:
    """What stands behind the funds type and, for type V, the day the money is available."""

    rest: list[str]
    value_on: date | None = None


def take_funds(fields: list[str]) -> Funds:
    """`fields` start at the funds type. Z, 0, 1, 2: nothing more; V: date, time; S: three amounts; D: n, then n pairs."""
    kind = fields[0].strip().removesuffix("/") if fields else ""
    match kind:
        case "V":
            return Funds(fields[3:], day_of(fields[1]) if len(fields) > 1 else None)
        case "S":
            return Funds(fields[4:])
        case "D":
            count = int(fields[1]) if len(fields) > 1 and fields[1].strip().isdigit() else 0
            return Funds(fields[2 + 2 * min(count, len(fields)) :])
        case _:
            return Funds(fields[1:])


def day_of(text: str) -> date | None:
    """yymmdd, None for anything else."""
    text = text.strip()
    if not re.fullmatch(r"\d{6}", text):
        return None
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None
