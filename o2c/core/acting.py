"""Who acts, through which door: one context for the length of a request, a job or a command."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from o2c.core.access.models import User

Source = Literal["ui", "api", "job", "import", "command"]


@dataclass(frozen=True, slots=True)
class Door:
    """The way in: what kind, which request, who reads the answer, and what must commit together with the verb's effect."""

    source: Source
    request_id: str
    idempotency: Any = None
    lease: Any = None
    reader: "User | None" = None


@dataclass(slots=True)
class Running:
    """The verb that is under way: who runs it, for whom, and the audit events it has collected."""

    verb: str
    actor: "User"
    on_behalf_of: "User | None"
    context_id: uuid.UUID | None = None
    events: list[Any] = field(default_factory=list)


_door: ContextVar[Door | None] = ContextVar("door", default=None)
_running: ContextVar[Running | None] = ContextVar("running", default=None)


def door() -> Door:
    return _door.get() or Door("command", uuid.uuid4().hex)


def running() -> Running | None:
    return _running.get()


def actor_id() -> int | None:
    """Default of `created_by`: the person whose verb writes the row."""
    now = _running.get()
    return now.actor.pk if now else None


@contextmanager
def through(
    source: Source, *, request_id: str = "", idempotency: Any = None, lease: Any = None, reader: "User | None" = None
) -> Iterator[Door]:
    """Everything inside came through this door."""
    way = Door(source, request_id or uuid.uuid4().hex, idempotency, lease, reader)
    token = _door.set(way)
    try:
        yield way
    finally:
        _door.reset(token)


@contextmanager
def running_as(now: Running) -> Iterator[Running]:
    token = _running.set(now)
    try:
        yield now
    finally:
        _running.reset(token)
