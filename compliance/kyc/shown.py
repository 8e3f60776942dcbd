"""A file as its page shows it: the checklist with what lies behind each line, the owners as a tree, the risk in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from o2c.compliance.kyc import queries
from o2c.compliance.kyc.models import KycAnswer, KycDocument, KycFile, Owner, OwnerKind, OwnerShare
from o2c.compliance.kyc.rules.checklist import Line
from o2c.compliance.kyc.rules.owners import beneficial_owners, effective
from o2c.core import countries
from o2c.core.sentences import sentence


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the checklist with its documents or its answer."""

    line: Line
    words: str
    documents: Sequence[KycDocument]
    answer: KycAnswer | None


@dataclass(frozen=True, slots=True)
class Held:
    """One share in the tree of owners. `depth` 0: of the customer itself. `in_the_end`: percent of the customer."""

    share: OwnerShare
    depth: int
    in_the_end: Decimal
    is_beneficial: bool

    @property
    def country(self) -> str:
        return countries.name(self.share.owner.country)


def points(file: KycFile, *, today: date) -> list[Point]:
    documents, answers = list(queries.documents_of(file)), queries.answers_of(file)
    return [
        Point(
            line,
            sentence(line.requirement.code),
            [document for document in documents if document.code == line.requirement.code],
            answers.get(line.requirement.code),
        )
        for line in queries.lines(file, today=today)
    ]


def tree(file: KycFile) -> tuple[list[Held], list[Owner]]:
    """Every share below what it is held of, the customer's first; and the owners without any share."""
    shares, owners = queries.shares_of(file), queries.owners_of(file)
    graph = queries.graph(shares)
    ends = effective(graph)
    beneficial = set(beneficial_owners(graph, [owner.pk for owner in owners if owner.kind == OwnerKind.PERSON]))
    found: list[Held] = []
    _below(None, 0, shares, ends, beneficial, found)
    return found, [owner for owner in owners if owner.pk not in {share.owner_id for share in shares}]


def _below(
    owned: int | None, depth: int, shares: Sequence[OwnerShare], ends: dict[int, Decimal], beneficial: set[int], found: list[Held]
) -> None:
    for share in shares:
        if share.owned_id == owned:
            found.append(Held(share, depth, ends.get(share.owner_id, Decimal(0)), share.owner_id in beneficial))
            _below(share.owner_id, depth + 1, shares, ends, beneficial, found)


def reasons(file: KycFile) -> list[dict[str, Any]]:
    """Why the risk is what it is, in words, with the points of each."""
    return [{"words": sentence(reason["code"], reason["values"]), "points": reason["points"]} for reason in file.risk_reasons]
