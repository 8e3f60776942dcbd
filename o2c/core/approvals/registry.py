"""Which kinds of things wait for approval. A room registers its own when it loads.

approval_kind("period_reopening", _("Reopen a closed month"), "core.reopen_period", roles=["approver"])
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from o2c.core.sentences import name

Makers = Callable[[Any], set[int]]
Evidence = Callable[[Any], Sequence[tuple[str, Any]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`roles`: who decides where no policy was set, one role per step. `makers`: users who may never decide on the record.

    `evidence`: (label, value) of the record in full, for whoever decides and nobody else.
    """

    code: str
    title: str | Promise
    verb: str
    roles: Sequence[str]
    makers: Makers
    evidence: Evidence | None


KINDS: dict[str, Kind] = {}


def created_by(subject: Any) -> set[int]:
    maker = getattr(subject, "created_by_id", None)
    return {maker} if maker else set()


def approval_kind(
    code: str, title: str | Promise, verb: str, *, roles: Sequence[str], makers: Makers = created_by, evidence: Evidence | None = None
) -> None:
    """Let requests of this kind wait; the verb named here is dual and runs only through them."""
    name(f"approval:{code}", title)
    KINDS[code] = Kind(code, title, verb, tuple(roles), makers, evidence)
