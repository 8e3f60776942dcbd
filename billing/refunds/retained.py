"""A refund under way needs the records of its customer."""

from collections.abc import Collection
from datetime import date

from o2c.billing.refunds.models import RefundRequest
from o2c.core.gates import Reason


def under_way(customer_ids: Collection[int], today: date) -> dict[int, Reason]:
    rows = RefundRequest.objects.filter(customer__in=customer_ids, state__in=["draft", "submitted", "approved", "released", "sent"])
    return {each.customer_id: Reason("refund_keeps_records", {"refund": str(each)}) for each in rows.order_by("pk")}
