"""Receipts with the day of their clock and the day they found their customer, and what that comes to."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DateField, F, Func, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Cast, Coalesce

from o2c.collections.cash.matching.models import Application, MatchProposal, Mistake, ProposalState
from o2c.collections.cash.matching.queries import applications
from o2c.collections.cash.receipts.models import ReceiptState
from o2c.collections.cash.receipts.queries import receipts
from o2c.collections.cash.sameday.rules import Clock, Figure
from o2c.core.access.models import User

NO_RECEIVABLE = [ReceiptState.CODED, ReceiptState.SPLIT]


def clocked(actor: User, clock: Clock) -> QuerySet[Any]:
    """Customers' money with `clock_on` (the day its clock starts), `done_on` (when it came to stand on its customer, None while it
    does not) and `tier` (what the matcher makes of it meanwhile). What is no receivable does not count.

    `clock`: the booking date, the value date, or the day the bank told us. Days are the entity's own.
    """
    starts = {"booked": F("booked_on"), "value": F("value_on"), "arrived": Coalesce(_local(F("line__created_at")), F("booked_on"))}
    waiting = MatchProposal.objects.filter(receipt=OuterRef("pk"), state=ProposalState.OPEN)
    rows = receipts(actor).exclude(state__in=NO_RECEIVABLE).annotate(clock_on=starts[clock], tier=Subquery(waiting.values("tier")[:1]))
    return rows.annotate(done_on=Case(When(entry=None, then=Value(None, DateField())), default=_local(F("entry__recorded_at"))))


def _local(moment: F) -> Cast:
    return Cast(Func(F("entity__time_zone"), moment, function="timezone"), DateField())


IN_TIME = Q(done_on__lte=F("clock_on"))


def by_day(actor: User, clock: Clock, first: date, last: date) -> list[tuple[date, Figure]]:
    """Each day and currency with money, the latest day first."""
    rows = clocked(actor, clock).filter(clock_on__range=(first, last)).order_by().select_related(None)
    sums = rows.values("clock_on", "currency").annotate(
        count=Count("pk"), total=Sum("amount"), in_time=Count("pk", filter=IN_TIME), done=Sum("amount", filter=IN_TIME, default=Decimal(0)),
    )  # fmt: skip
    return [
        (row["clock_on"], Figure(row["currency"], row["count"], row["total"], row["in_time"], row["done"]))
        for row in sums.order_by("-clock_on", "currency")
    ]


def in_all(days: Iterable[tuple[date, Figure]]) -> list[Figure]:
    """The same figures per currency, over all days."""
    grouped: dict[str, list[Figure]] = defaultdict(list)
    for _day, figure in days:
        grouped[figure.currency].append(figure)
    return [
        Figure(
            currency, sum(one.count for one in found), sum((one.amount for one in found), Decimal(0)), sum(one.in_time for one in found),
            sum((one.amount_in_time for one in found), Decimal(0)),
        )
        for currency, found in sorted(grouped.items())
    ]  # fmt: skip


def taken_back(actor: User, first: date, last: date) -> list[tuple[Mistake, int, int]]:
    """(kind, how many decisions were taken back for it in these days, how many of them a rule had made)."""
    rows = applications(actor).filter(undone_on__range=(first, last)).order_by().select_related(None).values("undone_kind")
    counted = rows.annotate(count=Count("pk"), ruled=Count("pk", filter=Q(by_rule=True)))
    counts = {row["undone_kind"] or "other": (row["count"], row["ruled"]) for row in counted}
    return [(kind, *counts.get(kind, (0, 0))) for kind in Mistake]


def decided(actor: User, first: date, last: date) -> QuerySet[Application]:
    """Decisions booked in these days."""
    return applications(actor).filter(created_at__date__range=(first, last))
