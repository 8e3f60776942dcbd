"""What moved in the ledger since a moment, for those who keep figures of it."""

from datetime import date, datetime
from typing import cast

from django.db import connection

from o2c.billing.ledger.choices import SALES
from o2c.billing.ledger.models import Allocation, OpenItem
from o2c.core.entities.models import LegalEntity

# A row carries the moment its transaction began. The second covers a transaction that has begun but is not listed yet.
COMPLETE_BEFORE = """
    SELECT least(min(xact_start), now()) - interval '1 second' FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


def complete_before() -> datetime:
    """Whoever reads from now on sees everything that is recorded before this moment: nothing older is still to commit."""
    with connection.cursor() as cursor:
        cursor.execute(COMPLETE_BEFORE)
        (moment,) = cursor.fetchone()
    return cast(datetime, moment)


def customers_moved(entity: LegalEntity, currency: str, since: datetime) -> set[int]:
    """Those for whom something was posted, allocated or taken back."""
    posted = OpenItem.objects.filter(entry__entity=entity, entry__recorded_at__gte=since, currency=currency)
    allocated = Allocation.objects.filter(entity=entity, recorded_at__gte=since, currency=currency)
    sides = (allocated.values_list("debit_item__customer"), allocated.values_list("credit_item__customer"))
    return {customer for (customer,) in posted.order_by().values_list("customer").union(*sides)}


def months_sold(entity: LegalEntity, currency: str, since: datetime) -> set[date]:
    """The months (their first days) into which something was sold or credited."""
    posted = OpenItem.objects.filter(entry__entity=entity, entry__recorded_at__gte=since, currency=currency, kind__in=SALES)
    return {day.replace(day=1) for day in posted.order_by().values_list("posting_date", flat=True).distinct()}
