"""Returns with one sure original, booked in the night and after an upload; the others wait for a person."""

from typing import Any

from o2c.collections.cash.returns.queries import collected, imported_originals, originals, payments_on_customers, waiting_returns
from o2c.collections.cash.returns.services import PERMISSION, book_return
from o2c.collections.cash.statements.models import StatementLine
from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.jobs.progress import Progress


def book_returns(j: Progress) -> None:
    """Entry by entry; repeated, it finds nothing left."""
    for line in waiting_returns().filter(entity=j.job.entity):
        if is_sure(line, j.actor):
            with j.chunk():
                book_return(line.pk, actor=j.actor)


def on_returns_imported(file_id: int, data: dict[str, Any]) -> None:
    """A file brought entries: its sure returns are booked at once."""
    actor = the_night()
    for line in waiting_returns().filter(statement__file=file_id):
        if is_sure(line, actor):
            book_return(line.pk, actor=actor)


def is_sure(line: StatementLine, actor: User) -> bool:
    """Exactly one payment it can have taken back."""
    found = originals(line, payments_on_customers(line, actor, PERMISSION))
    return len(found or imported_originals(line, collected(line, actor, PERMISSION))) == 1
