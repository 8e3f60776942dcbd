"""What a file answers at the gates, and what happens at night."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import came_back_at
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.kyc import queries, services
from o2c.compliance.kyc.models import KycState, Owner
from o2c.compliance.kyc.rules.checklist import gaps
from o2c.compliance.screening.sources import Screened
from o2c.core.access.queries import the_night
from o2c.core.clock import local_today
from o2c.core.gates import Reason
from o2c.core.jobs.progress import Progress


def reasons_against(customer: Customer, **facts: Any) -> list[Reason]:
    """No, unless an approved file is in time, complete, and younger than the customer's return."""
    file, today = queries.file_of(customer), local_today()
    if file is None:
        return [Reason("kyc_missing")]
    if file.state != KycState.APPROVED or file.approved_at is None:
        return [Reason("kyc_not_approved", {"state": file.get_state_display()})]
    if file.next_review_on and file.next_review_on <= today:
        return [Reason("kyc_review_due", {"day": file.next_review_on})]
    back = came_back_at(customer)
    if back and file.approved_at < back:
        return [Reason("kyc_before_return", {"day": back.date()})]
    return [Reason("kyc_expired")] if gaps(queries.lines(file, today=today)) else []


def owners_screened(customers: Sequence[Customer], day: date) -> Iterator[Screened]:
    """The people and companies behind these customers are screened with them; one query for all."""
    owners = Owner.objects.filter(file__customer__in=customers, ended_at=None).select_related("file")
    for owner in owners.order_by("file__customer", "pk"):
        yield Screened(owner.file.customer_id, None, queries.subject_of(owner), role="owner")


def on_customer_changed(customer_id: int, data: dict[str, Any]) -> None:
    """Owners came, went or sold: whether listed parties now hold one half."""
    services.check_ownership(customer_id, actor=the_night())


def on_alert_escalated(alert_id: int, data: dict[str, Any]) -> None:
    """Somebody was confirmed as a listed party: perhaps an owner, and with the others the half is reached."""
    customer_id = ComplianceAlert.objects.values_list("customer_id", flat=True).get(pk=alert_id)
    services.check_ownership(customer_id, actor=the_night())


def review_step(j: Progress) -> None:
    """The night's step: files whose review has come are opened again."""
    day, called = j.job.day or local_today(), 0
    while True:
        with j.chunk():
            files = services.call_for_reviews(day, actor=j.actor)
        called += len(files)
        if not files:
            j.result = {"files": called}
            return
