"""Which permissions nobody may hold together, and how covers must lie. Source: reference 9."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Pair:
    """Two kinds of work (patterns over permission names) that exclude each other.

    `refused`: nobody may be granted both. Otherwise the rule is per record (`audit.pairs`), and both are only reported per person.
    """

    code: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    refused: bool = False


ADMINISTER = (
    "core.invite_user", "core.change_user", "core.grant_role", "core.revoke_grant", "core.deactivate_user", "core.reactivate_user",
)  # fmt: skip
DECIDE = ("*.post_*", "*.approve_*", "*.release_*", "*.allocate_*", "*.write_off_*", "*.decide_*", "*.reverse_*", "billing.issue_*")

PAIRS = (
    Pair("pair_administer_and_decide", ADMINISTER, DECIDE, refused=True),
    Pair(
        "pair_cash_and_bill",
        ("*.allocate_receipt", "*.record_cheque"),
        ("billing.issue_*", "*.write_off_*", "*.approve_refund"),
        refused=True,
    ),
    Pair("pair_cheque_and_banking", ("*.record_cheque",), ("*.close_cheque_day",), refused=True),
    Pair("pair_bank_data", ("*.add_bank_account", "*.change_bank_account"), ("*.approve_bank_*", "*.verify_bank_*", "*.release_refund")),
    Pair("pair_billing_request", ("*.request_credit_note", "*.draft_document"), ("*.approve_credit_note", "*.approve_document")),
    Pair("pair_write_off", ("*.request_write_off", "*.propose_plan"), ("*.approve_write_off", "*.approve_plan")),
    Pair("pair_prices", ("*.change_price", "*.add_price"), ("*.approve_price", "*.approve_credit_note")),
    Pair("pair_alert_and_freeze", ("*.decide_alert",), ("*.release_freeze",)),
    Pair("pair_procedure", ("*.write_procedure",), ("*.approve_procedure",)),
)


@dataclass(frozen=True, slots=True)
class Clash:
    """A person (or role) who holds both sides of a pair, with the permissions that show it."""

    code: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    refused: bool


def clashes(permissions: Iterable[str]) -> list[Clash]:
    """Every pair both of whose sides are among the permissions, in the order of the table."""
    held = sorted(set(permissions))
    found = [Clash(pair.code, _matching(held, pair.left), _matching(held, pair.right), pair.refused) for pair in PAIRS]
    return [clash for clash in found if clash.left and clash.right]


def _matching(held: list[str], patterns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in held if any(fnmatchcase(name, pattern) for pattern in patterns))


def overlap(starts_on: date, ends_on: date | None, other_starts_on: date, other_ends_on: date | None) -> bool:
    """Whether two half-open ranges of days share one; None is without end."""
    return (ends_on is None or other_starts_on < ends_on) and (other_ends_on is None or starts_on < other_ends_on)
