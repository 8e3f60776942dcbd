"""How events are chained: `hash = SHA256(prev_hash || canonical_json(event without hash))`. Source: reference 10."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

GENESIS = "0" * 64


def plain(value: Any) -> Any:
    """A value as it stands in canonical JSON: decimals as strings, moments as UTC ISO times."""
    match value:
        case Mapping():
            return {str(key): plain(part) for key, part in value.items()}
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case None | bool() | int() | str():
            return value
        case list() | tuple() | set() | frozenset():
            return [plain(part) for part in value]
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)


def canonical(event: Mapping[str, Any]) -> str:
    return json.dumps(plain(event), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def link(prev_hash: str, event: Mapping[str, Any]) -> str:
    return hashlib.sha256((prev_hash + canonical(event)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """The first row where a chain does not hold, and what is wrong with it."""

    seq: int
    code: str


def first_break(rows: Iterable[tuple[int, str, str, Mapping[str, Any]]]) -> Break | None:
    """`rows` are (seq, prev_hash, hash, event) in order of seq; None when every link holds."""
    previous, expected = GENESIS, 1
    for seq, prev_hash, stored, event in rows:
        if seq != expected:
            return Break(expected, "event_missing")
        if prev_hash != previous or link(previous, event) != stored:
            return Break(seq, "event_changed")
        previous, expected = stored, expected + 1
    return None
