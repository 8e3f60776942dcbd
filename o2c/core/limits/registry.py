"""Which limits there are. A room that enforces one registers it when it loads; the page lists them all.

limit_kind("backdating", _("Backdating"), _("An allocation may be dated back by so many days"), unit="days")
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.utils.functional import Promise

Unit = Literal["amount", "days", "percent"]


@dataclass(frozen=True, slots=True)
class LimitKind:
    """`otherwise`: what holds on days for which nobody set a value; None is without limit."""

    code: str
    title: str | Promise
    definition: str | Promise
    unit: Unit
    otherwise: Decimal | None


LIMIT_KINDS: dict[str, LimitKind] = {}


def limit_kind(code: str, title: str | Promise, definition: str | Promise, *, unit: Unit, otherwise: Decimal | None = None) -> None:
    """Let people set this limit with dates; `queries.limit` answers it."""
    LIMIT_KINDS[code] = LimitKind(code, title, definition, unit, otherwise)
