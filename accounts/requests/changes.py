"""What carrying a request out changed or would change: from the trail of its verbs to words, record by record."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from o2c.core.acting import running
from o2c.core.audit.words import kind_of, label_of
from o2c.core.spoken import paired, spoken

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FACTS = ("action", "object_type", "object_label", "before", "after")
Told = list[dict[str, Any]]


@dataclass(frozen=True)
class Change:
    """One record that was changed: its kind and name, and each field in words before and after."""

    record: str
    fields: list[tuple[str, str, str]]


def told_so_far() -> int:
    """How much the verb that is under way has told the trail."""
    now = running()
    return len(now.events) if now else 0


def told(start: int = 0) -> Told:
    """What it told since."""
    now = running()
    return [{name: entry.fields[name] for name in FACTS} for entry in (now.events[start:] if now else ())]


def in_words(rows: Told) -> list[Change]:
    """Every record that changes, in the order it happens."""
    return [
        Change(f"{kind_of(row['object_type']).capitalize()} {row['object_label']}", _fields(row))
        for row in rows
        if row["before"] or row["after"]
    ]


def side_by_side(changes: Iterable[Change]) -> list[tuple[str, str]]:
    """(record and field, before and after) as one list of facts."""
    return [(paired(change.record, label), f"{before} → {after}") for change in changes for label, before, after in change.fields]


def _fields(row: dict[str, Any]) -> list[tuple[str, str, str]]:
    names = [*row["before"], *(name for name in row["after"] if name not in row["before"])]
    return [(label_of(row["object_type"], name), _spoken(row["before"].get(name)), _spoken(row["after"].get(name))) for name in names]


def _spoken(value: Any) -> str:
    if isinstance(value, str) and DAY.fullmatch(value):
        return spoken(date.fromisoformat(value))
    return "–" if value in (None, "", []) else spoken(value)
