"""The global search of the top bar: a number, a name, the end of an IBAN or a reference leads to its page.

jump.source(fn)      # fn(actor, text) -> Iterable[Hit], at most a handful, inside the actor's scope
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

SHORTEST = 2
MOST = 12


@dataclass(frozen=True)
class Hit:
    label: str
    kind: str | Promise
    url: str
    detail: str = ""


_sources: list[Callable[[Any, str], Iterable[Hit]]] = []


def source(hits_of: Callable[[Any, str], Iterable[Hit]]) -> None:
    """Let the search find one more kind of object."""
    if hits_of not in _sources:
        _sources.append(hits_of)


def hits(actor: Any, text: str) -> list[Hit]:
    """What the text may mean, in the order of the sources; nothing for less than two characters."""
    wanted = text.strip()
    if len(wanted) < SHORTEST:
        return []
    return [hit for hits_of in _sources for hit in hits_of(actor, wanted)][:MOST]
