"""Walking from one record to all it came from and all that came of it, as far as the reader may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from o2c.core.access.models import User
from o2c.core.tracing.registry import KINDS, LINKS, Kind, Link, Node

MOST_STEPS, MOST_OF_A_KIND = 10, 25


@dataclass(frozen=True, slots=True)
class Found:
    """A record that was walked to; `key` is its public id where it has one, so that one can walk on from it."""

    kind: Kind
    row: Any
    node: Node

    @property
    def key(self) -> UUID | None:
        return getattr(self.row, "public_id", None)


@dataclass(frozen=True, slots=True)
class Step:
    """All records of one kind at one distance; `is_cut`: there are more than are shown."""

    kind: Kind
    found: list[Found]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """`before`: what it came from, the farthest first; `after`: what came of it, the nearest first."""

    start: Found
    before: list[Step]
    after: list[Step]


def walk(actor: User, code: str, public_id: UUID) -> Walk:
    """From one record in both directions. Raises Http404 for kinds and records out of reach."""
    kind = KINDS.get(code)
    row = kind.rows(actor).filter(public_id=public_id).first() if kind and actor.may(kind.permission) else None
    if kind is None or row is None:
        raise Http404(f"no {code} {public_id} within reach")
    start = Found(kind, row, kind.node(row))
    return Walk(start, list(_steps(actor, start, forward=False))[::-1], list(_steps(actor, start, forward=True)))


def _steps(actor: User, start: Found, *, forward: bool) -> Iterator[Step]:
    """Layer by layer in one direction; nothing is visited twice."""
    layer, seen = [start], {(start.kind.code, start.row.pk)}
    for _distance in range(MOST_STEPS):
        found: dict[str, dict[int, Found]] = {}
        cut = set()
        for each in layer:
            for kind, rows in _neighbours(actor, each, forward):
                near = found.setdefault(kind.code, {})
                for row in rows[: MOST_OF_A_KIND + 1]:
                    if (kind.code, row.pk) not in seen and len(near) < MOST_OF_A_KIND:
                        near[row.pk] = Found(kind, row, kind.node(row))
                    elif (kind.code, row.pk) not in seen and row.pk not in near:
                        cut.add(kind.code)
        layer = [one for near in found.values() for one in near.values()]
        seen |= {(one.kind.code, one.row.pk) for one in layer}
        yield from (Step(KINDS[code], list(near.values()), code in cut) for code, near in found.items() if near)
        if not layer:
            return


def _neighbours(actor: User, found: Found, forward: bool) -> Iterator[tuple[Kind, Any]]:
    for link in LINKS.values():
        here, there = (link.source, link.target) if forward else (link.target, link.source)
        kind = KINDS.get(there)
        if here == found.kind.code and kind and actor.may(kind.permission):
            yield kind, kind.rows(actor).filter(_narrow(link, found, forward)).distinct()


def _narrow(link: Link, found: Found, forward: bool) -> Any:
    return link.forward(found.row) if forward else link.back(found.row)
