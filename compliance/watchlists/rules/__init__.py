"""What a new download changes, and whether it may become active by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

VERSION_MOVES = {"staged": {"active", "held"}, "held": {"active", "discarded"}, "active": {"superseded"}}


@dataclass(frozen=True, slots=True)
class Delta:
    """Keys of parties by what happened to them between two versions."""

    added: frozenset[str]
    changed: frozenset[str]
    removed: frozenset[str]
    before: int

    def loses_more_than(self, percent: int) -> bool:
        """The shrink brake: whether more than `percent` of the former parties are gone. Growth is no error."""
        return len(self.removed) * 100 > self.before * percent


def delta(before: Mapping[str, str], after: Mapping[str, str]) -> Delta:
    """Compare content hashes by key, never file dates."""
    return Delta(
        added=frozenset(after.keys() - before.keys()),
        changed=frozenset(key for key in after.keys() & before.keys() if after[key] != before[key]),
        removed=frozenset(before.keys() - after.keys()),
        before=len(before),
    )
