"""Verbs of a screening: a hit and its alert are written in one transaction, so none is lost and none comes twice."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from o2c.compliance.alerts.services.opening import Memory, open_alerts
from o2c.compliance.screening import services as screening
from o2c.compliance.screening.engine import Config
from o2c.compliance.screening.matcher import Matcher
from o2c.compliance.screening.models import RunKind, RunState, ScreeningRun
from o2c.compliance.screening.services import Match
from o2c.compliance.watchlists.models import WatchlistVersion
from o2c.compliance.watchlists.queries import active_versions
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError
from o2c.core.jobs import services as jobs
from o2c.core.jobs.models import Job
from o2c.core.verbs import lock_one, verb

SCREEN_ALL = "compliance.screen_all"


@verb("compliance.request_screening")
def request_screening(*, actor: User) -> Job:
    """Queue a screening of all customers against the lists as they are now."""
    against = ",".join(str(version.pk) for version in active_versions())
    return jobs.request(SCREEN_ALL, key=against, actor=actor)


@verb("compliance.open_screening")
def open_screening(day: date, config: Config, *, actor: User) -> ScreeningRun:
    """The full run of the day against the active lists: made, or found as far as it came.

    Raises BusinessError "screening_without_list": without a list nobody is cleared.
    """
    versions = _versions()
    return screening.open_run(RunKind.FULL, screening.run_key(RunKind.FULL, day, versions, config), day, versions, config)


@verb("compliance.screen_chunk")
def screen_chunk(
    run_id: int, matches: Sequence[Match], matcher: Matcher, memory: Memory, *, since: int, until: int, customers: int, actor: User
) -> ScreeningRun:
    """Write what the engine found for the customers after `since` up to `until`, with alerts, and move the cursor.

    Writes nothing when another worker has done them already: the run as it is now says where to go on.
    """
    run = lock_one(ScreeningRun.objects, run_id)
    if run.state != RunState.RUNNING or run.cursor != since:
        return run
    _write(run, matches, matcher, memory, actor)
    run.cursor, run.customers = until, run.customers + customers
    run.save(update_fields=["cursor", "customers", "subjects", "hits", "alerts", "suppressed"])
    return run


@verb("compliance.finish_screening")
def finish_screening(run_id: int, *, actor: User) -> ScreeningRun:
    """Everybody was screened; once is enough."""
    run = lock_one(ScreeningRun.objects, run_id)
    if run.state != RunState.DONE:
        _done(run, actor)
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
    _write(run, matches, matcher, memory, actor)
    run.customers = len({one.screened.customer_id for one in matches})
    run.save(update_fields=["customers", "subjects", "hits", "alerts", "suppressed"])
    _done(run, actor)
    return run


def _versions() -> list[WatchlistVersion]:
    versions = active_versions()
    if not versions:
        raise BusinessError("screening_without_list")
    return versions


def _write(run: ScreeningRun, matches: Sequence[Match], matcher: Matcher, memory: Memory, actor: User) -> None:
    kept = screening.keep(run, matches, matcher)
    opened, suppressed = open_alerts(run, kept, memory, matcher, screening.config_of(run), actor=actor)
    run.subjects += len(kept)
    run.hits += sum(len(one.hits) for one in kept)
    run.alerts += opened
    run.suppressed += suppressed


def _done(run: ScreeningRun, actor: User) -> None:
    run.state, run.finished_at = RunState.DONE, timezone.now()
    run.save(update_fields=["state", "finished_at"])
    counted = {"customers": run.customers, "subjects": run.subjects, "hits": run.hits, "alerts": run.alerts, "suppressed": run.suppressed}
    record("screening.finished", run, actor=actor, after=counted)
