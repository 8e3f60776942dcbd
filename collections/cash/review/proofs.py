"""The control over banking days: a missing statement or review is red by the cut-off. Source: requirement AR-17."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from o2c.collections.cash.review.queries import recent
from o2c.collections.cash.review.rules import is_red
from o2c.core.access.queries import the_night
from o2c.core.proofs.registry import Bad


def bank_days_are_reviewed(day: date) -> Iterator[Bad]:
    """Each account has its statement of the last banking day, and each day before it is signed."""
    for account, days in recent(the_night(), day):
        for found in days:
            if is_red(found, day):
                values = {"day": found.day, "account": account.name}
                yield Bad(f"{account.name} {found.day}", f"proof_bank_day_{found.lacks}", values, reverse("bank_days"))
