"""Verbs of a screening: a hit and its alert are written in one transaction, so none is lost and none comes twice."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from o2c.compliance.alerts.services.opening import Memory, open_alerts
from o2c.compliance.screening import services as screening
from o2c.compliance.screening.configuration import screened_versions
from o2c.compliance.screening.engine import Config
from o2c.compliance.screening.matcher import Matcher
from o2c.compliance.screening.models import RunKind, RunPart, RunState, ScreeningRun
from o2c.compliance.screening.services import Match
from o2c.compliance.watchlists.models import WatchlistVersion
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError
from o2c.core.jobs import services as jobs
from o2c.core.jobs.models import Job
from o2c.core.verbs import lock_one, verb

SCREEN_ALL, SCREEN_DELTA, SCREEN_PARTS = "compliance.screen_all", "compliance.screen_delta", "compliance.screen_parts"


@verb("compliance.request_screening")
def request_screening(*, actor: User) -> Job:
    """Queue a screening of all customers against the lists as they are now."""
    against = ",".join(str(version.pk) for version in screened_versions())
    return jobs.request(SCREEN_ALL, key=against, actor=actor)


@verb("compliance.request_delta")
def request_delta(version_id: int, *, actor: User) -> Job:
    """Queue a screening of all customers against what this version of a list added and changed."""
    return jobs.request(SCREEN_DELTA, key=str(version_id), arguments={"version": version_id}, actor=actor)


@verb("compliance.open_screening")
def open_screening(day: date, config: Config, *, actor: User) -> ScreeningRun:
    """The full run of the day against the active lists: made, or found as far as it came. Other workers are asked to help.

    Raises BusinessError "screening_without_list": without a list nobody is cleared.
    """
    versions = _versions()
    run = screening.open_run(RunKind.FULL, screening.run_key(RunKind.FULL, day, versions, config), day, versions, config)
    return _shared(run, actor)


@verb("compliance.open_delta")
def open_delta(version_id: int, day: date, config: Config, *, actor: User) -> ScreeningRun:
    """The run of what a version added and changed, over everybody: made, or found as far as it came."""
    version = WatchlistVersion.objects.get(pk=version_id)
    versions = _versions()
    key = screening.run_key(f"{RunKind.DELTA}-{version.pk}", day, versions, config)
    earlier = version.deltas.filter(config_version=config.version).order_by("-pk").first()
    return _shared(earlier or screening.open_run(RunKind.DELTA, key, day, versions, config, version), actor)


def _shared(run: ScreeningRun, actor: User) -> ScreeningRun:
    """Ask as many workers to help as there are parts, up to the setting; whoever comes late finds nothing to do."""
    if run.state == RunState.RUNNING:
        open_parts = run.parts.filter(is_done=False).count()
        for at in range(min(open_parts, settings.SCREENING_WORKERS) - 1):
            jobs.request(SCREEN_PARTS, key=f"{run.pk}:{at}", arguments={"run": run.pk}, actor=actor)
    return run


@verb("compliance.screen_chunk")
def screen_chunk(
    part_id: int, matches: Sequence[Match], matcher: Matcher, memory: Memory, *, since: int, until: int, customers: int, actor: User
) -> RunPart:
    """Write what the engine found for the customers after `since` up to `until`, with alerts, and move the part's cursor.

    Writes nothing when another worker has done them already: the part as it is now says where to go on.
    """
    part = lock_one(RunPart.objects.select_related("run"), part_id)
    if part.is_done or part.cursor != since:
        return part
    counted = _write(part.run, matches, matcher, memory, actor)
    counted["customers"] = customers
    for name, count in counted.items():
        setattr(part, name, getattr(part, name) + count)
    part.cursor, part.is_done = until, until >= part.until
    part.save(update_fields=["cursor", "is_done", *RunPart.COUNTED])
    return part


@verb("compliance.finish_part")
def finish_part(part_id: int, *, actor: User) -> RunPart:
    """Nobody is left in the part: its last customers may have gone since the run began."""
    part = lock_one(RunPart.objects.select_related("run"), part_id)
    part.cursor, part.is_done = part.until, True
    part.save(update_fields=["cursor", "is_done"])
    return part


@verb("compliance.finish_screening")
def finish_screening(run_id: int, *, actor: User) -> ScreeningRun:
    """The run has ended when every part has, with the sums of its parts; once is enough, and before that nothing happens."""
    run = lock_one(ScreeningRun.objects, run_id)
    if run.state == RunState.RUNNING and not run.parts.filter(is_done=False).exists():
        sums = run.parts.aggregate(**{name: Sum(name, default=0) for name in RunPart.COUNTED})
        _done(run, sums, actor)
    return run


@verb("compliance.screen_customers")
def screen_customers(
    matches: Sequence[Match],
    matcher: Matcher,
    memory: Memory,
    versions: Sequence[WatchlistVersion],
    config: Config,
    *,
    day: date,
    actor: User,
) -> ScreeningRun:
    """Write what the engine found for these customers and their contacts, with alerts: a run of its own."""
    run = screening.open_run(RunKind.SOME, f"{RunKind.SOME}:{uuid.uuid4()}", day, versions, config)
    counted = _write(run, matches, matcher, memory, actor)
    counted["customers"] = len({one.screened.customer_id for one in matches})
    _done(run, counted, actor)
    return run


def _versions() -> list[WatchlistVersion]:
    versions = screened_versions()
    if not versions:
        raise BusinessError("screening_without_list")
    return versions


def _write(run: ScreeningRun, matches: Sequence[Match], matcher: Matcher, memory: Memory, actor: User) -> dict[str, int]:
    kept = screening.keep(run, matches, matcher)
    opened, suppressed = open_alerts(run, kept, memory, matcher, screening.config_of(run), actor=actor)
    hits = sum(len(one.hits) for one in kept)
    return {"subjects": len(matches), "hits": hits, "alerts": opened, "suppressed": suppressed}


def _done(run: ScreeningRun, counted: dict[str, int], actor: User) -> None:
    for name, count in counted.items():
        setattr(run, name, count)
    run.state, run.finished_at = RunState.DONE, timezone.now()
    run.save(update_fields=["state", "finished_at", *counted])
    record("screening.finished", run, actor=actor, after=counted)
