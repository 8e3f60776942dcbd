"""A run under way: `with job(job_id) as j:` claims it, and whatever `j` notes is seen on its page at once."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from celery.exceptions import Ignore
from django.db import OperationalError
from django.db.models import F

from o2c.core.access.models import User
from o2c.core.acting import through
from o2c.core.errors import BusinessError, Conflict
from o2c.core.jobs import leases
from o2c.core.jobs.leases import LeaseLost
from o2c.core.jobs.models import Job, JobState
from o2c.core.jobs.rules import MOST_TAKES
from o2c.core.sentences import explain

logger = logging.getLogger(__name__)

PASSES = timedelta(seconds=30)  # after this, a lock somebody held or a database that restarted is worth another try


class NotOurs(Ignore):
    """The job is done, cancelled or somebody else's. Celery drops the message quietly."""


class Cancelled(Exception):
    """Somebody asked for the job to stop; raised between chunks."""


@dataclass(slots=True)
class Progress:
    """What a run may do with its job: go on from the cursor, note how far it is, leave a result.

    `actor` is who asked for it; `result` is shown on the page (its "link" is offered as the result file).
    """

    job: Job
    result: dict[str, Any] = field(default_factory=dict)
    _chunk: dict[str, Any] | None = None
    _sealed: bool = False

    @property
    def actor(self) -> User:
        return self.job.requested_by

    @property
    def arguments(self) -> dict[str, Any]:
        return dict(self.job.arguments)

    @property
    def cursor(self) -> dict[str, Any]:
        """What the last committed chunk left; empty at the first start."""
        return dict(self.job.cursor)

    def total(self, rows: int) -> None:
        """How many rows there are in all."""
        leases.hold(self.job, total=rows)

    def advance(self, rows: int = 1, *, cursor: Mapping[str, Any] | None = None, findings: int = 0) -> None:
        """Note what was done without a verb. Renews the lease; raises Cancelled when somebody asked for it."""
        leases.hold(self.job, **self._noted(rows, cursor, findings))
        self._remember(cursor)
        self._heed_cancel()

    @contextmanager
    def chunk(self, rows: int = 1, *, cursor: Mapping[str, Any] | None = None, findings: int = 0) -> Iterator[None]:
        """Around the one verb that does these rows: effect, cursor and lease commit together or not at all.

        Raises Cancelled before the chunk when somebody asked for it.
        """
        self._heed_cancel()
        self._chunk, self._sealed = self._noted(rows, cursor, findings), False
        try:
            yield
            if not self._sealed:
                leases.hold(self.job, **self._chunk)
            self._remember(cursor)
        finally:
            self._chunk = None

    def commit_with_effect(self) -> None:
        """Called by every verb of the run, as its last statement. Raises LeaseLost, which undoes the verb."""
        if self._sealed and self._chunk is not None:
            raise RuntimeError("two verbs in one chunk: a crash between them would lose or repeat one")
        leases.hold(self.job, **(self._chunk or {}))
        self._sealed = True

    def _noted(self, rows: int, cursor: Mapping[str, Any] | None, findings: int) -> dict[str, Any]:
        moved = {} if cursor is None else {"cursor": dict(cursor)}
        return {"processed": F("processed") + rows, "findings": F("findings") + findings, **moved}

    def _remember(self, cursor: Mapping[str, Any] | None) -> None:
        if cursor is not None:
            self.job.cursor = dict(cursor)

    def _heed_cancel(self) -> None:
        if Job.objects.filter(pk=self.job.pk, cancel_requested=True).exists():
            raise Cancelled


@contextmanager
def job(job_id: int) -> Iterator[Progress]:
    """Claim the job and run it. The row is done, failed, cancelled or queued again when the body ends.

    Raises NotOurs when there is nothing to do: a message that came twice, or a job another worker has.
    """
    taken = leases.take(job_id)
    if taken is None:
        raise NotOurs(f"job {job_id}")
    progress = Progress(taken)
    try:
        try:
            with leases.kept_alive(taken), through("job", request_id=f"job-{taken.pk}-{taken.takes}", lease=progress):
                yield progress
            leases.finish(taken, JobState.DONE, result=progress.result)
        except Cancelled:
            leases.finish(taken, JobState.CANCELLED, result=progress.result)
        except LeaseLost:
            raise
        except Exception as error:
            _failed(taken, error, progress.result)
    except LeaseLost as lost:
        logger.warning("%s was taken over by another worker", lost)


def _failed(taken: Job, error: Exception, result: dict[str, Any]) -> None:
    if isinstance(error, BusinessError) and not _passes(error):
        leases.finish(taken, JobState.FAILED, result=result, error=explain(error))
    elif _passes(error) and taken.takes < MOST_TAKES:
        leases.put_back(taken, PASSES, _words(error))
    else:
        leases.finish(taken, JobState.FAILED, result=result, error=_words(error))
        raise error


def _passes(error: Exception) -> bool:
    return isinstance(error, OperationalError) or (isinstance(error, Conflict) and error.code == "busy_elsewhere")


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
