"""Everything the house holds about one person, gathered from every room that holds something.

personal.source("bounces", rows_of)      # rows_of(contacts, actor) -> rows about these contacts, which are one person
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from o2c.accounts.customers.models import Contact
from o2c.core.access.models import User


@dataclass(frozen=True, slots=True)
class PersonalRow:
    """One thing that is held: in which kind of record, which fact, since or at when."""

    kind: str | Promise
    fact: str | Promise
    value: str
    at: datetime | None = None


Source = Callable[[Sequence[Contact], User], Iterable[PersonalRow]]
_sources: dict[str, Source] = {}


def source(name: str, rows_of: Source) -> None:
    """Answer for what this room holds about people."""
    _sources[name] = rows_of


def gathered(contacts: Sequence[Contact], actor: User) -> list[PersonalRow]:
    """Every row of every source, in the order in which they registered."""
    return [row for rows_of in _sources.values() for row in rows_of(contacts, actor)]
