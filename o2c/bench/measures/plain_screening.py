"""What stands beside our screening: nomenklatura's logic-v2 on the candidates we found, or a rapidfuzz scan of all names."""

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from typing import Any

from rapidfuzz import fuzz, process, utils

from o2c.compliance.screening.engine import Hit, Index, Subject
from o2c.compliance.watchlists.readers.listed import BirthDate

SCHEMAS = {"person": "Person", "organisation": "Organization", "vessel": "Vessel", "aircraft": "Airplane", "": "LegalEntity"}
MOST = 20
Scores = Callable[[Subject, Sequence[Hit]], dict[str, float]]


def scorer(index: Index) -> tuple[str, Scores]:
    """The name of the plain tool, and what gives its scores by party key."""
    if find_spec("nomenklatura"):
        return "nomenklatura logic-v2 on our candidates", _logic_v2()
    return "a plain rapidfuzz scan", _scan(index)


def _scan(index: Index) -> Scores:
    listed = [(utils.default_process(name.text), party.key) for party in index.parties for name in party.names]
    names = [text for text, _ in listed]

    def scores(subject: Subject, hits: Sequence[Hit]) -> dict[str, float]:
        asked = utils.default_process(subject.names[0])
        best = process.extract(asked, names, scorer=fuzz.token_sort_ratio, limit=MOST)
        return {listed[at][1]: score / 100 for _, score, at in reversed(best)}

    return scores


def _logic_v2() -> Scores:
    matching, model = import_module("nomenklatura.matching").LogicV2, import_module("followthemoney").model
    config, number = matching.default_config(), count()

    def entity(kind: str, names: Sequence[str], births: Sequence[BirthDate], countries: Sequence[str]) -> Any:
        known: dict[str, list[str]] = {"name": [_in_order(name, kind) for name in names], "country": [code.lower() for code in countries]}
        if kind == "person":
            known["birthDate"] = [str(birth)[:10] for birth in births if not birth.until]
        return model.get_proxy({"id": f"bench-{next(number)}", "schema": SCHEMAS[kind], "properties": known})

    def scores(subject: Subject, hits: Sequence[Hit]) -> dict[str, float]:
        asked = entity(subject.kind, subject.names, subject.births, subject.countries)
        found = {}
        for hit in hits[:MOST]:
            party = hit.party
            other = entity(party.kind, [name.text for name in party.names if not name.weak], party.births, party.countries)
            found[party.key] = float(matching.compare(asked, other, config).score)
        return found

    return scores


def _in_order(name: str, kind: str) -> str:
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last}" if comma and kind == "person" else name
