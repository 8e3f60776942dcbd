"""Which objects carry notes and files, and how an actor reaches them: the owning room says so when it loads.

carries_files("accounts.customer", lambda actor: queries.customers(actor), restricted="compliance.view_restricted")
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from o2c.core.access.models import User
from o2c.core.errors import Conflict

Rows = Callable[[User], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Carrier:
    """`rows(actor)` are the objects the actor may see; `restricted` is the permission to read restricted notes there."""

    rows: Rows
    restricted: str


CARRIERS: dict[str, Carrier] = {}


def carries_files(object_type: str, rows: Rows, *, restricted: str = "") -> None:
    """Let objects of this model (`accounts.customer`) carry notes and attachments."""
    CARRIERS[object_type] = Carrier(rows, restricted)


def visible(actor: User, object_type: str, object_id: int) -> Model | None:
    """The object, if it carries files and the actor may see it."""
    carrier = CARRIERS.get(object_type)
    return carrier.rows(actor).filter(pk=object_id).first() if carrier else None


def reached(actor: User, object_type: str, object_id: int) -> Model:
    """The object, if the actor may see it. Raises Conflict "gone_or_out_of_reach"."""
    if (found := visible(actor, object_type, object_id)) is None:
        raise Conflict("gone_or_out_of_reach")
    return found


def reads_restricted(actor: User, object_type: str) -> bool:
    carrier = CARRIERS.get(object_type)
    return bool(carrier and carrier.restricted and actor.may(carrier.restricted))
