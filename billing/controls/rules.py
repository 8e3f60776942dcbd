"""How an exception may move. Pure."""

from collections.abc import Mapping, Set
from datetime import date

from o2c.core.dates import add_months, first_of_month
from o2c.core.errors import BusinessError

EXCEPTION_MOVES: Mapping[str, Set[str]] = {
    "open": {"assigned", "waived", "resolved"},
    "assigned": {"assigned", "waived", "resolved", "open"},
    "waived": {"open", "assigned"},
    "resolved": set(),
    "auto_closed": set(),
}
WINDOW_MONTHS = 3
LONGEST_WAIVER_MONTHS = 12


def window_start(day: date) -> date:
    """The first day whose spend the controls look at: three whole months back, then this one."""
    return add_months(first_of_month(day), -WINDOW_MONTHS)


def check_waiver(until: date, today: date) -> None:
    """Raises BusinessError "waiver_in_the_past", "waiver_too_long"."""
    if until <= today:
        raise BusinessError("waiver_in_the_past", field="until")
    if until > (latest := add_months(today, LONGEST_WAIVER_MONTHS)):
        raise BusinessError("waiver_too_long", field="until", latest=latest)
