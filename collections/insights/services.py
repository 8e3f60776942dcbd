"""The snapshot of a day: taken whole in the night, brought up to date for the customers that moved before anybody reads it."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger import queries as ledger
from o2c.collections.insights.models import AgeingSnapshot, CustomerStanding, SalesMonth
from o2c.collections.insights.queries import standings_of
from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.entities.models import LegalEntity

KEPT = timedelta(days=7)  # afterwards only the last days of months stay, as they were known then
COLUMNS = ", ".join(
    field.attname for field in CustomerStanding._meta.local_fields if not field.generated and field.name not in ("id", "snapshot")
)
INSERT = f"INSERT INTO collections_customerstanding (snapshot_id, {COLUMNS}) SELECT %s, {COLUMNS} FROM ({{found}}) found"  # noqa: S608  (our own columns)


def take_snapshots(entity: LegalEntity, day: date, *, actor: User) -> int:
    """Compute the receivables of the day anew, per currency; the customers found. Older days are let go."""
    currencies = FinancialAccount.objects.filter(entity=entity).order_by("currency").values_list("currency", flat=True).distinct()
    with transaction.atomic():  # noqa: TID251  (figures that follow from the ledger are nobody's act)
        for currency in currencies:
            known_at = ledger.complete_before()
            AgeingSnapshot.objects.filter(entity=entity, currency=currency, day=day).delete()
            snapshot = AgeingSnapshot.objects.create(entity=entity, currency=currency, day=day, known_at=known_at)
            _insert_standings(snapshot, None, actor)
            _insert_sales(snapshot, (), actor)
        _refresh_statistics()
        _let_go(entity, before=day - KEPT)
    return CustomerStanding.objects.filter(snapshot__entity=entity, snapshot__day=day).count()


def current_snapshot(entity: LegalEntity, currency: str, day: date) -> AgeingSnapshot | None:
    """The snapshot of that day with all that is recorded by now; None when there is none to be kept up to date."""
    alive = AgeingSnapshot.objects.filter(entity=entity, currency=currency, day=day, known_at__gt=timezone.now() - KEPT)
    found = alive.first()
    if found is None or not ledger.customers_moved(entity, currency, found.known_at):
        return found
    with transaction.atomic():  # noqa: TID251  (as above)
        held = alive.select_for_update(no_key=True).first()
        if held is not None:
            _bring_up_to_date(held)
    return held


def _bring_up_to_date(snapshot: AgeingSnapshot) -> None:
    """Compute again the customers and months that moved; what commits meanwhile is later than the new `known_at`."""
    facts, actor, known_at = (snapshot.entity, snapshot.currency, snapshot.known_at), the_night(), ledger.complete_before()
    if customers := ledger.customers_moved(*facts):
        snapshot.standings.filter(customer__in=customers).delete()
        _insert_standings(snapshot, customers, actor)
    if months := ledger.months_sold(*facts):
        snapshot.months.filter(month__in=months).delete()
        _insert_sales(snapshot, months, actor)
    snapshot.known_at = known_at
    snapshot.save(update_fields=["known_at"])


def _insert_standings(snapshot: AgeingSnapshot, customers: Collection[int] | None, actor: User) -> None:
    found, values = standings_of(actor, snapshot, customers).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(found=found), [snapshot.pk, *values])


def _insert_sales(snapshot: AgeingSnapshot, months: Collection[date], actor: User) -> None:
    sold = ledger.sales_by_month(actor, snapshot.day, snapshot.entity, snapshot.currency, months=months)
    rows = (SalesMonth(snapshot=snapshot, month=month, sales=sales, recent=recent) for month, (sales, recent) in sold.items())
    SalesMonth.objects.bulk_create(rows)


def _refresh_statistics() -> None:
    """Else the planner takes the snapshot it has never seen for an empty one until the server's housekeeping comes by."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE collections_customerstanding")


def _let_go(entity: LegalEntity, before: date) -> None:
    """Snapshots of older days, but for the last days of months: those are what roll rates are read from."""
    old = AgeingSnapshot.objects.filter(entity=entity, day__lt=before)
    old.exclude(pk__in=[row.pk for row in old if (row.day + timedelta(days=1)).day == 1]).delete()
