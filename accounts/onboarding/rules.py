"""How an onboarding stands, from what its steps say. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_low


@dataclass(frozen=True, slots=True)
class Standing:
    """One step today: what is against it (nothing when it is done), when it was found done, how long it took or has lasted."""

    code: str
    against: Sequence[str]
    done_at: datetime | None
    age: timedelta

    @property
    def is_done(self) -> bool:
        return not self.against


def standing(
    codes: Sequence[str], against: Mapping[str, Sequence[str]], done: Mapping[str, datetime], start: datetime, now: datetime
) -> list[Standing]:
    """Every step in order. A step that is done but was not noticed yet counts as done now."""
    rows = []
    for code in codes:
        finished = (done.get(code) or now) if not against[code] else None
        rows.append(Standing(code, against[code], finished, (finished or now) - start))
    return rows


def next_step(rows: Sequence[Standing]) -> Standing | None:
    """The first step that is not done: the one the onboarding waits for."""
    return next((row for row in rows if not row.is_done), None)


def median_days(spans: Sequence[timedelta]) -> float | None:
    """Whole time in days to one decimal; None of nothing."""
    return round(median_low(spans).total_seconds() / 86_400, 1) if spans else None
