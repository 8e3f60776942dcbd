"""What an issue and a proposal may become, how long a finding may be let pass, and what a score is."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from o2c.core.errors import BusinessError

ISSUE_MOVES = {
    "open": {"assigned", "waived", "fixed"},
    "assigned": {"assigned", "waived", "fixed"},
    "waived": {"assigned", "fixed"},
}
PROPOSAL_MOVES = {"open": {"merged", "rejected"}, "rejected": {"merged"}, "merged": {"open"}}
LONGEST_WAIVER = timedelta(days=366)
UNDO_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Score:
    """How many records a rule applies to and how many fail."""

    applicable: int
    failing: int

    @property
    def share(self) -> Decimal | None:
        """Passing by applicable records, from 0 to 1; None where the rule applies to nothing."""
        return None if not self.applicable else Decimal(self.applicable - self.failing) / Decimal(self.applicable)

    def __add__(self, other: "Score") -> "Score":
        return Score(self.applicable + other.applicable, self.failing + other.failing)


def check_waiver(until: date, today: date) -> None:
    """Raises BusinessError "waiver_in_the_past", "waiver_too_long"."""
    if until <= today:
        raise BusinessError("waiver_in_the_past", field="until")
    if until > today + LONGEST_WAIVER:
        raise BusinessError("waiver_too_long", field="until", latest=today + LONGEST_WAIVER)
