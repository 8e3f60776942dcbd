"""Our name as it may be meant: as written, and with words written as one taken apart."""

from collections.abc import Iterator, Sequence

from .index import Index
from .keys import spelling_key
from .normal import without_forms
from .words import FORM_WORDS

LEAST_JOINED, LEAST_PIECE, MOST_PIECES = 7, 3, 4
KNOWN_LIKENESS = 0.9


def readings(parts: Sequence[str], index: Index) -> Iterator[tuple[str, ...]]:
    """The parts as they stand; then with every long unknown one taken apart into listed ones, where that can be done."""
    yield tuple(parts)
    apart = tuple(piece for part in parts for piece in index.pieces(part, _pieces))
    if len(apart) > len(parts):
        yield without_forms(apart)[0]


def _pieces(part: str, index: Index) -> Sequence[str]:
    if len(part) < LEAST_JOINED or not part.isalpha() or any(alike >= KNOWN_LIKENESS for alike, _ in index.near(part).values()):
        return (part,)
    found = _taken_apart(part, index, MOST_PIECES)
    return found or (part,)


def _taken_apart(text: str, index: Index, most: int) -> tuple[str, ...]:
    """The fewest listed parts that make up the text, the most common ones among equals."""
    ways: list[tuple[str, ...]] = []
    for cut in range(LEAST_PIECE, len(text) - LEAST_PIECE + 1):
        if not _is_listed(text[:cut], index):
            continue
        rest = text[cut:]
        if _is_listed(rest, index):
            ways.append((text[:cut], rest))
        elif most > 2 and (more := _taken_apart(rest, index, most - 1)):
            ways.append((text[:cut], *more))
    return min(ways, key=lambda way: (len(way), -min(map(len, way)), way), default=())


def _is_listed(text: str, index: Index) -> bool:
    return text in FORM_WORDS or bool(len(index.keys.get("=" + spelling_key(text))))
