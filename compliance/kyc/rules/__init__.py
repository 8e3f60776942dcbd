"""Know your customer: the life of a file, its risk, its checklist, its owners. Pure."""

from collections.abc import Mapping, Set
from datetime import date

from o2c.core.dates import add_months

KYC_MOVES: Mapping[str, Set[str]] = {
    "incomplete": {"in_review", "rejected"},
    "in_review": {"approved", "incomplete", "rejected"},
    "approved": {"review_due"},
    "review_due": {"in_review", "rejected"},
    "rejected": {"incomplete"},
}
EDITABLE = {"incomplete", "review_due"}
REVIEW_MONTHS = {"low": 36, "standard": 24, "high": 12}
EXPIRING_DAYS = 60


def next_review(approved_on: date, risk_class: str) -> date:
    """When a file must be looked at again: the riskier, the sooner."""
    return add_months(approved_on, REVIEW_MONTHS[risk_class])
