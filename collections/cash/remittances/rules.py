"""How an advice lives and when it may be used by itself. Pure. Source: cash reference 6."""

from collections.abc import Mapping, Sequence, Set
from decimal import Decimal

ADVICE_MOVES: Mapping[str, Set[str]] = {"open": {"used", "withdrawn"}, "used": {"open"}, "withdrawn": set()}


def adds_up(total: Decimal | None, paid: Sequence[Decimal]) -> bool:
    """Whether the lines are what the sender says they sum to; an advice that states no total is held to the money alone."""
    return total is None or total == sum(paid, Decimal(0))
