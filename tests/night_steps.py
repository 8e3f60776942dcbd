"""Nights for tests: an empty plan, and one with a chunked step that can be killed.

KILL_FOLDER is where the step says that it is in the middle of chunk 3, the first time it gets there.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from o2c.core import verbs
from o2c.core.access.models import User
from o2c.core.audit import services as audit
from o2c.core.entities.models import LegalEntity
from o2c.core.jobs import kinds, night
from o2c.core.jobs.progress import Progress

CHUNKS = 6


@verbs.verb("tests.work_chunk")
def work_chunk(entity: LegalEntity, number: int, *, actor: User) -> None:
    """Leave one audit event per chunk, and stand still in the middle of the third as long as the test wants."""
    audit.record("chunk.worked", entity, actor=actor, number=number)
    reached = Path(os.environ["KILL_FOLDER"]) / "reached"
    if number == 3 and not reached.exists():
        reached.touch()
        time.sleep(600)


def run_chunks(j: Progress) -> None:
    j.total(CHUNKS)
    for number in range(j.cursor.get("number", 0) + 1, CHUNKS + 1):
        with j.chunk(cursor={"number": number}):
            work_chunk(j.job.entity, number, actor=j.actor)
    j.result["chunks"] = CHUNKS


def run_after(j: Progress) -> None:
    with j.chunk():
        work_chunk(j.job.entity, 100, actor=j.actor)


def plan_chunks() -> None:
    night.step("t.chunks", "Chunks", run_chunks)
    night.step("t.after", "What comes after", run_after, after=("t.chunks",))


@contextmanager
def empty_plan() -> Iterator[None]:
    """A night without steps; the real ones are back afterwards."""
    registries = [night.STEPS, night.RUNS, kinds.KINDS]
    real = [dict(registry) for registry in registries]
    night.STEPS.clear()
    yield
    for registry, entries in zip(registries, real, strict=True):
        registry.clear()
        registry.update(entries)  # type: ignore[arg-type]
