"""Alerts for the people who work on them, the memory of decisions, and what is still open for a customer."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from o2c.accounts.customers.models import Customer
from o2c.compliance.alerts.models import (
    AlertBrake,
    AlertCheck,
    AlertMove,
    AlertReader,
    AlertState,
    BrakeState,
    ComplianceAlert,
    Decision,
    Escalation,
    RestrictedAlert,
    Suppression,
)
from o2c.compliance.alerts.rules import HOLDING, OPEN, Remembered
from o2c.compliance.alerts.rules.kinds import KINDS
from o2c.compliance.screening.models import Hit
from o2c.compliance.screening.services import Who
from o2c.compliance.watchlists.readers import Listed
from o2c.core.access.models import User
from o2c.core.access.queries import scope

VIEW = "compliance.view_alerts"
VIEW_RESTRICTED = "compliance.view_restricted_alerts"


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
    rows = scope(ComplianceAlert.objects, actor, VIEW)
    if not actor.may(VIEW_RESTRICTED):
        named = AlertReader.objects.filter(alert=OuterRef("pk"), user=actor, ended_at=None)
        rows = rows.filter(Q(restricted=False) | Exists(named))
    return rows.select_related(*near).order_by("due_at", "pk")


def restricted_alerts(actor: User) -> QuerySet[RestrictedAlert]:
    """The restricted alerts the actor may read, as the kind of their own they are in the trail and for their files."""
    return RestrictedAlert.objects.filter(pk__in=alerts(actor).filter(restricted=True).order_by().values("pk")).order_by("pk")


def open_of(user: User) -> QuerySet[ComplianceAlert]:
    """Open alerts on somebody's desk: they go back to the queue before the person leaves."""
    return ComplianceAlert.objects.filter(assignee=user, state__in=OPEN).order_by("pk")


def alerts_of(actor: User, customer: Customer) -> QuerySet[ComplianceAlert]:
    return alerts(actor).filter(customer=customer).order_by("-created_at", "-pk")


def next_to_work(actor: User) -> ComplianceAlert | None:
    """What the actor should look at next: their own first, then what nobody has taken, each by due time."""
    mine = Q(state=AlertState.INVESTIGATING, assignee=actor, clearing_by=None)
    rows = alerts(actor).filter(mine | Q(state=AlertState.ALERT)).annotate(is_mine=ExpressionWrapper(mine, output_field=BooleanField()))
    return rows.order_by("-is_mine", "due_at", "pk").first()


def moves_of(alert: ComplianceAlert) -> QuerySet[AlertMove]:
    return alert.moves.select_related("by").order_by("-at", "-pk")


def party_of(hit: Hit) -> str:
    """`<source>:<publisher's id>` of the listed party that was met."""
    return f"{hit.entry.source.code}:{hit.entry.key}"


def merged_into(source: str, party: Listed) -> tuple[str, ...]:
    """`<source>:<publisher's id>` of the entries the publisher has merged into this one: what was decided about them was about it."""
    return tuple(f"{source}:{key}" for key in party.former_keys)


def hits_of(alert: ComplianceAlert) -> list[Hit]:
    """The latest hit on each listed party of the alert, under its latest number, the best first; none for a report."""
    near = Hit.objects.select_related("run", "subject", "entry", "entry__source").filter(alert_link__alert=alert)
    latest: dict[str, Hit] = {}
    for hit in near.order_by("pk"):
        for party in (party_of(hit), *merged_into(hit.entry.source.code, hit.entry.listed())):
            latest.pop(party, None)
        latest[party_of(hit)] = hit
    return sorted(latest.values(), key=lambda hit: (-hit.score, hit.pk))


def readers_of(alert: ComplianceAlert) -> list[AlertReader]:
    """Who is named as a reader of a restricted alert today."""
    return list(alert.readers.filter(ended_at=None).select_related("user").order_by("user__name", "pk"))


def decisions(actor: User) -> QuerySet[Decision]:
    """Every verdict the actor may read about, newest first, with how often it kept its pair quiet."""
    silenced = Suppression.objects.filter(decision=OuterRef("pk")).order_by().values("decision").annotate(times=Count("pk")).values("times")
    near = ["customer", "contact", "alert", "alert__subject", "alert__entry", "hit", "by", "second"]
    rows = Decision.objects.filter(alert__in=alerts(actor).order_by().values("pk")).select_related(*near)
    return rows.annotate(silenced=Coalesce(Subquery(silenced), 0)).order_by("-at", "-pk")


def checks_of(alert: ComplianceAlert) -> list[AlertCheck]:
    """The latest answer to each question of the checklist, in its order."""
    latest = {check.code: check for check in alert.checks.select_related("by").order_by("pk")}
    return [latest[code] for code in KINDS[alert.kind].checklist if code in latest]


def escalation_of(alert: ComplianceAlert) -> Escalation | None:
    """The latest way of the alert to legal, if it was ever confirmed."""
    return alert.escalations.select_related("confirmed_by", "handed_by", "pack").order_by("-pk").first()


def latest_hit(alert: ComplianceAlert) -> Hit | None:
    """The hit the alert stands on now; None for a report."""
    return Hit.objects.select_related("run", "subject", "entry").filter(alert_link__alert=alert).order_by("-pk").first()


def readers_among(permission: str, alert: ComplianceAlert) -> list[User]:
    """People who hold the permission and may read the alert."""
    people = User.objects.filter(is_active=True, is_robot=False, grants__role__permissions__contains=[permission]).distinct()
    return [person for person in people.order_by("pk") if person.may(permission) and alerts(person).filter(pk=alert.pk).exists()]


def open_alerts(customer: Customer) -> QuerySet[ComplianceAlert]:
    return ComplianceAlert.objects.filter(customer=customer, state__in=OPEN)


def holds(customer: Customer) -> bool:
    """Whether an undecided alert at or above the hold threshold, or a hit behind a brake, keeps the customer waiting."""
    if ComplianceAlert.objects.filter(customer=customer, state__in=HOLDING, holds=True).exists():
        return True
    waiting = [pk for hits in AlertBrake.objects.filter(state=BrakeState.ON).values_list("hits", flat=True) for pk in hits]
    return bool(waiting) and Hit.objects.filter(pk__in=waiting, subject__customer=customer).exists()


def held_among(customer_ids: Collection[int]) -> set[int]:
    """Those of the customers that `holds` keeps waiting."""
    ids = set(customer_ids)
    alerted = ComplianceAlert.objects.filter(state__in=HOLDING, holds=True).values_list("customer", flat=True)
    waiting = [pk for hits in AlertBrake.objects.filter(state=BrakeState.ON).values_list("hits", flat=True) for pk in hits]
    braked = Hit.objects.filter(pk__in=waiting).values_list("subject__customer", flat=True) if waiting else ()
    return ids & {*alerted, *braked}


def remembered(customers: Collection[int]) -> dict[Who, dict[str, Remembered]]:
    """The verdict that counts for each decided pair of these customers."""
    latest = (
        Decision.objects.filter(customer__in=customers, score__isnull=False)
        .order_by("customer", "contact", "party", "-pk")
        .distinct("customer", "contact", "party")
    )
    memory: dict[Who, dict[str, Remembered]] = {}
    for row in latest:
        memory.setdefault((row.customer_id, row.contact_id), {})[row.party] = Remembered(
            row.pk, row.verdict, row.subject_fingerprint, row.entry_hash, row.config_version, row.score or Decimal(0), row.expires_on
        )
    return memory


def earlier_decision(alert: ComplianceAlert, hit: Hit | None) -> Decision | None:
    """What was last decided about this pair, for the page that shows the difference."""
    parties = [party_of(hit), *merged_into(hit.entry.source.code, hit.entry.listed())] if hit else [alert.party]
    same = Decision.objects.filter(customer=alert.customer_id, contact=alert.contact_id, party__in=parties)
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
