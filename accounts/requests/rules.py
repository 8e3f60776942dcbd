"""What a request may become, who is named in its thread, and how fast it was answered. Source: data model 8."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from statistics import median_low

REQUEST_MOVES: Mapping[str, Set[str]] = {
    "new": {"triaged", "rejected", "cancelled"},
    "triaged": {"in_progress", "rejected", "cancelled"},
    "in_progress": {"waiting_requester", "waiting_approval", "applied", "rejected", "cancelled"},
    "waiting_requester": {"in_progress", "rejected", "cancelled"},
    "waiting_approval": {"in_progress", "applied"},
    "applied": {"closed", "reopened"},
    "closed": {"reopened"},
    "reopened": {"in_progress", "rejected", "cancelled"},
}
OPEN = ("new", "triaged", "in_progress", "waiting_requester", "waiting_approval", "reopened")
EDITABLE = ("new", "triaged", "in_progress", "waiting_requester", "reopened")

# A name after @ at the start of a word: the part of a colleague's address before its own @.
MENTION = re.compile(r"(?<![\w@.+-])@([a-z0-9](?:[a-z0-9._+-]*[a-z0-9])?)", re.IGNORECASE)


def mentioned(text: str) -> list[str]:
    """The names called in a text, each once, in their order: "@sam, see @clara.b" -> ["sam", "clara.b"]."""
    return list(dict.fromkeys(name.lower() for name in MENTION.findall(text)))


@dataclass(frozen=True, slots=True)
class Service:
    """How requests went: how many are open and late, the share that came back, and how long the first answer takes.

    `came_back` counts a request once, however often it was reopened. Times are working time of the team.
    """

    backlog: int
    late: int
    age: timedelta | None
    ended: int
    came_back: int
    answered_within: timedelta | None

    @property
    def share_back(self) -> float | None:
        return self.came_back / self.ended if self.ended else None


def middle(times: Sequence[timedelta]) -> timedelta | None:
    """The median (the lower of two in the middle); None of nothing."""
    return median_low(times) if times else None
