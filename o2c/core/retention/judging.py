"""The rule asked about many things at once: their uses, the periods in force, and who holds them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from o2c.core.gates import closed_for
from o2c.core.retention.models import PeriodState, RetentionPeriod
from o2c.core.retention.registry import SOURCES, Thing, Use
from o2c.core.retention.rules import Period, Reason, Verdict, free_on, judged

QUESTION = "remove_records"


@dataclass(frozen=True, slots=True)
class Judged:
    """A thing with the verdict over it and the use that decides."""

    thing: Thing
    verdict: Verdict
    use: Use | None
    since: date | None


def periods() -> list[Period]:
    """All legal periods that are or were in force."""
    rows = RetentionPeriod.objects.filter(state=PeriodState.ACTIVE)
    return [Period(*each) for each in rows.values_list("country", "kind", "years", "from_year_end", "valid_from", "valid_until")]


def judge(object_type: str, ids: Collection[int], *, known: Collection[Period], today: date) -> list[Judged]:
    """The verdict over each of the things that are still there. Raises LookupError when nobody answers for holds: silence means no."""
    things = SOURCES[object_type].things(ids)
    held = closed_for(QUESTION, {use.customer_id for thing in things for use in thing.uses if use.customer_id}, today=today)
    found = []
    for thing in things:
        reasons = [use.reason for use in thing.uses if use.reason]
        holds = sorted({str(why) for use in thing.uses for why in held.get(use.customer_id or 0, [])})
        verdict = judged(reasons, known, holds, today=today)
        use = _decisive(thing, verdict, known, today) if verdict.free_on else None
        found.append(Judged(thing, verdict, use, use.reason.event_on if use and use.reason else None))
    return found


def _decisive(thing: Thing, verdict: Verdict, known: Collection[Period], today: date) -> Use | None:
    """The use whose period ends last."""

    def ends(reason: Reason | None) -> bool:
        return reason is not None and free_on(reason, known, today=today) == verdict.free_on

    return next((use for use in thing.uses if ends(use.reason)), None)
