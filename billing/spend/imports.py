"""Spend files in, chunk by chunk; a broken file writes nothing, a wrong row is a finding."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

from o2c.billing.spend.readers import SpendRow, spend
from o2c.billing.spend.services import Taken, import_spend
from o2c.core.access.models import User
from o2c.core.findings import Finding

CHUNK = 5000


def import_file(path: Path, *, source: str, actor: User, tell: Callable[[int], object] = lambda count: None) -> Taken:
    """Take a whole file in; repeated, it changes nothing. `tell` hears how many rows are worked through.

    Raises BusinessError "csv_unreadable", "csv_columns_missing" before anything is written.
    """
    for _row in spend(path):
        pass
    rows, taken, count = spend(path), Taken(), 0
    while chunk := list(islice(rows, CHUNK)):
        taken.findings += [row for row in chunk if isinstance(row, Finding)]
        taken += import_spend(source, [row for row in chunk if isinstance(row, SpendRow)], actor=actor)
        count += len(chunk)
        tell(count)
    return taken
