"""A labelled set for screening: listed names written otherwise, real other spellings, and clean names."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from anyascii import anyascii
from labelled import variations
from labelled.clean import clean_names
from labelled.spellings import other_spellings

from o2c.compliance.watchlists.readers import Listed, ListFile, read

WORDS = re.compile("[a-z0-9]+")
ONE_I = str.maketrans("yj", "ii")
ROMANISED = re.compile(r"(.)\1+")  # a letter written twice

VARIATIONS: dict[str, variations.Variation] = {
    name: made
    for name, made in vars(variations).items()
    if callable(made) and getattr(made, "__module__", "") == variations.__name__ and not name.startswith("_") and name != "words_of"
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One query and the key of the party it means; `key` is "" for a clean one."""

    name: str
    kind: str
    birth: str
    country: str
    key: str
    variation: str


def ofac(samples: Path) -> list[Listed]:
    """The parties of the OFAC list with alternate names, addresses and comments."""
    parts = ("sdn_2024-05-03", "alt_2025-01", "add_2025-01", "sdn_comments_2025-01")
    return list(read("ofac_sdn", [ListFile(part, (samples / f"sanctions/ofac/{part}.csv.gz").read_bytes()) for part in parts]).parties)


def labelled_set(parties: Sequence[Listed], samples: Path, seed: int, *, each: int = 50, clean: int = 2000) -> list[Asked]:
    """`each` names a kind of variation, four times as many real other spellings and scripts, `clean` names of nobody listed."""
    seeded = random.Random(seed)  # noqa: S311  (a set that can be made again)
    asked = [one for variation, change in VARIATIONS.items() for one in _varied(parties, variation, change, each, seeded)]
    asked += _elsewhere(parties, samples, each * 4, seeded)
    people = [variations.words_of(party.primary_name, "person") for party in parties if party.kind == "person"]
    taken = [_bag(name.text) for party in parties for name in party.names]
    known, long = set(taken), _by_rarest(taken)
    asked += [
        Asked(one.name, one.kind, one.birth, one.country, "", f"clean: {one.source}")
        for one in clean_names(clean, seed, samples, people)
        if not _stands_there(_bag(one.name), known, long)
    ]
    return asked


Bag = frozenset[str]


def _bag(text: str) -> Bag:
    """The words, however romanised: a name somebody listed bears is no clean one."""
    return frozenset(ROMANISED.sub(r"\1", word.translate(ONE_I).replace("ie", "e")) for word in WORDS.findall(anyascii(text).lower()))


def _by_rarest(bags: Sequence[Bag]) -> dict[str, list[Bag]]:
    counted = Counter(word for bag in bags for word in bag)
    found: defaultdict[str, list[Bag]] = defaultdict(list)
    for bag in bags:
        for word in sorted(bag, key=lambda word: counted[word])[:3]:
            found[word].append(bag)
    return found


def _stands_there(bag: Bag, known: set[Bag], long: dict[str, list[Bag]]) -> bool:
    """Whether the name is a listed one, or three of its words or more and no other make up a part of one."""
    return bag in known or (len(bag) > 2 and any(bag <= other for word in bag for other in long.get(word, ())))


def _varied(parties: Sequence[Listed], variation: str, change: variations.Variation, each: int, seeded: random.Random) -> list[Asked]:
    found: list[Asked] = []
    for _attempt in range(each * 60):
        party = seeded.choice(parties)
        name = seeded.choice([name for name in party.names if not name.weak])
        words = variations.words_of(name.text, party.kind)
        changed = change(words, party.kind, seeded) if len(words) > 1 or len(words[0]) > 6 else None
        if changed and changed != words:
            found.append(_asked(" ".join(changed), party, variation, seeded))
        if len(found) >= each:
            break
    return found


def _elsewhere(parties: Sequence[Listed], samples: Path, each: int, seeded: random.Random) -> list[Asked]:
    found = list(other_spellings(parties, samples))
    asked = []
    for variation in ("spelling", "script"):
        fitting = [(name, party) for name, party, kind in found if kind == variation]
        chosen = seeded.sample(fitting, min(each, len(fitting)))
        asked += [_asked(name, party, f"real {variation}", seeded) for name, party in chosen]
    return asked


def _asked(text: str, party: Listed, variation: str, seeded: random.Random) -> Asked:
    births = [str(birth) for birth in party.births if not birth.circa and not birth.until]
    birth = seeded.choice(births) if births else ""
    if birth and seeded.random() < 0.25:
        birth = birth[:4]
    return Asked(text, party.kind, birth, seeded.choice(party.countries) if party.countries else "", party.key, variation)


Scored = Callable[[Asked], Sequence[tuple[str, float]]]
