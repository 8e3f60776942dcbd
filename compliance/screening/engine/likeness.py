"""How like two parts of names are, 0 to 1, and in what way."""

from functools import lru_cache

from rapidfuzz.distance import OSA, Editop, Levenshtein

from .keys import ARTICLES, DOUBLE, bare_keys, scanned_key, sound_key, spelling_key, stem
from .script import BARE
from .vowelless import reads_as
from .words import COMMON, FORM_WORDS, KOREAN, NICKNAMES, SAME, SYLLABLES, meaning

SPELLING, MEANING, ARTICLE, SCANNED, NICKNAME, GLUED, ACRONYM, INITIAL = 0.97, 0.95, 0.98, 0.94, 0.86, 0.96, 0.93, 0.6
OTHER_SCHOOL = 0.93  # one Korean syllable
ROMANISATION = 0.95  # one name, in two schools or neighbouring languages
NONE: frozenset[int] = frozenset()
FIRST_LETTER_COST, LONGEST_CUT = 0.04, 4
EDITED = {3: 0.6, 4: 0.28, 5: 0.19, 6: 0.13, 7: 0.1, 8: 0.075, 9: 0.065, 10: 0.06}  # what one letter costs, by length
BARE_LIKENESS = {2: 0.7, 3: 0.78, 4: 0.86}  # only the consonants agree
READ, READ_LONG = {1: 0.7, 2: 0.84, 3: 0.9, 4: 0.93}, 0.95  # one reading of it, by its letters
FOLDED = 0.25  # an edit more where only the folded spellings are near
# Measured on the aliases of listed people: an edit that tells two romanisations of one name twice as often as two names.
ROMANISED = frozenset("iy ae ei ou kq vw cs jy gh gj kx gq y h o e u".split()) | {""}
EASIER = 0.35
OTHER_SYLLABLE = 0.15
SAME_INITIAL = (("ch", "j"), ("k", "g"), ("p", "b"), ("t", "d"), ("r", "l"))  # one Korean consonant each
LEAST_LOOSE, LOOSE_CUT = 0.6, 0.9
BOTH_KNOWN = 0.12  # two given or family names the world knows are two names, however like
LEAST_MISSPELT = 6
LONG_FORM_WORDS = tuple(sorted(word for word in FORM_WORDS if len(word) >= LEAST_MISSPELT))

Likeness = tuple[float, str]
UNLIKE: Likeness = (0.0, "")


@lru_cache(maxsize=300_000)
def likeness(ours: str, theirs: str) -> Likeness:
    """How like, and how: equal, another romanisation, the same word of another language, a nickname, misread, mistyped, initial, unlike.

    Numbers are equal or unlike; short parts allow no edit (`Li` is not `Lu`). The order of the two does not matter.
    """
    if ours == theirs:
        return 1.0, "equal"
    if ours.startswith(BARE) or theirs.startswith(BARE):
        return _bare(ours, theirs)
    if any(map(str.isdigit, ours)) or any(map(str.isdigit, theirs)):
        return UNLIKE
    shorter = min(len(ours), len(theirs))
    if shorter == 1:
        return (INITIAL, "initial") if ours[0] == theirs[0] else UNLIKE
    if not KOREAN.get(ours, NONE).isdisjoint(KOREAN.get(theirs, NONE)) and not (ours in SYLLABLES and theirs in SYLLABLES):
        return OTHER_SCHOOL, "spelling"
    if ours in SYLLABLES and theirs in SYLLABLES and _initial(ours) != _initial(theirs):
        found = _spelt(ours, theirs, shorter)
        return found[0] - OTHER_SYLLABLE, found[1]
    return _spelt(ours, theirs, shorter)


def _spelt(ours: str, theirs: str, shorter: int) -> Likeness:
    if shorter == 2 and len(ours) != len(theirs) and DOUBLE.sub(r"\1", ours) == DOUBLE.sub(r"\1", theirs):
        return SCANNED, "one_edit"
    if shorter >= 3 and spelling_key(ours) == spelling_key(theirs):
        return SPELLING, "spelling"
    if not SAME.get(ours, NONE).isdisjoint(SAME.get(theirs, NONE)):
        return ROMANISATION, "spelling"
    if (canonical := meaning(ours)) and canonical == meaning(theirs):
        return MEANING, "meaning"
    return max(_article(ours, theirs), _other(ours, theirs, shorter))


def _initial(syllable: str) -> str:
    """`chong` and `jong` are one syllable, written by two schools."""
    return next((one + syllable.removeprefix(other) for other, one in SAME_INITIAL if syllable.startswith(other)), syllable)


@lru_cache(maxsize=300_000)
def resemblance(ours: str, theirs: str) -> Likeness:
    """Looser than `likeness`: for what is left over where the rest of two names meets. UNLIKE below LEAST_LOOSE."""
    shorter, longer = sorted((len(ours), len(theirs)))
    if shorter < 3 or not (ours.isalpha() and theirs.isalpha()):
        return UNLIKE
    found = UNLIKE
    if longer - shorter <= LONGEST_CUT and (ours.startswith(theirs) or theirs.startswith(ours)):
        found = LOOSE_CUT - 0.05 * (longer - shorter), "cut"
    if shorter >= 4:
        edits = min(OSA.distance(ours, theirs), OSA.distance(spelling_key(ours), spelling_key(theirs)))
        found = max(found, (1 - edits / longer, "two_edits"))
    return max(found, likeness(ours, theirs)) if found[0] >= LEAST_LOOSE else UNLIKE


def _other(ours: str, theirs: str, shorter: int) -> Likeness:
    found = max(_edits(ours, theirs), _sound(ours, theirs), _cut(ours, theirs, shorter))
    if found[0] and ours in COMMON and theirs in COMMON:
        found = found[0] - BOTH_KNOWN, found[1]
    if ours in SAME and theirs in SAME:
        found = UNLIKE
    if found[0] < NICKNAME and not NICKNAMES.get(ours, NONE).isdisjoint(NICKNAMES.get(theirs, NONE)):
        found = (NICKNAME, "nickname")
    if found[0] < SCANNED and shorter >= 4 and scanned_key(ours) == scanned_key(theirs):
        return SCANNED, "scanned"
    return found


def _bare(ours: str, theirs: str) -> Likeness:
    """One of the two was written without its short vowels: the consonants decide."""
    if ours.startswith(BARE) and theirs.startswith(BARE):
        plain = likeness(ours[1:], theirs[1:])
        return plain if plain[0] >= 0.8 else UNLIKE
    word, latin = (ours, theirs) if ours.startswith(BARE) else (theirs, ours)
    if reads_as(word, latin):
        return READ.get(len(word) - 1, READ_LONG), "sound"
    key = max(bare_keys(ours) & bare_keys(theirs), key=len, default="")
    if len(key) < 2:
        return UNLIKE
    apart = abs(len(ours.removeprefix(BARE)) - len(theirs.removeprefix(BARE)))
    return max(0.7, BARE_LIKENESS[min(len(key), 4)] - 0.01 * apart), "sound"


def _article(ours: str, theirs: str) -> Likeness:
    mine, other = stem(ours), stem(theirs)
    if mine and not other and not theirs.startswith(ARTICLES):
        alike = likeness(mine, theirs)
    elif other and not mine and not ours.startswith(ARTICLES):
        alike = likeness(ours, other)
    else:
        return UNLIKE
    return (ARTICLE * alike[0], "spelling" if alike[1] == "equal" else alike[1]) if alike[0] > 0.85 else UNLIKE


def _edits(ours: str, theirs: str) -> Likeness:
    longer = max(len(ours), len(theirs))
    allowed = (longer >= 4) + (longer >= 7) + (longer >= 12)
    if not allowed:
        return UNLIKE
    plain = OSA.distance(ours, theirs, score_cutoff=allowed)
    ours_folded, theirs_folded = spelling_key(ours), spelling_key(theirs)
    folded = OSA.distance(ours_folded, theirs_folded, score_cutoff=allowed) + FOLDED
    edits = min(plain, folded)
    if edits > allowed + FOLDED or min(len(ours), len(theirs)) < 3:
        return UNLIKE
    edits -= _romanised(ours, theirs) if edits == plain else _romanised(ours_folded, theirs_folded)
    alike = 1 - EDITED[min(max(longer, 3), 10)] * edits - (FIRST_LETTER_COST if ours[0] != theirs[0] else 0)
    return alike, "one_edit" if edits < 1.5 else "two_edits"


def _romanised(ours: str, theirs: str) -> float:
    """What is taken from the count of edits for those that two schools of writing a name in Latin letters differ by."""
    return EASIER * sum(_letters(edit, ours, theirs) in ROMANISED for edit in Levenshtein.editops(ours, theirs))


def _letters(edit: Editop, ours: str, theirs: str) -> str:
    """The two letters exchanged, or the one written or left out; "" for one written twice, whichever it is."""
    if edit.tag == "replace":
        return "".join(sorted((ours[edit.src_pos], theirs[edit.dest_pos])))
    word, at = (ours, edit.src_pos) if edit.tag == "delete" else (theirs, edit.dest_pos)
    return "" if word[at] in word[max(at - 1, 0) : at] + word[at + 1 : at + 2] else word[at]


def _sound(ours: str, theirs: str) -> Likeness:
    key = sound_key(ours)
    if not key or key != sound_key(theirs):
        return UNLIKE
    edits = OSA.distance(spelling_key(ours), spelling_key(theirs))
    return max(0.7, (0.95 if len(key) > 3 else 0.9) - 0.04 * edits), "sound"


def _cut(ours: str, theirs: str, shorter: int) -> Likeness:
    longer = max(len(ours), len(theirs))
    if shorter < 5 or longer - shorter > LONGEST_CUT or not (ours.startswith(theirs) or theirs.startswith(ours)):
        return UNLIKE
    return 0.92 - 0.04 * (longer - shorter), "cut"


@lru_cache(maxsize=50_000)
def is_misspelt_form(part: str) -> bool:
    """`limtied`, `otvetstvenostyu`: a legal form that was not recognised as one."""
    return len(part) >= LEAST_MISSPELT and any(OSA.distance(part, word, score_cutoff=1) <= 1 for word in LONG_FORM_WORDS)
