"""What the screening commands share: files opened with care, findings said as they come, and the count at the end."""

import csv
import json as plain_json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import CommandError, OutputWrapper

from o2c.compliance.screening.engine import Reason
from o2c.compliance.screening.sheets import Read
from o2c.core.errors import BusinessError
from o2c.core.sentences import explain, sentence


@dataclass(slots=True)
class Tally:
    """How many rows came, how many of those written match, how many findings there were, and since when."""

    stderr: OutputWrapper
    rows: int = 0
    matches: int = 0
    findings: int = 0
    started: float = 0.0

    def over(self, read: Iterable[Read]) -> Iterator[Read]:
        self.started = time.perf_counter()
        for row in read:
            self.rows += 1
            for found in row.findings:
                self.findings += 1
                self.stderr.write(f"row {found.row}, {found.field} “{found.value}”: {sentence(found.code, found.values)}")
            yield row

    def counting(self, written: Iterable[list[object]]) -> Iterator[list[object]]:
        for row in written:
            self.matches += "match" in row
            yield row

    def said(self, *, json: bool) -> str:
        seconds = time.perf_counter() - self.started
        facts = {"rows": self.rows, "matches": self.matches, "findings": self.findings, "seconds": round(seconds, 2)}
        return plain_json.dumps(facts) if json else "\n".join(f"{name:<10} {value}" for name, value in facts.items())


@contextmanager
def reading(source: Path, target: Path, header: Sequence[str], tally: Tally) -> Iterator[tuple[TextIO, Any]]:
    """The sheet to read and the writer to write to. What stops the work becomes a CommandError in words."""
    if target.exists() and target.samefile(source):
        raise CommandError(f"{target} is the file to read: name another one to write to.")
    try:
        with source.open(encoding="utf-8-sig", newline="") as sheet, target.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(header)
            yield sheet, out
    except BusinessError as refusal:
        raise CommandError(f"{source}: {explain(refusal)}") from refusal
    except OSError as error:
        raise CommandError(f"{error.filename} cannot be read or written: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{source} is not UTF-8 after row {tally.rows + 1}: save it as UTF-8.") from error
    except csv.Error as error:
        raise CommandError(f"{source} cannot be read after row {tally.rows + 1}: {error}.") from error


def words(reasons: Iterable[Reason]) -> str:
    """The reasons as one line, each with what it added to the score."""
    return "; ".join(f"{sentence(reason.code, dict(reason.values))} ({reason.effect:+.4f})" for reason in reasons)
