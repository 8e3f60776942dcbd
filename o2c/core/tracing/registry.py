"""How records hang together along the money, told by the room that knows: what each is, and what lies before and after it.

trace.kind("billing.document", _("Document"), documents, node_of, permission="billing.view_ledger")
trace.link("accounts.campaign", "billing.document", forward=lambda campaign: Q(lines__campaign=campaign),
           back=lambda document: Q(document_lines__document=document))
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from o2c.core.money import Money

Rows = Callable[[Any], QuerySet[Any]]
Narrow = Callable[[Any], Q]


@dataclass(frozen=True, slots=True)
class Node:
    """One record on the way: what a person calls it, when it happened, and how much it is about."""

    label: str
    url: str
    on: date | None = None
    amount: Money | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """`rows(actor)`: what the actor may see of it, in a total order; `permission`: without it nothing of the kind is shown."""

    code: str
    title: str | Promise
    rows: Rows
    node: Callable[[Any], Node]
    permission: str


@dataclass(frozen=True, slots=True)
class Link:
    """`source` lies before `target` on the way of the money. Each side narrows the rows of the other."""

    source: str
    target: str
    forward: Narrow
    back: Narrow


KINDS: dict[str, Kind] = {}
LINKS: dict[tuple[str, str], Link] = {}


def kind(code: str, title: str | Promise, rows: Rows, node: Callable[[Any], Node], *, permission: str) -> None:
    """Let records of this model be walked to; `code` is the model's label in small letters."""
    KINDS[code] = Kind(code, title, rows, node, permission)


def link(source: str, target: str, *, forward: Narrow, back: Narrow) -> None:
    """Join two kinds; a link to a kind nobody brought is passed over."""
    LINKS[source, target] = Link(source, target, forward, back)
