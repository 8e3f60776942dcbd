"""What this house tolerates: limits two people agreed on, and one that still waits for the second."""

from datetime import date, timedelta
from decimal import Decimal

from o2c.core.approvals.queries import to_decide
from o2c.core.approvals.services import decide_approval
from o2c.core.limits.services import propose_limit
from o2c.story.cast import Cast

AGREED = [
    ("payment_tolerance", "EUR", "1", "Bank charges of foreign payers"),
    ("tolerance_of_month", "EUR", "50", "Bank charges of foreign payers"),
    ("small_write_off", "EUR", "25", "Chasing less costs more"),
    ("refund_two_persons", "EUR", "250", "Small amounts go back the same day"),
    ("discount_grace", "", "3", "Payments over a weekend"),
    ("backdating", "", "90", "One quarter, as agreed with the auditor"),
]


def agree(cast: Cast, today: date) -> None:
    """The limits of the house since it began, and a proposal of today."""
    finance, approver = cast.by_role["finance"], cast.by_role["approver"]
    for kind, currency, value, reason in AGREED:
        start = today - timedelta(days=400)
        limit = propose_limit(kind, currency=currency, value=Decimal(value), starts_on=start, reason=reason, actor=finance)
        decide_approval(to_decide(approver).get(subject_id=limit.pk, kind="limit").pk, approve=True, actor=approver)
    propose_limit("small_write_off", currency="EUR", value=Decimal(40), starts_on=today, reason="Postage went up", actor=finance)
