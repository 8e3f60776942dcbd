"""Alerts for the people who work on them, the memory of decisions, and what is still open for a customer."""

from collections.abc import Collection

from django.db.models import QuerySet

from o2c.accounts.customers.models import Customer
from o2c.compliance.alerts.models import AlertBrake, AlertMove, BrakeState, ComplianceAlert, Decision
from o2c.compliance.alerts.rules import HOLDING, OPEN, Remembered
from o2c.compliance.screening.models import Hit
from o2c.compliance.screening.services import Who
from o2c.core.access.models import User
from o2c.core.access.queries import scope

VIEW = "compliance.view_alerts"


def alerts(actor: User) -> QuerySet[ComplianceAlert]:
    """Every alert the actor may see, those due first on top."""
    near = [
        "customer",
        "contact",
        "subject",
        "entry",
        "entry__source",
        "assignee",
        "clearing_by",
        "confirmed_by",
        "upheld_by",
        "release_by",
    ]
    return scope(ComplianceAlert.objects, actor, VIEW).select_related(*near).order_by("due_at", "pk")


def alerts_of(actor: User, customer: Customer) -> QuerySet[ComplianceAlert]:
    return alerts(actor).filter(customer=customer).order_by("-created_at", "-pk")


def moves_of(alert: ComplianceAlert) -> QuerySet[AlertMove]:
    return alert.moves.select_related("by").order_by("-at", "-pk")


def latest_hit(alert: ComplianceAlert) -> Hit:
    """The hit the alert stands on now; an alert always has one."""
    return Hit.objects.select_related("run", "subject", "entry").filter(alert_link__alert=alert).latest("pk")


def open_alerts(customer: Customer) -> QuerySet[ComplianceAlert]:
    return ComplianceAlert.objects.filter(customer=customer, state__in=OPEN)


def holds(customer: Customer) -> bool:
    """Whether an undecided alert at or above the hold threshold, or a hit behind a brake, keeps the customer waiting."""
    if ComplianceAlert.objects.filter(customer=customer, state__in=HOLDING, holds=True).exists():
        return True
    waiting = [pk for hits in AlertBrake.objects.filter(state=BrakeState.ON).values_list("hits", flat=True) for pk in hits]
    return bool(waiting) and Hit.objects.filter(pk__in=waiting, subject__customer=customer).exists()


def remembered(customers: Collection[int]) -> dict[Who, dict[str, Remembered]]:
    """The verdict that counts for each decided pair of these customers."""
    latest = (
        Decision.objects.filter(customer__in=customers)
        .order_by("customer", "contact", "party", "-pk")
        .distinct("customer", "contact", "party")
    )
    memory: dict[Who, dict[str, Remembered]] = {}
    for row in latest:
        memory.setdefault((row.customer_id, row.contact_id), {})[row.party] = Remembered(
            row.pk, row.verdict, row.subject_fingerprint, row.entry_hash, row.config_version, row.score, row.expires_on
        )
    return memory


def earlier_decision(alert: ComplianceAlert) -> Decision | None:
    """What was last decided about this pair, for the page that shows the difference."""
    same = Decision.objects.filter(customer=alert.customer_id, contact=alert.contact_id, party=alert.party)
    return same.select_related("by", "second", "hit", "hit__subject", "hit__entry").order_by("-pk").first()


def brakes(actor: User) -> QuerySet[AlertBrake]:
    return (
        scope(AlertBrake.objects, actor, "compliance.settle_brake")
        .select_related("entry", "run", "settled_by")
        .order_by("-created_at", "-pk")
    )


def alerts_in_run(run_id: int, parties: Collection[str]) -> dict[str, int]:
    """How many alerts each of these parties opened in the run so far."""
    opened = ComplianceAlert.objects.filter(party__in=parties, hits__hit__run=run_id).values_list("party", "pk").distinct()
    counted: dict[str, int] = dict.fromkeys(parties, 0)
    for party, _alert in opened:
        counted[party] += 1
    return counted


def dismissed_hits(parties: Collection[str]) -> set[int]:
    """Hits an officer has dismissed together, as one bad entry of a list."""
    settled = AlertBrake.objects.filter(party__in=parties, state=BrakeState.DISMISSED)
    return {pk for hits in settled.values_list("hits", flat=True) for pk in hits}
