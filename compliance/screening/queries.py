"""Runs and results, and whether a customer's present facts have been screened."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from o2c.accounts.campaigns.models import Campaign, CampaignState
from o2c.accounts.customers.models import Customer, CustomerRelation, RelationKind
from o2c.compliance.screening.facts import FIELDS, subjects_of
from o2c.compliance.screening.models import (
    AskedScreening,
    RunKind,
    RunPart,
    RunState,
    ScreeningConfig,
    ScreeningResult,
    ScreeningRun,
)
from o2c.compliance.screening.rules import APPLIED_WITHIN, MOST_PARTS, PART, counts_from
from o2c.compliance.watchlists.models import VersionState, WatchlistSource, WatchlistVersion
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.fields import valid_on

VIEW = "compliance.view_screenings"
SCREENED_STATES = ["draft", "onboarding", "active", "suspended", "closing"]
OVER = [CampaignState.ENDED, CampaignState.CANCELLED]
WHOLE = [RunKind.FULL, RunKind.SOME]


def runs(actor: User) -> QuerySet[ScreeningRun]:
    return (
        scope(ScreeningRun.objects, actor, VIEW)
        .select_related("created_by", "changed__source")
        .prefetch_related("versions__source")
        .order_by("-created_at", "-pk")
    )


def configs(actor: User) -> QuerySet[ScreeningConfig]:
    """Every configuration that was ever proposed, newest first."""
    return scope(ScreeningConfig.objects, actor, VIEW).select_related("created_by", "decided_by").order_by("-number", "-pk")


def names_of(sources: Sequence[str]) -> list[str]:
    """What these lists are called."""
    return list(WatchlistSource.objects.filter(code__in=sources).order_by("code").values_list("name", flat=True))


def asked(actor: User) -> QuerySet[AskedScreening]:
    """Names people and systems asked about, newest first."""
    return scope(AskedScreening.objects, actor, VIEW).select_related("created_by").order_by("-created_at", "-pk")


def results_of(customer: Customer) -> QuerySet[ScreeningResult]:
    """Every screening of the customer and its contacts, newest first."""
    return ScreeningResult.objects.filter(subject__customer=customer).select_related("run", "subject").order_by("-at", "-pk")


def everybody(today: date) -> QuerySet[Customer]:
    """Whom a run screens: all but closed customers, and closed ones as long as a reseller or a campaign acts for them."""
    resells = CustomerRelation.objects.filter(valid_on(today), kind=RelationKind.RESELLER_OF)
    between = resells.filter(Q(from_customer=OuterRef("pk")) | Q(to_customer=OuterRef("pk")))
    served = Campaign.objects.filter(end_client=OuterRef("pk")).exclude(state__in=OVER)
    return Customer.objects.filter(Q(state__in=SCREENED_STATES) | Exists(between) | Exists(served))


def bounds_of_parts(today: date) -> list[tuple[int, int]]:
    """Ranges of customers of about the same size, by their keys: from behind the first up to the second."""
    rows = everybody(today)
    size = max(PART, -(-rows.count() // MOST_PARTS))
    numbered = rows.annotate(place=Window(RowNumber(), order_by=F("pk").asc())).values("pk", "place")
    ends = list(numbered.annotate(over=F("place") % size).filter(over=0).values_list("pk", flat=True).order_by("pk"))
    last = rows.order_by("-pk").values_list("pk", flat=True).first()
    if last is not None and (not ends or ends[-1] != last):
        ends.append(last)
    return list(zip([0, *ends], ends, strict=False))


def customers_of(part: RunPart, limit: int) -> list[Customer]:
    """The next customers of a part of a run, with nothing read but what is screened."""
    rows = everybody(part.run.day).filter(pk__gt=part.cursor, pk__lte=part.until)
    return list(rows.only(*FIELDS).order_by("pk")[:limit])


def open_parts(run: ScreeningRun) -> list[RunPart]:
    return list(run.parts.filter(is_done=False).order_by("after"))


@contextmanager
def taken(part: RunPart) -> Iterator[RunPart | None]:
    """The part as it is now, for this worker alone; None when another has it or it is done.

    The database lets go of it with the connection, so a killed worker's part is free at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"screening:{part.pk}"])
        mine = cursor.fetchone()[0]
    try:
        now = RunPart.objects.select_related("run").get(pk=part.pk) if mine else None
        yield now if now and not now.is_done else None
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"screening:{part.pk}"])


def involved(customer: Customer, *, today: date) -> list[Customer]:
    """The customer, both parties of its reseller relations, and the end clients of its live campaigns."""
    resells = CustomerRelation.objects.filter(valid_on(today), kind=RelationKind.RESELLER_OF)
    near = Q(pk__in=resells.filter(from_customer=customer).values("to_customer"))
    near |= Q(pk__in=resells.filter(to_customer=customer).values("from_customer"))
    near |= Q(pk__in=Campaign.objects.filter(advertiser=customer, end_client__isnull=False).exclude(state__in=OVER).values("end_client"))
    return [customer, *Customer.objects.filter(near).exclude(pk=customer.pk).order_by("pk")]


def unscreened(customer: Customer, *, today: date, since: datetime | None = None) -> list[str]:
    """Names of the customer, its contacts or those involved whose present facts have no screening that still counts.

    `since`: only screenings from then on count, for who asks for a fresher answer than the usual one.
    """
    customers = involved(customer, today=today)
    counted = ScreeningResult.objects.filter(subject__customer__in=customers, day__gte=counts_from(today), run__kind__in=WHOLE)
    counted = counted.filter(at__gte=since) if since else counted
    done = set(counted.values_list("subject__customer", "subject__contact", "subject__fingerprint"))
    return [
        one.subject.names[0]
        for one in subjects_of(customers, on=today)
        if (one.customer_id, one.contact_id, one.subject.fingerprint) not in done
    ]


def not_screened_in_time(today: date) -> QuerySet[Customer]:
    """Active customers without any screening that still counts."""
    done = ScreeningResult.objects.filter(
        subject__customer=OuterRef("pk"), subject__contact=None, day__gte=counts_from(today), run__kind__in=WHOLE
    )
    return Customer.objects.filter(~Exists(done), state="active").order_by("pk")


def somebody_to_screen(today: date) -> bool:
    return everybody(today).exists()


def somebody_was_screened() -> bool:
    """Whether a run over everybody has ended: only then a delta is enough for a new version."""
    return ScreeningRun.objects.filter(kind=RunKind.FULL, state=RunState.DONE).exists()


def not_applied(now: datetime) -> list[WatchlistVersion]:
    """Active versions that came a day ago or longer and that no run over everybody has ended with."""
    ended = ScreeningRun.objects.filter(state=RunState.DONE)
    whole = ended.filter(kind=RunKind.FULL, versions=OuterRef("pk"))
    delta = ended.filter(kind=RunKind.DELTA, changed=OuterRef("pk"))
    waiting = WatchlistVersion.objects.filter(state=VersionState.ACTIVE, activated_at__lt=now - APPLIED_WITHIN)
    return list(waiting.exclude(Exists(whole) | Exists(delta)).select_related("source").order_by("source__code"))
