"""Screening all customers, chunk by chunk, and some customers at once."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, Protocol

from o2c.accounts.customers.models import Customer
from o2c.compliance.alerts import queries, services
from o2c.compliance.alerts.services.opening import Memory, silent_parties
from o2c.compliance.screening import queries as screening
from o2c.compliance.screening.engine import Config
from o2c.compliance.screening.facts import Screened, subjects_of
from o2c.compliance.screening.matcher import Matcher, matcher_for
from o2c.compliance.screening.models import RunState, ScreeningRun
from o2c.compliance.screening.services import Match, config_of, match
from o2c.compliance.watchlists.queries import active_versions
from o2c.core.access.models import User
from o2c.core.errors import BusinessError

CHUNK = 200


class Chunked(Protocol):
    """What a run needs of its job: around each chunk, so that effect, cursor and lease commit together."""

    def chunk(self, rows: int = 1, *, cursor: Any = None, findings: int = 0) -> AbstractContextManager[None]: ...


def screen_all(day: date, progress: Chunked, *, actor: User) -> ScreeningRun:
    """Screen everybody against the active lists. May be killed at any moment: the next call goes on behind the last chunk."""
    run = services.open_screening(day, Config(), actor=actor)
    if run.state == RunState.DONE:
        return run
    matcher, config = matcher_for(list(run.versions.all())), config_of(run)
    while customers := screening.customers_after(run.cursor, CHUNK):
        matches, memory = matched(customers, matcher, config, on=run.day)
        since, until = run.cursor, customers[-1].pk
        with progress.chunk(len(customers), cursor={"customer": until}):
            run = services.screen_chunk(run.pk, matches, matcher, memory, since=since, until=until, customers=len(customers), actor=actor)
    return services.finish_screening(run.pk, actor=actor)


def screen_now(customers: Sequence[Customer], *, day: date, actor: User) -> ScreeningRun:
    """Screen these customers and their contacts against everything, at once; a few hundred at most.

    Raises BusinessError "screening_without_list".
    """
    versions = active_versions()
    if not versions:
        raise BusinessError("screening_without_list")
    matcher, config = matcher_for(versions), Config()
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
