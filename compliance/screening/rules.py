"""When a screening still counts."""

from datetime import date, timedelta

VALID_DAYS = 7


def counts_from(today: date) -> date:
    """The first day whose screenings still count today: the base is screened every night, a week is the outer limit."""
    return today - timedelta(days=VALID_DAYS - 1)
