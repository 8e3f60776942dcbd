"""One name, made comparable: the same steps on both sides, in the order of the reference."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from o2c.compliance.watchlists.readers.listed import Kind

from .words import FORM_OF, LONGEST_FORM, LOOK_ALIKES, ONLY_LAST, PARTICLES, TITLES

MAX_LETTERS, MAX_PARTS = 400, 24
LATIN = re.compile(r"[A-Za-z]")
WORD = re.compile(r"\w+")
ABBREVIATION = re.compile(r"\b\w(?:\.\s?\w\b)+\.?")
APOSTROPHES = re.compile(r"['’‘`´ʼʻʿʾ\"]")
NOT_A_PART = re.compile(r"[^0-9a-z]+")

# One spelling for the ways a sound is romanised: first with the vowels kept, then (SKELETON) without.
ROMANISATIONS = "sch>sh tch>ch dj>j dzh>j zh>j kh>h gh>g ph>f th>t dh>d ck>k q>k x>ks ou>u oo>u ee>i y>i j>i w>v"
SAME_SPELLING = tuple(pair.split(">") for pair in ROMANISATIONS.split())
SKELETON = (("sh", "s"), ("ch", "s"), ("ts", "s"), ("c", "k"), ("z", "s"))
DOUBLE = re.compile(r"(.)\1+")
VOWELS = re.compile(r"(?<!^)[aeiou]|(?<=.)h$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name ready for comparing: `parts` of the core in their order, the legal forms taken out, what was odd about it."""

    parts: tuple[str, ...]
    forms: frozenset[str] = frozenset()
    folded_look_alikes: bool = False


@lru_cache(maxsize=20_000)
def normal(text: str, kind: Kind = "") -> Name:
    """The parts of `text`; empty for a name without letters and digits. A name never loses its last part."""
    shown = "".join(sign for sign in unicodedata.normalize("NFKC", text[:MAX_LETTERS]) if unicodedata.category(sign) != "Cf")
    folded = WORD.sub(lambda word: _unmasked(word[0]), shown)
    latin = anyascii(APOSTROPHES.sub("", folded)).lower()
    latin = APOSTROPHES.sub("", latin)
    latin = ABBREVIATION.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", latin)
    parts = tuple(NOT_A_PART.sub(" ", latin).split())[:MAX_PARTS]
    forms: frozenset[str] = frozenset()
    if kind == "person":
        parts = tuple(part for part in parts if part not in TITLES) or parts
    else:
        parts, forms = without_forms(parts)
    return Name(parts, forms, folded != shown)


def _unmasked(word: str) -> str:
    if word.isascii() or not LATIN.search(word):
        return word
    return word.translate(LOOK_ALIKES)


def without_forms(parts: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The core of a company's name and the legal forms in it; all parts when nothing would remain."""
    core: list[str] = []
    forms: set[str] = set()
    at = 0
    while at < len(parts):
        length = _form_at(parts, at)
        if length:
            forms.add(FORM_OF[parts[at : at + length]])
        else:
            core.append(parts[at])
        at += max(length, 1)
    if not any(part not in PARTICLES for part in core):
        return parts, frozenset()
    return tuple(core), frozenset(forms)


def _form_at(parts: Sequence[str], at: int) -> int:
    for length in range(min(LONGEST_FORM, len(parts) - at), 0, -1):
        phrase = tuple(parts[at : at + length])
        is_last = at + length == len(parts)
        if phrase in FORM_OF and (is_last or phrase[0] not in ONLY_LAST or length > 1):
            return length
    return 0


@lru_cache(maxsize=200_000)
def spelling_key(part: str) -> str:
    """One key for the usual romanisations of one spelling: `Yussef`, `Yousef` and `Iusef` give the same."""
    if part.isdecimal():
        return part
    for written, key in SAME_SPELLING:
        part = part.replace(written, key)
    return DOUBLE.sub(r"\1", part)


@lru_cache(maxsize=200_000)
def sound_key(part: str) -> str:
    """The consonants of a part, near ones made equal; "" when too few remain to say anything."""
    if part.isdecimal():
        return ""
    key = spelling_key(part)
    for written, sound in SKELETON:
        key = key.replace(written, sound)
    key = DOUBLE.sub(r"\1", VOWELS.sub("", key))
    return key if len(key) >= 3 else ""
