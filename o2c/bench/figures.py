"""One figure: what the house takes, what the plain tool beside it takes, and the ratio between them."""

import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """`ours` and `plain` are in the same unit; a ratio of 1.0 is as fast (or as small) as the baseline."""

    question: str
    baseline: str
    ours: float
    plain: float
    unit: str = "s"
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.plain if self.plain else float("inf")

    def __str__(self) -> str:
        note = f" ({self.note})" if self.note else ""
        measured = f"{self.ours:.3g} {self.unit} / {self.plain:.3g} {self.unit}"
        return f"{self.question:<58} {self.ratio:>6.2f} x  {self.baseline}  [{measured}]{note}"


def side_by_side(ours: Callable[[], object], plain: Callable[[], object], rounds: int | None = None) -> tuple[float, float]:
    """The median seconds of both, run in turns so that a busy machine is busy for both."""
    taken = [(seconds(ours), seconds(plain)) for _round in range(rounds or ROUNDS)]
    return statistics.median(mine for mine, _plain in taken), statistics.median(plain for _mine, plain in taken)


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def peak_memory(work: Callable[[], object]) -> float:
    """The most memory that Python held at once, in megabytes, besides what it held before."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1_000_000
    finally:
        tracemalloc.stop()


class QueryClock:
    """The seconds spent in queries while it is on."""

    def __init__(self) -> None:
        self.seconds, self.queries = 0.0, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - started
            self.queries += 1


@contextmanager
def query_clock() -> Iterator[QueryClock]:
    clock = QueryClock()
    with connection.execute_wrapper(clock):
        yield clock
