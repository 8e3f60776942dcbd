"""Words of scripts that leave out short vowels, beside their readings in Latin letters."""

import re
from functools import lru_cache

from .script import BARE

SHORT = "[aeiou]{0,2}"
CONSONANTS = {
    "b": "[bp]",
    "p": "[pb]",
    "t": "t",
    "th": "(?:th|[st]|t[aeiou]{1,2}h)",
    "j": "(?:dzh|dj|[jg])",
    "ch": "(?:tch|ch|tsch)",
    "h": "h",
    "kh": "(?:kh|ch|[hxk]|k[aeiou]{1,2}h)",
    "d": "(?:d|dh|z)",
    "dh": "(?:dh|th|[dz]|d[aeiou]{1,2}h)",
    "r": "r",
    "z": "(?:z|dh|s)",
    "zh": "(?:zh|j|g)",
    "s": "(?:s|c|ts)",
    "sh": "(?:sch|sh|ch|s[aeiou]{1,2}h)",
    "ts": "(?:ts|tz|z|t[aeiou]{1,2}s)",
    "gh": "(?:gh|g|q|g[aeiou]{1,2}h)",
    "f": "(?:ph|f|v)",
    "v": "[vfw]",
    "q": "(?:kh|gh|[qkgc])",
    "k": "(?:ck|[kcq])",
    "g": "(?:dj|[gjqk])",
    "l": "l",
    "m": "m",
    "n": "n",
    "w": "(?:[aeiou]?[wv]|[aeo]?[uo]{1,2})",
    "y": "(?:[aei]?[yj]+[ie]?|[ae]?[ie]{1,2})",
    "a": "[aeiou]{0,3}",
    "i": "(?:[iey]{1,2})",
    "u": "[uo]{1,2}",
}
UNIT = re.compile("|".join(sorted(CONSONANTS, key=len, reverse=True)))
ARTICLE = "(?:[aeu]l?|[ae][sdrntz]h?)?"
LETTERS_ALONE = frozenset("wyaiu")


@lru_cache(maxsize=50_000)
def _readings(word: str) -> re.Pattern[str]:
    """Every usual way to write the vowelless word with its vowels."""
    units = UNIT.findall(word)
    if not units:
        return re.compile("(?!)")
    article = len(units) > 3 and units[:2] == ["a", "l"]
    written = [_written(unit, last=at == len(units) - 1) for at, unit in enumerate(units)]
    return re.compile((ARTICLE + "".join(written[2:])) if article else "".join(written))


def _written(unit: str, *, last: bool) -> str:
    if last and unit in {"h", "a"}:
        return "(?:[aeiou]{0,2}h?|a[ty])"
    if unit in LETTERS_ALONE:
        return CONSONANTS[unit] + (SHORT if unit in "wy" and not last else "")
    return f"(?:{CONSONANTS[unit]}){{1,2}}" + SHORT


@lru_cache(maxsize=200_000)
def reads_as(word: str, latin: str) -> bool:
    """Whether `latin` is the vowelless word with its vowels: `~hsyn` is husayn and hossein, but not hassan."""
    return _readings(word.removeprefix(BARE)).fullmatch(latin) is not None
