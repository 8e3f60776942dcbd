"""Names made comparable: one script, one case, no accents, titles and legal forms taken out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from o2c.compliance.watchlists.readers.listed import Kind

from .script import BARE, latin
from .words import FIRST_TOO, FORM_OF, FORM_STARTS, LONGEST_FORM, NUMBER_WORDS, ONLY_LAST, PARTICLES, TITLES

MAX_LETTERS, MAX_PARTS = 400, 24
ABBREVIATION = re.compile(r"\b\w(?:\.\s?\w\b)+\.?")
APOSTROPHES = re.compile(r"['’‘`´ʼʻʿʾ\"]")
BRACKETS = re.compile(r"\([^()]*\)?")
POSSESSIVE = re.compile(r"['’]s\b")
NOT_A_PART = re.compile(r"[^0-9a-z~]+")
CAMEL = re.compile(r"([a-z]{2})(?=[A-Z][A-Za-z]{2})")
MISREAD = str.maketrans("013456789", "oieasbtbg")
MISREADABLE = re.compile(r"^(?=(?:.*[a-z]){3})[a-z]*(?:[0-9][a-z]+)+[0-9]?$|^[0-9][a-z]{3,}$")
MIXED = re.compile(r"^(?=(?:.*[a-z]){2})[0-9a-z]+$")
SERVANT = re.compile(r"^abd(?:[aeiou]{1,2}(?:l(?=[^l])|([a-z])(?=\1))?|)([a-z]{3,})$")
FAITH = re.compile(r"(?:[aeiou]l?)?d{1,2}[iy]e?ne?$")
SERVANTS = {"abd", "abdul", "abdel", "abdal", "abdoul", "abdur", "abdus", "abdu", "abdol", "abdool", BARE + "abd"}
PERSON_FORMS = {"llc", "ltd", "inc", "gmbh", "ooo"}
WHOLE_TENS = frozenset(str(tens) for tens in range(20, 100, 10))
GOD = {"allah", "ullah", "alla", "ulla", "oullah"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name ready for comparing: `parts` of the core in their order, the legal forms taken out, what was odd about it."""

    parts: tuple[str, ...]
    forms: frozenset[str] = frozenset()
    folded_look_alikes: bool = False


@lru_cache(maxsize=20_000)
def normal(text: str, kind: Kind = "") -> Name:
    """The parts of `text`; empty for a name without letters and digits. A name never loses its last part."""
    text = text[:MAX_LETTERS]
    if kind == "person" and text.count(",") == 1:
        last, _, first = text.partition(",")
        text = f"{first} {last}"
    apart = text if text.isupper() else CAMEL.sub(r"\1 ", text)
    written, masked = latin(APOSTROPHES.sub("", POSSESSIVE.sub("", apart)))
    written = APOSTROPHES.sub("", written)
    if "." in written:
        written = ABBREVIATION.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", written)
    parts = tuple(_read_rightly(part, kind) for part in NOT_A_PART.sub(" ", written).split()[:MAX_PARTS] if part.strip(BARE))
    if kind == "person":
        return Name(_faithful(_untitled(parts)), frozenset(), masked)
    core, forms = without_forms(parts)
    if kind == "organisation" or kind == "vessel":
        core = _numbered(core)
    return Name(_faithful(core), forms, masked)


def _read_rightly(part: str, kind: Kind) -> str:
    """`sech1n` is `sechin`: a digit among letters is a misread or a disguise; people have none, and neither have legal forms."""
    if part.isalpha() or part.isdecimal():
        return part
    read = part.translate(MISREAD)
    return read if MISREADABLE.match(part) or (kind == "person" and MIXED.match(part)) or (read,) in FORM_OF else part


def _untitled(parts: tuple[str, ...]) -> tuple[str, ...]:
    named = tuple(part for part in parts if part not in TITLES)
    unformed = tuple(part for part in named if part not in PERSON_FORMS)
    return (unformed if len(unformed) > 1 else named) or parts


def _numbered(parts: tuple[str, ...]) -> tuple[str, ...]:
    """`forty four` and `44`, `second` and `II` are the same number."""
    if len(parts) < 2:
        return parts
    found: list[str] = []
    for part in parts:
        digit = NUMBER_WORDS.get(part, part)
        if found and found[-1] in WHOLE_TENS and digit.isdecimal() and len(digit) == 1:
            found[-1] = str(int(found[-1]) + int(digit))
        else:
            found.append(digit)
    return tuple(found)


def _faithful(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Arabic names of two words as one: `abd al rahman`, `abdul rahman` and `abdurrahman` are all `abdrahman`."""
    found: list[str] = []
    waiting = ""
    for at, part in enumerate(parts):
        rest = len(parts) - at - 1
        if waiting:
            if part in PARTICLES and rest and len(part) > 1:
                continue
            found.append(_servant(waiting, part))
            waiting = ""
        elif part in SERVANTS and rest and len(parts[at + 1]) > 1 and not (rest == 1 and parts[-1] in PARTICLES):
            waiting = part
        elif part in {"din", "deen", "dine", "uddin", "eddine", "aldin", "eldin"} and found:
            while len(found) > 1 and found[-1] in PARTICLES | {"ud", "ed", "id"}:
                found.pop()
            found[-1] += "din"
        elif part in {"ullah", "oullah", "ollah"} and found:
            found[-1] += "ullah"
        else:
            found.append(_faithful_part(part))
    return tuple(found)


def _servant(servant: str, of: str) -> str:
    if of in GOD or of == BARE + "allh":
        return "abdullah"
    if of.startswith(BARE):
        return BARE + "abd" + of.removeprefix(BARE).removeprefix("al")
    return "abd" + of


@lru_cache(maxsize=200_000)
def _faithful_part(part: str) -> str:
    if len(part) > 5 and part.startswith("abd"):
        if part[3:].lstrip("aeiou").removeprefix("l").lstrip("aeiou") in {"lah", "la", "llah"}:
            return "abdullah"
        if servant := SERVANT.match(part):
            return "abd" + servant[2]
    if len(part) > 6 and part.endswith(("ddin", "ddine", "ddeen", "ddyn", "aldin", "eldin")):
        return FAITH.sub("din", part)
    return part


def without_forms(parts: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The core of a company's name and the legal forms in it; all parts when nothing would remain."""
    core: list[str] = []
    forms: set[str] = set()
    at = 0
    while at < len(parts):
        length = _form_at(parts, at) if parts[at] in FORM_STARTS else 0
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
        at_an_end = at + length == len(parts) or (at == 0 and phrase[0] in FIRST_TOO)
        if phrase in FORM_OF and (at_an_end or phrase[0] not in ONLY_LAST or length > 1):
            return length
    return 0
