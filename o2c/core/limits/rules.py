"""What a limit may be. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

LIMIT_MOVES = {"proposed": {"active"}, "active": set[str]()}
LONGEST = 3650  # days


@dataclass(frozen=True, slots=True)
class Refusal:
    code: str
    field: str


def refusal_of(unit: str, value: Decimal, currency: str) -> Refusal | None:
    """Why a value cannot be: amounts have a currency and nothing else has; days are whole; a percentage is at most 100."""
    if unit == "amount":
        return None if currency else Refusal("limit_needs_currency", "currency")
    if currency:
        return Refusal("limit_takes_no_currency", "currency")
    if unit == "days" and (value != value.to_integral_value() or value > LONGEST):
        return Refusal("limit_whole_days", "value")
    if unit == "percent" and value > 100:
        return Refusal("limit_percent", "value")
    return None


def earliest_day(today: date, days_back: Decimal | None) -> date | None:
    """The first day still allowed when something may be dated back by so many days; None without limit."""
    return None if days_back is None else today - timedelta(days=int(days_back))
