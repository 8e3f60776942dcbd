"""What a person owns in other rooms: they cannot leave before somebody else has it.

    ownership.register("customers", count, reassign, label=_("customers"))

`count(user)` says how many; `reassign(user, heir, actor)` hands all of them over, as a step inside the verb under way.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from o2c.core.access.models import User

Count = Callable[[User], int]
Reassign = Callable[[User, User, User], None]


@dataclass(frozen=True, slots=True)
class Ownership:
    label: str | Promise
    count: Count
    reassign: Reassign


_known: dict[str, Ownership] = {}


def register(name: str, count: Count, reassign: Reassign, *, label: str | Promise = "") -> None:
    _known[name] = Ownership(label or name, count, reassign)


def owned(user: User) -> list[tuple[str, int]]:
    """(what, how many) for everything the person owns."""
    counted = [(str(kind.label), kind.count(user)) for kind in _known.values()]
    return [(label, count) for label, count in counted if count]


def hand_over(user: User, heir: User, actor: User) -> None:
    for kind in _known.values():
        if kind.count(user):
            kind.reassign(user, heir, actor)
