"""Keys that different spellings of one part have in common."""

import re
from collections.abc import Iterator
from functools import lru_cache

from .script import BARE
from .words import KOREAN, NICKNAMES, SAME, meaning

# One spelling for the ways a sound is romanised: first groups of letters, then single ones, then what that brought together.
GROUPS = dict(
    pair.split(">")
    for pair in "tsch>ch sch>sh tch>ch dzh>i dj>i zh>i kh>h gh>g ph>f th>t dh>d ck>k cz>ch tz>ts ou>u oo>u ow>u ee>i ch>ch".split()
)
GROUP = re.compile("|".join(sorted(GROUPS, key=len, reverse=True)) + "|c(?=[aourlt])")
SINGLE = str.maketrans({"q": "k", "x": "ks", "w": "v", "y": "i", "j": "i"})
FLOWING = re.compile("ie|ae|ei")
FLOWS = {"ie": "e", "ae": "e", "ei": "ai"}
ENDINGS = (("off", "ov"), ("eff", "ev"), ("ah", "a"), ("eh", "e"), ("owa", "ova"))
ENDED = tuple(written for written, _ in ENDINGS)
NEAR = (("sh", "s"), ("ch", "s"), ("ts", "s"), ("c", "k"), ("z", "s"))
BARE_NEAR = (
    ("sh", "s"),
    ("ch", "s"),
    ("th", "s"),
    ("dh", "d"),
    ("kh", "x"),
    ("gh", "k"),
    ("zh", "d"),
    ("ph", "f"),
    ("ck", "k"),
)
BARE_LETTERS = str.maketrans("qcgpvz", "kkkbfd")
DOUBLE = re.compile(r"(.)\1+")
VOWELS = re.compile(r"(?<!^)[aeiou]|(?<=.)h$")
SOFT = re.compile(r"[aeiouwy]|h$")
MISREAD = (
    ("rn", "m"),
    ("cl", "d"),
    ("vv", "w"),
    ("li", "h"),
    ("1", "i"),
    ("l", "i"),
    ("0", "o"),
    ("5", "s"),
    ("8", "b"),
    ("c", "e"),
    ("9", "g"),
)
ARTICLES = ("al", "el")
LEAST_FOR_ONE_EDIT, LEAST_STEM = 4, 4
PREFIX = 5


@lru_cache(maxsize=200_000)
def spelling_key(part: str) -> str:
    """One key for the usual romanisations of one spelling: `Yussef`, `Yousef` and `Iusef` give the same."""
    if part.isdecimal():
        return part
    if part.endswith(ENDED):
        for written, ending in ENDINGS:
            if part.endswith(written) and len(part) > len(written) + 2:
                part = part[: -len(written)] + ending
    part = GROUP.sub(_group, part).translate(SINGLE)
    if "ie" in part or "ae" in part or "ei" in part:
        part = FLOWING.sub(lambda found: FLOWS[found[0]], part)
    return DOUBLE.sub(_first, part)


def _group(found: re.Match[str]) -> str:
    return GROUPS.get(found[0], "k")


def _first(found: re.Match[str]) -> str:
    return found[1]


@lru_cache(maxsize=200_000)
def sound_key(part: str) -> str:
    """The consonants of a part, near ones made equal; "" when too few remain to say anything."""
    if part.isdecimal():
        return ""
    key = spelling_key(part)
    for written, sound in NEAR:
        key = key.replace(written, sound)
    key = DOUBLE.sub(_first, VOWELS.sub("", key))
    if key and key[0] in "eiou":
        key = "a" + key[1:]
    return key if len(key) >= 3 else ""


@lru_cache(maxsize=200_000)
def bare_key(part: str) -> str:
    """The consonants that remain when short vowels are left out and w, y and h may be vowels; "" for none."""
    part = part.replace(BARE, "")
    if part.isdecimal():
        return ""
    if part[:2] in ARTICLES and len(part) > 4:
        part = part[2:]
    for written, sound in BARE_NEAR:
        part = part.replace(written, sound)
    key = DOUBLE.sub(_first, SOFT.sub("", part.translate(BARE_LETTERS)))
    return key


@lru_cache(maxsize=200_000)
def scanned_key(part: str) -> str:
    """One key for letters that a scanner mistakes for each other."""
    for written, read in MISREAD:
        part = part.replace(written, read)
    return part


@lru_cache(maxsize=200_000)
def stem(part: str) -> str:
    """The part without an Arabic article written onto it; "" when there is none."""
    return part[2:] if part[:2] in ARTICLES and len(part) >= 2 + LEAST_STEM else ""


def listed_keys(part: str) -> Iterator[str]:
    """Exact keys under which a part of a listed name is filed."""
    yield from _own_keys(part)
    yield from ("^" + key for key in bare_keys(part))


def bare_keys(part: str) -> frozenset[str]:
    """`vahid` is written in Arabic letters with an f or, by Persians, with a w, which may be a vowel."""
    return frozenset({bare_key(part), bare_key(part.replace("v", "w"))} if "v" in part else {bare_key(part)})


def sought_keys(part: str) -> Iterator[str]:
    """Exact keys under which a part of our name is sought."""
    yield from _own_keys(part)
    if part.startswith(BARE):
        yield "^" + bare_key(part)


def _own_keys(part: str) -> Iterator[str]:
    yield part
    if part.startswith(BARE):
        return
    if part.isdecimal():
        return
    yield "=" + spelling_key(part)
    if sound := sound_key(part):
        yield "~~" + sound
    if canonical := meaning(part):
        yield "@" + canonical
    for mark, groups in (("#", NICKNAMES), ("*", SAME), ("&", KOREAN)):
        yield from (f"{mark}{group}" for group in groups.get(part, ()))
    if base := stem(part):
        yield "=" + spelling_key(base)
    if len(part) >= LEAST_FOR_ONE_EDIT:
        yield "?" + scanned_key(part)
        yield f"-{part}"
        yield from (f"-{part[:at]}{part[at + 1 :]}" for at in range(len(part)))
    if len(part) > PREFIX:
        yield ">" + part[:PREFIX]
        yield "<" + part[-PREFIX:]
