"""How our registration as a supplier of a client lives. Source: data model 8."""

from collections.abc import Mapping, Sequence, Set

VENDOR_MOVES: Mapping[str, Set[str]] = {
    "needed": {"requested"},
    "requested": {"submitted"},
    "submitted": {"accepted", "rejected"},
    "rejected": {"requested"},
    "accepted": {"expiring", "expired"},
    "expiring": {"requested", "expired"},
    "expired": {"requested"},
}
WITHOUT_NUMBER = ("needed", "requested", "submitted", "rejected", "expired")
TO_DO = ("needed", "requested", "rejected", "expiring", "expired")
WARNING_DAYS = 60


def missing(required: Sequence[str], provided: Sequence[str]) -> list[str]:
    """The documents that are still to be found, in their order."""
    return [name for name in required if name not in provided]
