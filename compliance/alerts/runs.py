"""Screening all customers, in parts that several workers share, and some customers at once."""

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, Protocol

from o2c.accounts.customers.models import Customer
from o2c.compliance.alerts import queries, services
from o2c.compliance.alerts.services.opening import Memory, silent_parties
from o2c.compliance.screening import queries as screening
from o2c.compliance.screening.configuration import active_config, screened_now
from o2c.compliance.screening.engine import Config
from o2c.compliance.screening.facts import subjects_of
from o2c.compliance.screening.matcher import Matcher, matcher_for, matcher_of
from o2c.compliance.screening.models import RunPart, RunState, ScreeningRun
from o2c.compliance.screening.services import Match, config_of, match
from o2c.compliance.screening.sources import Screened
from o2c.core.access.models import User
from o2c.core.errors import BusinessError

CHUNK = 500
WAIT = 1.0  # seconds between two looks at what other workers still have in hand


class Chunked(Protocol):
    """What a run needs of its job: around each chunk, so that effect, cursor and lease commit together."""

    def chunk(self, rows: int = 1, *, cursor: Any = None, findings: int = 0) -> AbstractContextManager[None]: ...

    def advance(self, rows: int = 1) -> None: ...


def screen_all(day: date, progress: Chunked, *, actor: User) -> ScreeningRun:
    """Screen everybody against the active lists. May be killed at any moment: the next call goes on behind the last chunk."""
    return _to_the_end(services.open_screening(day, active_config(), actor=actor), progress, actor)


def screen_delta(version_id: int, day: date, progress: Chunked, *, actor: User) -> ScreeningRun:
    """Screen everybody against what this version added and changed. May be killed at any moment, too."""
    return _to_the_end(services.open_delta(version_id, day, active_config(), actor=actor), progress, actor)


def help_with(run_id: int, progress: Chunked, *, actor: User) -> ScreeningRun:
    """Do what nobody else has in hand of a run."""
    return _work_on(ScreeningRun.objects.get(pk=run_id), progress, actor)


def _to_the_end(run: ScreeningRun, progress: Chunked, actor: User) -> ScreeningRun:
    """Work until every part is done, also those of workers that were killed meanwhile."""
    while run.state != RunState.DONE:
        run = _work_on(run, progress, actor)
        if run.state != RunState.DONE:
            progress.advance(0)
            time.sleep(WAIT)
    return run


def _work_on(run: ScreeningRun, progress: Chunked, actor: User) -> ScreeningRun:
    if run.state != RunState.DONE and (parts := screening.open_parts(run)):
        matcher, config = matcher_of(run), config_of(run)
        for part in parts:
            with screening.taken(part) as mine:
                if mine:
                    _screen_part(mine, matcher, config, progress, actor)
    return services.finish_screening(run.pk, actor=actor)


def _screen_part(part: RunPart, matcher: Matcher, config: Config, progress: Chunked, actor: User) -> None:
    while not part.is_done and (customers := screening.customers_of(part, CHUNK)):
        matches, memory = matched(customers, matcher, config, on=part.run.day)
        since, until = part.cursor, customers[-1].pk
        with progress.chunk(len(customers), cursor={"run": part.run_id, "customer": until}):
            part = services.screen_chunk(part.pk, matches, matcher, memory, since=since, until=until, customers=len(customers), actor=actor)
    if not part.is_done:
        with progress.chunk(0):
            services.finish_part(part.pk, actor=actor)


def screen_now(customers: Sequence[Customer], *, day: date, actor: User) -> ScreeningRun:
    """Screen these customers and their contacts against everything, at once; a few hundred at most.

    Raises BusinessError "screening_without_list".
    """
    config, versions = screened_now()
    if not versions:
        raise BusinessError("screening_without_list")
    matcher = matcher_for(versions)
    matches, memory = matched(customers, matcher, config, on=day)
    return services.screen_customers(matches, matcher, memory, versions, config, day=day, actor=actor)


def screen_each(customer_ids: Sequence[int], *, day: date, actor: User) -> None:
    """The same for any number of them, a few hundred at a time."""
    for start in range(0, len(customer_ids), CHUNK):
        screen_now(list(Customer.objects.filter(pk__in=customer_ids[start : start + CHUNK]).order_by("pk")), day=day, actor=actor)


def matched(customers: Sequence[Customer], matcher: Matcher, config: Config, *, on: date) -> tuple[list[Match], Memory]:
    """What the engine says of these customers, decided pairs left out, and the decisions that were known then."""
    subjects = subjects_of(customers, on=on)
    memory = queries.remembered([customer.pk for customer in customers])
    silent = {_who(one): _silent(one, memory, matcher, config, on) for one in subjects}
    return match(subjects, matcher, config, silent), memory


def _who(one: Screened) -> tuple[int, int | None]:
    return one.customer_id, one.contact_id


def _silent(one: Screened, memory: Memory, matcher: Matcher, config: Config, on: date) -> dict[str, int]:
    return silent_parties(_who(one), one.subject.fingerprint, memory, matcher, config, on)
