"""Spend as the actor may see it."""

from django.db.models import QuerySet

from o2c.billing.spend.models import SpendRecord
from o2c.core.access.models import User
from o2c.core.access.queries import scope

VIEW = "billing.view_spend"


def spend(actor: User) -> QuerySet[SpendRecord]:
    """Spend records, newest first; those that were corrected stay visible."""
    rows = scope(SpendRecord.objects, actor, VIEW).select_related("campaign__advertiser", "corrects", "corrected_by")
    return rows.order_by("-service_date", "-pk")
