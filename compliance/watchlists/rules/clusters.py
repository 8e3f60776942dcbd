"""Which entries of different lists are the same party: by an equal number, or by name with birth date or country."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from o2c.compliance.watchlists.readers import Listed
from o2c.core.names import fold

SURE = {"lei", "imo", "un"}  # numbers that name one party in the world, whatever it is called
TELLING = {"passport", "tax", "registration", "national", "bic", "wallet"}  # these ask for a part of the name in common
LEAST_NUMBER, MOST_BEARERS = 5, 20
RANK = {"number": 0, "name_birth": 1, "name_country": 2}

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Two parties, the smaller handle first, and why they are one."""

    left: str
    right: str
    why: str
    values: Mapping[str, str] = field(default_factory=dict)


def links(parties: Iterable[tuple[str, Listed]]) -> list[Link]:
    """The best reason for each pair of entries of different lists; `parties` are handles (`<source>:<id>`) with their facts.

    A reason that more than twenty entries share says nothing and is left alone.
    """
    known = dict(parties)
    alike: defaultdict[Key, list[str]] = defaultdict(list)
    for handle, party in known.items():
        for key in set(_keys(party)):
            alike[key].append(handle)
    best: dict[tuple[str, str], Link] = {}
    for key, handles in alike.items():
        if len(handles) <= MOST_BEARERS:
            for left, right in combinations(sorted(handles), 2):
                if _may_be_one(key, left, right, known):
                    link = Link(left, right, key[0], {"value": key[-1], "kind": key[1]})
                    best[left, right] = min(best.get((left, right), link), link, key=lambda one: (RANK[one.why], one.values["kind"]))
    return sorted(best.values(), key=lambda link: (link.left, link.right))


def _keys(party: Listed) -> Iterator[Key]:
    for number in party.identifiers:
        bare = "".join(letter for letter in number.number.upper() if letter.isalnum())
        if number.kind in SURE | TELLING and len(bare) >= LEAST_NUMBER and len(set(bare)) > 2 and any(map(str.isdigit, bare)):
            yield "number", number.kind, bare
    names = {words for name in party.names if not name.weak and len(words := _words(name.text)) > 1}
    for words in names:
        text = " ".join(sorted(words))
        for birth in party.births if party.kind != "organisation" else ():
            if birth.day and not birth.circa:
                yield "name_birth", text, str(birth)
        for country in party.countries if party.kind != "person" else ():
            yield "name_country", text, country


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


def _may_be_one(key: Key, left: str, right: str, known: Mapping[str, Listed]) -> bool:
    one, other = known[left], known[right]
    if left.partition(":")[0] == right.partition(":")[0] or (one.kind and other.kind and one.kind != other.kind):
        return False
    if key[0] != "number" or key[1] in SURE:
        return True
    return bool(_all_words(one) & _all_words(other))


def _all_words(party: Listed) -> set[str]:
    return {word for name in party.names for word in _words(name.text) if len(word) > 2}


def clusters(links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each linked party and the smallest handle it is linked with, through others too."""
    first: dict[str, str] = {}

    def root(handle: str) -> str:
        while first.setdefault(handle, handle) != handle:
            first[handle] = first[first[handle]]
            handle = first[handle]
        return handle

    for left, right in links:
        one, other = sorted((root(left), root(right)))
        first[other] = one
    return {handle: root(handle) for handle in list(first)}


def moved(before: Mapping[str, str], after: Mapping[str, str], among: Collection[str] | None = None) -> dict[str, str]:
    """Parties whose cluster is another than before; "" when they stand alone now."""
    handles = set(among) if among is not None else {*before, *after}
    return {handle: after.get(handle, "") for handle in handles if before.get(handle, "") != after.get(handle, "")}
