"""What the ledger says of removing records: nothing while money is open, and the period begins with the last posting."""

from collections.abc import Collection
from datetime import date

from django.db.models import Max

from o2c.billing.ledger.models import OpenItem
from o2c.core.gates import Reason


def still_open(customer_ids: Collection[int], today: date) -> dict[int, Reason]:
    rows = OpenItem.objects.filter(customer__in=customer_ids, open_amount__gt=0)
    return {pk: Reason("money_open_keeps_records") for pk in rows.order_by().values_list("customer", flat=True).distinct()}


def last_posted(customer_ids: Collection[int]) -> dict[int, date]:
    rows = OpenItem.objects.filter(customer__in=customer_ids).order_by().values_list("customer")
    return dict(rows.annotate(last=Max("posting_date")))
