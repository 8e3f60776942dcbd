"""What may follow what, who may decide, how long a verdict holds, and when a hit stays quiet."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from o2c.core.dates import add_months
from o2c.core.errors import BusinessError

ALERT_MOVES = {
    "alert": {"investigating", "superseded"},
    "investigating": {"more_info", "false_positive", "confirmed", "superseded"},
    "more_info": {"investigating", "superseded"},
    "confirmed": {"escalated"},
    "escalated": {"blocked", "false_positive"},
    "blocked": {"released"},
    "false_positive": {"alert"},
    "superseded": {"alert"},
}
OPEN = ["alert", "investigating", "more_info", "confirmed", "escalated", "blocked"]
UNDECIDED = ["alert", "investigating", "more_info"]
HOLDING = ["alert", "investigating", "more_info", "confirmed", "escalated"]

# Stable codes; their words stand in `messages.py`.
REASON_CODES = [
    "other_birth_date",
    "other_country",
    "other_full_name",
    "other_number",
    "other_kind",
    "name_only",
    "party_dead",
    "cleared_elsewhere",
    "our_data_error",
    "explained",
]
REASONS = [(code, code) for code in REASON_CODES]

FOUR_EYES_FROM = Decimal("0.9")
SHORT_MEMORY_FROM = Decimal("0.9")
MEMORY_MONTHS, SHORT_MEMORY_MONTHS = 12, 6
MOST_ALERTS_OF_A_PARTY = 25
SAME_SCORE = Decimal("0.01")


def waits_for(state: str, *, handed: bool) -> str:
    """The code of what comes next, for a reader who can do nothing now."""
    return f"next.{'judged' if state == 'escalated' and handed else state}"


def four_eyes(score: Decimal, *, by_number: bool) -> bool:
    """Whether clearing takes a second person: high scores and equal numbers."""
    return by_number or score >= FOUR_EYES_FROM


def expiry(decided_on: date, score: Decimal) -> date:
    """A false positive is believed for a year, a high score half as long."""
    return add_months(decided_on, SHORT_MEMORY_MONTHS if score >= SHORT_MEMORY_FROM else MEMORY_MONTHS)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was decided about a pair, and on what."""

    decision: int
    verdict: str
    subject_fingerprint: str
    entry_hash: str
    config_version: str
    score: Decimal
    expires_on: date | None

    def silences(self, subject_fingerprint: str, entry_hash: str, on: date) -> bool:
        """Whether the verdict still holds: a false positive (or release) in time, with both sides unchanged."""
        unchanged = (self.subject_fingerprint, self.entry_hash) == (subject_fingerprint, entry_hash)
        in_time = self.expires_on is None or on < self.expires_on
        return self.verdict in {"false_positive", "released"} and unchanged and in_time

    def silences_score(self, score: Decimal) -> bool:
        """Under another configuration only a score no higher than the one that was judged stays quiet."""
        return score <= self.score + SAME_SCORE


def must_differ(actor_id: int, *others: int | None, code: str) -> None:
    """Four eyes: the actor is none of the people who decided before. Raises BusinessError with `code`."""
    if actor_id in others:
        raise BusinessError(code)


def must_say_why(reason: str) -> None:
    if not reason.strip():
        raise BusinessError("reason_missing", field="reason")
