"""How events are chained: `hash = SHA256(prev_hash || canonical_json(event without hash))`. Source: reference 10."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from o2c.core.plain import plain

GENESIS = "0" * 64


def canonical(event: Mapping[str, Any]) -> str:
    return json.dumps(plain(event), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def link(prev_hash: str, event: Mapping[str, Any]) -> str:
    return hashlib.sha256((prev_hash + canonical(event)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """The first row where a chain does not hold, and what is wrong with it."""

    seq: int
    code: str


def first_break(rows: Iterable[tuple[int, str, str, Mapping[str, Any]]], last_seq: int, last_hash: str) -> Break | None:
    """`rows` are (seq, prev_hash, hash, event) in order of seq; None when every link holds up to the head of the chain."""
    previous, expected = GENESIS, 1
    for seq, prev_hash, stored, event in rows:
        if seq != expected:
            return Break(expected, "event_missing")
        if prev_hash != previous or link(previous, event) != stored:
            return Break(seq, "event_changed")
        previous, expected = stored, expected + 1
    if expected <= last_seq:
        return Break(expected, "event_missing")
    return None if previous == last_hash and expected == last_seq + 1 else Break(last_seq, "head_changed")
