"""What screening answers at night, and at the gates: no, unless the lists are fresh and the customer's present facts were screened."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import came_back_at
from o2c.compliance.screening import services
from o2c.compliance.screening.configuration import screened_versions
from o2c.compliance.screening.queries import not_applied, unscreened
from o2c.compliance.watchlists.queries import stale_sources
from o2c.core.clock import local_today
from o2c.core.gates import Reason
from o2c.core.jobs.progress import Progress


def reasons_against(customer: Customer, *, screened_since: datetime | None = None, **facts: Any) -> list[Reason]:
    """Fail closed: without a list, with one that is too old, or with facts nobody screened (`screened_since` then), the answer is no."""
    if not screened_versions():
        return [Reason("screening_without_list")]
    if stale := stale_sources(timezone.now()):
        return [Reason("screening_list_stale", {"lists": [source.name for source in stale]})]
    if behind := not_applied(timezone.now()):
        return [Reason("screening_behind", {"lists": [version.source.name for version in behind]})]
    if waiting := unscreened(customer, today=local_today(), since=screened_since):
        return [Reason("screening_missing", {"count": len(waiting)})]
    return []


def reasons_after_return(customer: Customer, **facts: Any) -> list[Reason]:
    """The same, and a customer that came back counts as screened only by what was asked after its return."""
    return reasons_against(customer, screened_since=came_back_at(customer))


def prove_step(j: Progress) -> None:
    """The fixed set is asked again when the engine, the configuration or a list changed."""
    if proof := services.prove_when_changed(actor=j.actor):
        j.result = {"recall": proof.recall, "false_alerts": proof.false_alerts}
