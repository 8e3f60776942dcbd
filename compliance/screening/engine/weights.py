"""How telling a part of a name is, from how many bear it: on the lists themselves and in the world."""

import math

from .likeness import is_misspelt_form
from .script import BARE
from .words import COMMON, FORM_WORDS, HONORIFICS, LITTLE_WORDS, PARTICLES

FULL = 10.0  # what a part that one in 22,000 bears says, in natural units: weight 1
LEAST, PARTICLE, HONORIFIC, LETTER = 0.02, 0.05, 0.08, 0.2
MILLION = 1_000_000
SHORT = {2: 0.5, 3: 0.68, 4: 0.88}  # there are not many short words: what one can tell at most, by its letters


def part_weight(part: str, bearers: int, parties: int) -> float:
    """LEAST to 1; parts nobody listed bears tell most, unless the world is full of them."""
    if part in PARTICLES:
        return PARTICLE
    if part in HONORIFICS:
        return HONORIFIC
    if part in LITTLE_WORDS or part in FORM_WORDS or (not bearers and is_misspelt_form(part)):
        return LEAST
    if len(part) == 1:
        return LETTER
    most = SHORT.get(len(part.removeprefix(BARE)), 1.0)
    share = max(bearers / max(parties, 1) if parties > 1000 else 0.0, COMMON.get(part, 0) / MILLION, math.exp(-FULL))
    return round(min(most, max(LEAST, -math.log(share) / FULL)), 4)


def is_light(part: str) -> bool:
    """Whether a part says next to nothing about who somebody is."""
    return part in PARTICLES or part in LITTLE_WORDS or part in HONORIFICS or part in FORM_WORDS
