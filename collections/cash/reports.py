"""A bank file in words and figures, for the command line."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from o2c.collections.cash.readers.reading import Reading
from o2c.core.sentences import sentence


def said(code: str, values: dict[str, Any]) -> str:
    """The sentence for a reader's code."""
    return sentence(f"bank_file_{code}", values)


def read_row(path: Path, reading: Reading) -> dict[str, Any]:
    """One file as a JSON object; amounts are strings, None where the file does not say."""
    remarks = [said(remark.code, remark.values) for remark in reading.remarks]
    refusal = [said(reading.refusal.code, reading.refusal.values)] if reading.refusal else []
    was_read = reading.refusal is None
    return {
        "file": str(path),
        "format": reading.format,
        "accounts": reading.accounts,
        "currency": reading.currency or None,
        "statements": len(reading.statements),
        "entries": reading.entries if was_read else 0,
        "credits": _text(reading.credits) if was_read else None,
        "debits": _text(reading.debits) if was_read else None,
        "opening": _text(reading.opening),
        "closing": _text(reading.closing),
        "outcome": reading.outcome,
        "messages": [*refusal, *remarks],
    }


def read_lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    """A table a person can read, messages indented below their file."""
    yield f"{'outcome':10}{'format':17}{'entries':>8}{'credits':>18}{'debits':>18}{'closing':>18} ccy  file"
    for row in rows:
        figures = "".join(f"{row[name] or '-':>18}" for name in ("credits", "debits", "closing"))
        yield f"{row['outcome']:10}{row['format'] or '-':17}{row['entries']:>8}{figures} {row['currency'] or '-':4} {row['file']}"
        yield from (f"{'':10}{message}" for message in row["messages"])


def import_lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    """The same for imported files: what was new, what was known, whether the chain holds."""
    yield f"{'outcome':10}{'format':17}{'entries':>8}{'new':>8}{'known':>8}{'closing':>18} {'chain':11}file"
    for row in rows:
        figures = f"{row['entries']:>8}{row['new_entries']:>8}{row['duplicates']:>8}{row['closing'] or '-':>18}"
        yield f"{row['outcome']:10}{row['format'] or '-':17}{figures} {row['chain'] or '-':11}{row['file']}"
        yield from (f"{'':10}{message}" for message in row["messages"])


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
