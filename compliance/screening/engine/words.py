"""Words that carry little or mean the same: legal forms, titles, particles, nicknames, what organisations call themselves.

The tables stand in `tables/*.txt`, one group a line, in the spelling that names have after normalising.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

TABLES = Path(__file__).with_name("tables")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _lines(table: str) -> Iterator[str]:
    for line in (TABLES / f"{table}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def _forms() -> Iterator[tuple[tuple[str, ...], str]]:
    for line in _lines("forms"):
        form, _, spellings = line.partition(": ")
        for spelling in spellings.split(", "):
            yield tuple(spelling.replace("-", " ").split()), form


def _synonyms() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _lines("synonyms"):
        canonical, *others = line.replace("'s", "").split()
        for word in (canonical, *others):
            found.setdefault(word, canonical)
    return found


SLAVIC_ENDING = re.compile(
    "(?:ogo|omu|ami|ykh|ikh|aya|aia|aja|oye|oie|yye|iye|iya|iia|ova|uyu|oe|ye|ie|yi|iy|ii|yy|ij|yj|oi|oy|oj|om|im|yh|ih|ov|ev|a|o|u|y|i|e)$"
)
LEAST_STEM = 5
ONE_I, DOUBLED = str.maketrans("yj", "ii"), re.compile(r"([aeiou])\1+")


def slavic_stem(word: str) -> str:
    """The word without its Slavic ending: one for all cases and genders of an adjective; "" for a word too short to have one."""
    stem = SLAVIC_ENDING.sub("", word)
    return DOUBLED.sub(r"\1", stem.replace("yo", "e").translate(ONE_I)) if LEAST_STEM <= len(stem) < len(word) else ""


def _stems(words: Mapping[str, str]) -> dict[str, str]:
    """Stems of the words that mean one thing only."""
    found: dict[str, set[str]] = {}
    for word, canonical in words.items():
        if stem := slavic_stem(word):
            found.setdefault(stem, set()).add(canonical)
    return {stem: next(iter(meanings)) for stem, meanings in found.items() if len(meanings) == 1}


@lru_cache(maxsize=100_000)
def meaning(word: str) -> str:
    """What organisations mean by the word, in whatever language and case; "" for a word of its own."""
    return CANONICAL.get(word) or STEMS.get(slavic_stem(word), "")


def _groups(table: str) -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(_lines(table)):
        for name in line.split():
            groups.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in groups.items()}


def _phrase(line: str) -> tuple[str, str]:
    start = next(at for at, sign in enumerate(line) if "a" <= sign <= "z")
    return line[:start].strip(), line[start:]


# One spelling for letters that are written for each other: hamza and its seats, final ya, Persian kaf and ya, ta marbuta.
SAME_LETTER = str.maketrans("أإآٱىیېکةۀؤئ", "اااايييكههوي")


def _read_so() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _lines("arabic"):
        latin, *written = line.split()
        for word in written:
            found.setdefault(word.translate(SAME_LETTER), latin)
    return found


READ_SO: Mapping[str, str] = _read_so()
SYLLABLES = frozenset(syllable for line in _lines("syllables") for syllable in line.split())
FORM_OF = dict(_forms())
FORM_WORDS = frozenset(word for spelling in FORM_OF for word in spelling if len(word) > 2 or len(spelling) == 1)
LONGEST_FORM = max(map(len, FORM_OF))
FORM_STARTS = frozenset(spelling[0] for spelling in FORM_OF)
# Spellings that are ordinary words or initials too: a legal form only at the end of a name.
ONLY_LAST = _words(
    "as ab up pt se too sa ad ao ou lc ev trust sl tov partnership foundation at hf hb es eu est pat vat dd cv sp ek pte es sal "
    "sab sau fondation "
    "stiftung establishment ano enc hold kk sas zao nao corporation corp limted vof fop chp lp spa"
)

# Russian and Indonesian ones that stand before a name as often as after it.
FIRST_TOO = _words("ao zao nao ano pt")

CANONICAL: Mapping[str, str] = _synonyms()
STEMS: Mapping[str, str] = _stems(CANONICAL)
NICKNAMES: Mapping[str, frozenset[int]] = _groups("nicknames")
SAME: Mapping[str, frozenset[int]] = _groups("same")
KOREAN: Mapping[str, frozenset[int]] = _groups("korean")
# How many of a million bear a name, where the world's answer matters more than the list's.
COMMON: Mapping[str, int] = {
    word: {"every": 50_000, "most": 4000, "many": 400}[line.partition(":")[0]]
    for line in reversed(list(_lines("common")))
    for word in line.partition(":")[2].split()
}
PHRASES: Mapping[str, str] = dict(sorted(map(_phrase, _lines("places")), key=lambda pair: -len(pair[0])))

TITLES = _words(
    "mr mrs ms miss dr prof professor sir lord lady madame monsieur herr frau senor senora don dona president prasident prime "
    "minister excellency "
    "hon honorable rev reverend father captain capt ing eng lic esq phd md"
)
# Said of people, part of a name as often as not: next to no weight.
HONORIFICS = _words(
    "general gen colonel col major maj brigadier commander sheikh shaykh sheik shaikh cheikh haji hajji hadji haj hajj mullah "
    "mulla mollah maulvi mawlawi "
    "maulavi moulavi mawlana maulana mufti sayyid sayed sayid syed said ayatollah hojjatoleslam imam ustad ustaz agha aga bey "
    "pasha sardar hafiz qari "
    "molvi akhund akhundzada engineer jr sr junior senior ii iii"
)
PARTICLES = _words(
    "al el ul ur as ad bin ben ibn bint bent ould wuld de del der den di da do dos du la le los las van von zu y e i bar e ye na"
)
LITTLE_WORDS = _words("imeni im named after all and of the for in und et y the on by wa v i co mv mt ms ss")

# Letters of other scripts that look Latin: one inside a Latin word is a sign of evasion.
LOOK_ALIKES = str.maketrans("аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧαοντ", "aeopcyxijshdqwABEKMHOPCTYXIJSABEZHIKMNOPTYXaovt")
CYRILLIC_LOOK_ALIKES = str.maketrans("aeopcyxiABEKMHOPCTYXI", "аеорсухіАВЕКМНОРСТУХІ")
NUMBERED = """
    1=one,first,1st 2=two,second,2nd,ii 3=three,third,3rd,iii 4=four,fourth,4th,iv 5=five,fifth,5th 6=six,sixth,6th,vi
    7=seven,seventh,7th,vii
    8=eight,eighth,8th,viii 9=nine,ninth,9th,ix 10=ten,tenth,10th 11=eleven,xi 12=twelve,xii 13=thirteen,xiii 14=fourteen,xiv 15=fifteen,xv
    16=sixteen,xvi 17=seventeen,xvii 18=eighteen,xviii 19=nineteen,xix 20=twenty,xx 30=thirty 40=forty,fourty 50=fifty 60=sixty 70=seventy
    80=eighty 90=ninety 100=hundred"""
NUMBER_WORDS: Mapping[str, str] = {
    word: number for number, _, words in (pair.partition("=") for pair in NUMBERED.split()) for word in words.split(",")
}
