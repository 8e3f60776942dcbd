"""What open alerts answer at the gates, and what this room hears from below."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from o2c.accounts.customers.models import Customer
from o2c.compliance.alerts import queries, services
from o2c.compliance.alerts.queries import holds
from o2c.compliance.alerts.runs import screen_all, screen_each
from o2c.compliance.alerts.services import request_delta, request_screening
from o2c.compliance.screening.configuration import screened_versions
from o2c.compliance.screening.queries import somebody_to_screen, somebody_was_screened
from o2c.compliance.watchlists.joining import join_again
from o2c.core.access.queries import the_night
from o2c.core.clock import local_today
from o2c.core.gates import Reason
from o2c.core.jobs.progress import Progress


def reasons_against(customer: Customer, **facts: Any) -> list[Reason]:
    return [Reason("compliance_check_open")] if holds(customer) else []


def held_among(customer_ids: Collection[int], today: date) -> dict[int, Reason]:
    return {key: Reason("compliance_check_open") for key in queries.held_among(customer_ids)}


def on_customer_changed(customer_id: int, data: dict[str, Any]) -> None:
    """Screen at once whoever is new or changed. Safe to repeat: the same facts open nothing twice."""
    _screen([customer_id])


def on_customers_imported(entity_id: int, data: dict[str, Any]) -> None:
    """Screen at once whom an import brought."""
    _screen(data["customers"])


def _screen(customer_ids: Sequence[int]) -> None:
    """Without a list there is nothing to screen against: the first one brings everybody in, and the gates say no until then."""
    if screened_versions():
        screen_each(customer_ids, day=local_today(), actor=the_night())


def on_list_activated(version_id: int, data: dict[str, Any]) -> None:
    """A new version is applied the same day: everybody against what it changed, or against everything the first time."""
    join_again(version_id, actor=the_night())
    if somebody_was_screened():
        request_delta(version_id, actor=the_night())
    else:
        request_screening(actor=the_night())


def on_configured(config_id: int, data: dict[str, Any]) -> None:
    """Other thresholds or weights: everybody is screened anew."""
    request_screening(actor=the_night())


def digest_step(j: Progress) -> None:
    """The night's step: those who work on alerts find in the morning what waits."""
    with j.chunk():
        told = services.send_digest(j.job.day or local_today(), actor=j.actor)
    j.result = {"mails": len(told)}


def night_step(j: Progress) -> None:
    """The nightly pass over all customers; where there is nobody yet, a missing list is no fault."""
    day = j.job.day or local_today()
    if not somebody_to_screen(day):
        return
    run = screen_all(day, j, actor=j.actor)
    j.result = {"customers": run.customers, "hits": run.hits, "alerts": run.alerts, "suppressed": run.suppressed}
