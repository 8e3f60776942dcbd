"""Split and glued spellings: `al qaida` and `alqaida`, `abd al rahman` and `abdulrahman`."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, permutations

from .normal import spelling_key
from .words import LITTLE_WORDS, PARTICLES

MAX_PARTS = 6
LEAST_GLUED = 6

Span = tuple[tuple[int, ...], str]  # positions of the parts, spelling key of them written as one


def neighbours(parts: Sequence[str]) -> tuple[Span, ...]:
    """Neighbours of a listed name written as one word, a particle between them kept and left out."""
    spans: list[Span] = [((at, at + 1), one + other) for at, (one, other) in enumerate(pairwise(parts))]
    for at, (first, particle, second) in enumerate(zip(parts, parts[1:], parts[2:], strict=False)):
        if particle in PARTICLES:
            spans += [((at, at + 1, at + 2), first + second), ((at, at + 1, at + 2), first + particle + second)]
    return tuple((span, spelling_key(text)) for span, text in spans if len(text) >= LEAST_GLUED and _may_glue(parts, span))


def pairs(parts: Sequence[str]) -> Iterator[Span]:
    """Any two parts of our name written as one word: their order may be the clerk's."""
    if len(parts) > MAX_PARTS:
        return
    for one, other in permutations(range(len(parts)), 2):
        text = parts[one] + parts[other]
        if len(text) >= LEAST_GLUED and _may_glue(parts, (one, other)):
            yield (one, other), spelling_key(text)


def _may_glue(parts: Sequence[str], span: Sequence[int]) -> bool:
    return all(len(parts[at]) > 1 and parts[at] not in LITTLE_WORDS for at in span)
