"""Spend as the actor may see it."""

from django.db.models import QuerySet

from o2c.billing.spend.models import SpendRecord
from o2c.core.access.models import User
from o2c.core.access.queries import scope

VIEW = "billing.view_spend"
RELATED = ["campaign__advertiser", "corrects", "corrected_by", "billing__document_line__document"]


def spend(actor: User) -> QuerySet[SpendRecord]:
    """Spend records, newest first; those that were corrected stay visible."""
    rows = scope(SpendRecord.objects, actor, VIEW).select_related(*RELATED)
    return rows.order_by("-service_date", "-pk")
