"""How like two parts of names are, 0 to 1, and in what way."""

from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from .normal import sound_key, spelling_key
from .words import FORM_WORDS

LEAST_FOR_ONE_EDIT, LEAST_FOR_TWO_EDITS = 4, 8
SPELLING, GLUED, INITIAL = 0.96, 0.95, 0.6
SOUND_NEEDS = 0.74
LEAST_MISSPELT = 5
LONG_FORM_WORDS = tuple(sorted(word for word in FORM_WORDS if len(word) >= LEAST_MISSPELT))

Likeness = tuple[float, str]
UNLIKE: Likeness = (0.0, "")


@lru_cache(maxsize=500_000)
def likeness(ours: str, theirs: str) -> Likeness:
    """Equal, another romanisation, one letter wrong (in 4 and more), two (in 8 and more), same sound, an initial, or unlike.

    Numbers are equal or unlike; short parts allow no edit (`Li` is not `Lu`).
    """
    if ours == theirs:
        return 1.0, "equal"
    if any(map(str.isdigit, ours)) or any(map(str.isdigit, theirs)):
        return UNLIKE
    shorter = min(len(ours), len(theirs))
    if shorter == 1:
        return (INITIAL, "initial") if ours[0] == theirs[0] else UNLIKE
    if shorter >= 3 and spelling_key(ours) == spelling_key(theirs):
        return SPELLING, "spelling"
    return max(_edits(ours, theirs, shorter), _sound(ours, theirs))


def _edits(ours: str, theirs: str, shorter: int) -> Likeness:
    if shorter < LEAST_FOR_ONE_EDIT:
        return UNLIKE
    edits = OSA.distance(ours, theirs, score_cutoff=2)
    if edits == 1:
        return (0.93 if shorter >= 6 else 0.86), "one_edit"
    if edits == 2 and shorter >= LEAST_FOR_TWO_EDITS:
        return 0.86, "two_edits"
    return UNLIKE


def _sound(ours: str, theirs: str) -> Likeness:
    key = sound_key(ours)
    if not key or key != sound_key(theirs):
        return UNLIKE
    alike = JaroWinkler.similarity(ours, theirs)
    return (round(0.72 + 0.18 * alike, 4), "sound") if alike >= SOUND_NEEDS else UNLIKE


@lru_cache(maxsize=50_000)
def is_misspelt_form(part: str) -> bool:
    """`limtied`, `otvetstvenostyu`: a legal form that was not recognised as one."""
    return len(part) >= LEAST_MISSPELT and any(_edits(part, word, min(len(part), len(word)))[0] for word in LONG_FORM_WORDS)
