"""One timeline per object, fed by whoever knows something about it: audit, mail, calls, documents, notes.

timeline.source("audit", entries_of)      # entries_of(subject, actor, limit) -> Iterable[TimelineEntry]
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

LIMIT = 50


@dataclass(frozen=True)
class TimelineEntry:
    """One line in words. `kind` is what the reader filters by; `body` is plain text; where it `folds`, a click shows it."""

    at: datetime
    kind: str | Promise
    title: str | Promise
    body: str = ""
    who: str = ""
    url: str = ""
    icon: str = "history"
    folds: bool = False


Source = Callable[[Any, Any, int], Iterable[TimelineEntry]]
_sources: dict[str, Source] = {}


def source(name: str, entries_of: Source) -> None:
    """Feed every timeline; the source answers nothing for objects it does not know or the actor may not see."""
    _sources[name] = entries_of


def entries(subject: Any, actor: Any, limit: int = LIMIT) -> list[TimelineEntry]:
    """The newest entries of all sources, newest first."""
    found = [entry for entries_of in _sources.values() for entry in entries_of(subject, actor, limit)]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:limit]
