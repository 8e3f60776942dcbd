"""When a screening still counts, and into how many parts a run falls."""

from datetime import date, timedelta

VALID_DAYS = 7
APPLIED_WITHIN = timedelta(days=1)
PART, MOST_PARTS = 5_000, 64  # customers in a part at least, and parts of a run at most


CONFIG_MOVES = {"proposed": {"active", "declined"}, "active": {"retired"}}


def counts_from(today: date) -> date:
    """The first day whose screenings still count today: the base is screened every night, a week is the outer limit."""
    return today - timedelta(days=VALID_DAYS - 1)
