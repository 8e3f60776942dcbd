"""What may be removed at all, and why it is kept: each room answers for its own records.

named(Rendering, "pdf", reasons_of)          # this column names stored files; reasons_of(file ids) says why they are kept
source(Source("accounts.customer", ...))     # records of another kind, with what is done to remove them
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model
from django.utils.functional import Promise

from o2c.core.retention.rules import Reason


@dataclass(frozen=True, slots=True)
class Use:
    """One reason to keep an object. Of which customer and entity, under which name, and `reason`; None: a mere copy of something else."""

    object_id: int
    reason: Reason | None
    name: str = ""
    customer_id: int | None = None
    entity_id: int | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """What a source offers: an object with every use of it."""

    object_id: int
    name: str
    uses: tuple[Use, ...]
    size: int | None = None
    sha256: str = ""


Reach = Callable[[int, date, int], list[int]]  # after this id, begun before this day, at most so many -> ids


@dataclass(frozen=True, slots=True)
class Source:
    """`remove` runs inside the verb, `afterwards` once it has committed; both with object ids, both safe to repeat."""

    object_type: str
    title: str | Promise
    reach: Reach
    things: Callable[[Collection[int]], list[Thing]]
    remove: Callable[[Collection[int]], None]
    afterwards: Callable[[Collection[int]], None]


UsesOf = Callable[[Collection[int]], Iterable[Use]]
SOURCES: dict[str, Source] = {}
NAMED: dict[tuple[str, str], UsesOf] = {}


def source(made: Source) -> None:
    SOURCES[made.object_type] = made


def named(model: type[Model], column: str, uses_of: UsesOf) -> None:
    """Answer for one column that names stored files. A file that a column nobody answers for names is never removed."""
    NAMED[model._meta.label_lower, column] = uses_of


def title_of(object_type: str) -> str:
    return str(SOURCES[object_type].title) if object_type in SOURCES else object_type
