"""The index as one immutable file, mapped by every process that reads it."""

import json
import math
import mmap
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np

from o2c.compliance.watchlists.readers.listed import Listed

from .building import build_index
from .facts import ENGINE_VERSION
from .index import Index, Parties
from .table import Numbers, Table, Texts, texts_of

MAGIC = b"o2c screening index\n"
PLACE = 64  # arrays begin at multiples of it
SINGLE = ("bearers", "name_facts", "totals", "standing")
TABLES = ("postings", "keys", "names", "glued", "numbers", "party_keys")


def write_index(parties: Iterable[Listed], path: Path) -> None:
    """Build and write; readers see the old file or the whole new one, never half of it."""
    arrays = dict(_arrays(build_index(parties)))
    facts: list[dict[str, Any]] = []
    at = 0
    for name, array in arrays.items():
        facts.append({"name": name, "type": array.dtype.str, "shape": array.shape, "at": at})
        at += -(-array.nbytes // PLACE) * PLACE
    head = json.dumps({"engine": ENGINE_VERSION, "arrays": facts}).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        file.write(MAGIC + len(head).to_bytes(8, "little") + head)
        start = -(-file.tell() // PLACE) * PLACE
        for array, fact in zip(arrays.values(), facts, strict=True):
            file.seek(start + fact["at"])
            file.write(np.ascontiguousarray(array).tobytes())
        file.truncate(start + at)
    os.replace(file.name, path)


def open_index(path: Path) -> Index:
    """The index in the file, read on demand and shared. Raises ValueError for a file that is none or of another engine."""
    with path.open("rb") as file:
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if content[: len(MAGIC)] != MAGIC:
        raise ValueError(f"{path} is no screening index")
    after = len(MAGIC) + 8
    length = int.from_bytes(content[len(MAGIC) : after], "little")
    head = json.loads(content[after : after + length])
    if head["engine"] != ENGINE_VERSION:
        raise ValueError(f"{path} was written by engine {head['engine']}, this is {ENGINE_VERSION}")
    start = -(-(after + length) // PLACE) * PLACE
    arrays = {fact["name"]: _array(content, start, fact) for fact in head["arrays"]}
    single: dict[str, Any] = {name: arrays[name] for name in SINGLE}
    tables = {name: Table(*(arrays[f"{name}.{part}"] for part in ("hashes", "starts", "numbers"))) for name in TABLES}
    parts, parties = (Texts(arrays[f"{name}.content"], arrays[f"{name}.starts"]) for name in ("parts", "parties"))
    return Index(**single | tables, parts=parts, parties=Parties(parties))


def _arrays(index: Index) -> Iterator[tuple[str, Numbers]]:
    for name in SINGLE:
        yield name, getattr(index, name)
    for name in TABLES:
        table: Table = getattr(index, name)
        yield from ((f"{name}.{part}", getattr(table, part)) for part in ("hashes", "starts", "numbers"))
    parties = texts_of(json.dumps(party.as_json(), ensure_ascii=False) for party in index.parties)
    for name, texts in (("parts", index.parts), ("parties", parties)):
        yield from ((f"{name}.{part}", getattr(texts, part)) for part in ("content", "starts"))


def _array(content: mmap.mmap, start: int, fact: Mapping[str, Any]) -> Numbers:
    kind, count = np.dtype(fact["type"]), math.prod(fact["shape"])
    if not count:
        return np.zeros(fact["shape"], kind)
    return np.frombuffer(content, dtype=kind, count=count, offset=start + fact["at"]).reshape(fact["shape"])
