"""Verbs: every write is one function, one durable transaction, one permission, one entry in the audit trail."""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, ParamSpec, TypeVar, cast

import pghistory
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Manager, Model, QuerySet
from psycopg2.errors import DeadlockDetected, LockNotAvailable

from o2c.core.access import queries as access
from o2c.core.access.models import User
from o2c.core.acting import Running, door, running, running_as
from o2c.core.audit import services as audit
from o2c.core.errors import BusinessError, Conflict
from o2c.core.sentences import from_integrity

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=Model)

REGISTRY: dict[str, "Verb[..., Any]"] = {}
_rehearsing: ContextVar[bool] = ContextVar("rehearsing", default=False)


class Verb(Generic[P, R]):
    """A write with its permission. Calling it opens the transaction; `step` is the body inside another verb's.

    A dual verb never runs alone: its permission lets a person ask for it, and the approval of another runs its step.
    """

    def __init__(self, permission: str, body: Callable[P, R], dual: bool = False) -> None:
        self.permission, self.step, self.dual = permission, body, dual
        functools.update_wrapper(self, body)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        actor = cast(User, kwargs["actor"])
        absent = access.require(actor, self.permission)
        if self.dual:
            raise BusinessError("approval_needed")
        with opened(Running(self.permission, actor, absent)):
            return self.step(*args, **kwargs)


def verb(permission: str, *, dual: bool = False) -> Callable[[Callable[P, R]], Verb[P, R]]:
    """Make the function a verb named like its permission, `<floor>.<function>`. Its `actor` is keyword-only."""

    def register(body: Callable[P, R]) -> Verb[P, R]:
        if permission in REGISTRY or permission.partition(".")[2] != body.__name__:
            raise RuntimeError(f"{permission} must be unique and end with {body.__name__}")
        REGISTRY[permission] = made = Verb(permission, body, dual)
        return made

    return register


@contextmanager
def opened(now: Running) -> Iterator[None]:
    """The transaction of a verb: limits on waiting, history context, deferred checks, audit, idempotency key."""
    if running() is not None:
        raise RuntimeError(f"{now.verb} inside {running()}: call its step")
    rehearsing = _rehearsing.get()
    try:
        with (
            transaction.atomic(durable=not rehearsing),
            pghistory.context(verb=now.verb, user=now.actor.pk, request_id=door().request_id) as history,
            running_as(now),
        ):
            now.context_id = history.id if history else None
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '3s'")
            yield
            connection.check_constraints()
            if not rehearsing:
                audit.write(now)
                _seal()
    except IntegrityError as error:
        raise from_integrity(error) or error from error
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise Conflict("busy_elsewhere") from error
        raise


def _seal() -> None:
    """What must commit with the effect: the idempotency key of the request, the lease of the job."""
    for bound in (door().idempotency, door().lease):
        if bound is not None:
            bound.commit_with_effect()


class _Undo(Exception):
    """Leaves a rehearsal's transaction."""


@contextmanager
def rehearse() -> Iterator[None]:
    """The one place where verbs run as savepoints of an outer transaction that is always rolled back."""
    token = _rehearsing.set(True)
    try:
        with transaction.atomic(durable=True):
            yield
            raise _Undo
    except _Undo:
        pass
    finally:
        _rehearsing.reset(token)


def lock(rows: Manager[M] | QuerySet[M], ids: Sequence[int], version: int | None = None) -> list[M]:
    """The rows, locked by sorted id and read again. Ids outside the queryset, or another version, are a Conflict."""
    wanted = sorted(set(ids))
    queryset = rows.all()
    list(queryset.model._base_manager.filter(pk__in=wanted).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    found = {row.pk: row for row in queryset.filter(pk__in=wanted)}
    if len(found) != len(wanted):
        raise Conflict("gone_or_out_of_reach")
    if version is not None and any(getattr(row, "version", None) != version for row in found.values()):
        raise Conflict("changed_since")
    return [found[pk] for pk in wanted]


def lock_one(rows: Manager[M] | QuerySet[M], pk: int, version: int | None = None) -> M:
    return lock(rows, [pk], version)[0]


def transition(subject: Model, state: str, moves: Mapping[str, Set[str]]) -> None:
    """Set `subject.state`, if its table of moves allows it; a wrong move is a Conflict that names both states."""
    now = str(subject.state)  # type: ignore[attr-defined]
    if state not in moves.get(now, set()):
        raise Conflict("wrong_state", field="state", state=now, wanted=state)
    subject.state = state  # type: ignore[attr-defined]
