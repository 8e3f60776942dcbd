"""Postings in flat arrays: which numbers stand under a key. Arrays may lie in memory or in a mapped file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import adler32, crc32

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
NONE = np.zeros(0, dtype=np.uint32)


def hashed(key: str) -> int:
    """64 bits of a key, the same on every machine. Two keys may share them: whoever looks a key up checks what it finds."""
    content = key.encode()
    return crc32(content) | adler32(content) << 32


@dataclass(frozen=True, slots=True)
class Table:
    """Keys as sorted hashes; the numbers of key `n` are `numbers[starts[n]:starts[n + 1]]`."""

    hashes: Numbers
    starts: Numbers
    numbers: Numbers

    def get(self, key: str) -> Numbers:
        sought = np.uint64(hashed(key))
        at = int(np.searchsorted(self.hashes, sought))
        if at < len(self.hashes) and self.hashes[at] == sought:
            return self.numbers[self.starts[at] : self.starts[at + 1]]
        return NONE

    def get_all(self, keys: Sequence[str]) -> list[Numbers]:
        """The numbers of each key that is known."""
        sought = np.fromiter(map(hashed, keys), dtype=np.uint64, count=len(keys))
        places = np.searchsorted(self.hashes, sought)
        places[places == len(self.hashes)] = 0
        known = places[self.hashes[places] == sought] if len(self.hashes) else ()
        return [self.numbers[self.starts[at] : self.starts[at + 1]] for at in known]


def table_of(filed: Iterable[tuple[int, str]]) -> Table:
    """Numbers filed under keys; the numbers of a key in the order they came."""
    pairs = [(number, hashed(key)) for number, key in filed]
    hashes = np.fromiter((key for _, key in pairs), dtype=np.uint64, count=len(pairs))
    order = np.argsort(hashes, kind="stable")
    numbers = np.fromiter((number for number, _ in pairs), dtype=np.uint32, count=len(pairs))[order]
    known, starts = np.unique(hashes[order], return_index=True)
    return Table(known, np.append(starts, len(pairs)).astype(np.uint64), numbers)


def starts_of(lengths: Iterable[int]) -> Numbers:
    """Where each of these lengths begins, and where the last one ends."""
    return np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(np.fromiter(lengths, dtype=np.uint64), dtype=np.uint64)])


@dataclass(frozen=True, slots=True)
class Texts:
    """Strings in one array of bytes."""

    content: Numbers
    starts: Numbers

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, at: int) -> str:
        return bytes(self.content[int(self.starts[at]) : int(self.starts[at + 1])]).decode()


def texts_of(texts: Iterable[str]) -> Texts:
    encoded = [text.encode() for text in texts]
    return Texts(np.frombuffer(b"".join(encoded), dtype=np.uint8), starts_of(map(len, encoded)))
