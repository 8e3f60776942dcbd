"""Spend files in, chunk by chunk; a broken file writes nothing, a wrong row is a finding."""

import csv
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from o2c.billing.spend.merging import Taken
from o2c.billing.spend.readers import COLUMNS, SpendRow, spend
from o2c.billing.spend.services import import_spend
from o2c.core import csv_rows
from o2c.core.access.models import User
from o2c.core.errors import BusinessError
from o2c.core.findings import Finding

CHUNK = 20_000


def import_file(path: Path, *, source: str, actor: User, tell: Callable[[int], object] = lambda count: None) -> Taken:
    """Take a whole file in; repeated, it changes nothing, so one that was interrupted is simply sent again.

    `tell` hears how many rows are worked through. A chunk is in memory at a time, whatever the size of the file.
    Raises BusinessError "csv_unreadable", "csv_columns_missing" before anything is written.
    """
    _readable(path)
    rows, taken, count = spend(path), Taken(), 0
    while chunk := list(islice(rows, CHUNK)):
        taken.found([row for row in chunk if isinstance(row, Finding)])
        taken += import_spend(source, [row for row in chunk if isinstance(row, SpendRow)], actor=actor)
        count += len(chunk)
        tell(count)
    taken.findings.sort(key=lambda found: found.row)
    return taken


def _readable(path: Path) -> None:
    """Read to the end without looking at the values."""
    next(csv_rows.read(path, COLUMNS, lambda number, row: None), None)
    try:
        with csv_rows.opened(path) as text:
            for _row in csv.reader(csv_rows.lines(text)):
                pass
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise BusinessError("csv_unreadable", field="file", name=path.name, error=str(error)) from error
