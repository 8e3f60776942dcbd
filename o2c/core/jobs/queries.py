"""Jobs and nights as people see them, and what the planner needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.entities.models import LegalEntity
from o2c.core.jobs.kinds import title_of
from o2c.core.jobs.models import LIVE, Job, Night
from o2c.core.jobs.night import STEPS
from o2c.core.jobs.rules import Unit, held_up, night_of, units

RECENT = timedelta(days=2)


def jobs(actor: User) -> QuerySet[Job]:
    """One's own jobs, and those of the entities one may look after; newest first."""
    reach = scope(Job.objects, actor, "core.view_jobs").values("pk")
    return (
        Job.objects.filter(Q(pk__in=reach) | Q(requested_by=actor)).select_related("entity", "requested_by").order_by("-created_at", "-pk")
    )


def running_jobs(actor: User) -> QuerySet[Job]:
    """What is queued or running of that: shown in the shell."""
    return jobs(actor).filter(state__in=LIVE)


def steps_of(day: date) -> QuerySet[Job]:
    """The latest run of each step and entity in the night of that day."""
    return Job.objects.filter(day=day, kind__in=STEPS).order_by("kind", "entity", "-pk").distinct("kind", "entity")


def states_of(day: date) -> dict[Unit, str]:
    return {(job.kind, job.entity_id): job.state for job in steps_of(day)}


def days_of(job_id: int) -> list[date]:
    """The day of the night this job belongs to, if it does."""
    return [day for day in Job.objects.filter(pk=job_id).values_list("day", flat=True) if day]


def nights_due() -> dict[date, list[int]]:
    """The nights that have begun by now: day -> entities, each by its own clock."""
    begun: dict[date, list[int]] = {}
    for pk, zone in LegalEntity.objects.order_by("pk").values_list("pk", "time_zone"):
        begun.setdefault(night_of(timezone.localtime(timezone=ZoneInfo(zone))), []).append(pk)
    return begun


def taking_part(day: date) -> list[int]:
    """The entities whose night of that day has begun or is still to come by their clocks.

    One that was due and did not begin was left out by whoever began the others: the steps of the house do not wait for it.
    """
    begun = set(Night.objects.filter(day=day).values_list("entity", flat=True))
    rows = LegalEntity.objects.order_by("pk").values_list("pk", "time_zone")
    return [pk for pk, zone in rows if pk in begun or night_of(timezone.localtime(timezone=ZoneInfo(zone))) < day]


def unfinished_days() -> list[date]:
    """Days whose night began lately: the planner looks at them again in case a worker died before it did."""
    return sorted(set(Night.objects.filter(created_at__gt=timezone.now() - RECENT).values_list("day", flat=True)))


def places(actor: User) -> QuerySet[LegalEntity]:
    """The entities whose nights the actor looks after."""
    return scope(LegalEntity.objects, actor, "core.view_night").order_by("code", "pk")


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a night for one entity (None: the house): its latest run, or what it waits for."""

    step: str
    title: str
    entity: LegalEntity | None
    job: Job | None
    held_up_by: str
    opens: bool  # the reader may open the page of its run

    @property
    def state(self) -> str:
        """The run's state; before there is one: waiting, or blocked by a step that failed."""
        return self.job.state if self.job else "blocked" if self.held_up_by else "waiting"

    @property
    def state_label(self) -> str:
        return self.job.state_label if self.job else str(_("held up")) if self.held_up_by else str(_("waiting"))


def night(actor: User, day: date) -> list[Line]:
    """The night of that day, step by step, for the entities the actor may see; empty when it has not begun."""
    begun = Night.objects.filter(day=day).values("entity")
    mine = {entity.pk: entity for entity in places(actor).filter(pk__in=begun)}
    runs = {(job.kind, job.entity_id): job for job in steps_of(day).select_related("entity", "requested_by")}
    everywhere = taking_part(day)
    open_to = set(jobs(actor).filter(pk__in=[run.pk for run in runs.values()]).values_list("pk", flat=True))
    return [_line(unit, mine, runs, everywhere, open_to) for unit in units(STEPS, mine)] if mine else []


def _line(unit: Unit, mine: dict[int, LegalEntity], runs: dict[Unit, Job], everywhere: Sequence[int], open_to: set[int]) -> Line:
    name, place = unit
    states = {done: run.state for done, run in runs.items()}
    cause = None if unit in runs else held_up(unit, STEPS, everywhere, states)
    entity = None if place is None else mine[place]
    run = runs.get(unit)
    return Line(name, title_of(name), entity, run, title_of(cause[0]) if cause else "", run is not None and run.pk in open_to)
