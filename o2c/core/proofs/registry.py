"""The proofs of every floor. A room registers its own when it loads (`AppConfig.ready`)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise

from o2c.core.sentences import name


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that breaks the proof: what a person calls it, the code of what is wrong, and where to look."""

    label: str
    why: str
    values: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""


Prove = Callable[[date], Iterable[Bad]]


@dataclass(frozen=True, slots=True)
class Proof:
    code: str
    title: str | Promise
    prove: Prove
    area: str
    version: int


PROOFS: dict[str, Proof] = {}


def proof(code: str, title: str | Promise, prove: Prove, area: str, *, version: int = 1) -> None:
    """Prove something every night: `prove(day)` gives the bad rows, none when all is well. One set-based question."""
    name(f"proof:{code}", title)
    PROOFS[code] = Proof(code, title, prove, area, version)
