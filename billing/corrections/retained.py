"""A correction under way needs the records of its customer."""

from collections.abc import Collection
from datetime import date

from o2c.billing.corrections.models import Correction
from o2c.core.gates import Reason


def under_way(customer_ids: Collection[int], today: date) -> dict[int, Reason]:
    rows = Correction.objects.filter(customer__in=customer_ids, state__in=["draft", "submitted", "approved"]).order_by("pk")
    return {each.customer_id: Reason("correction_keeps_records", {"correction": str(each)}) for each in rows}
