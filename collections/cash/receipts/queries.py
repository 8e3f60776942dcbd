"""Receipts within reach."""

from django.db.models import QuerySet

from o2c.collections.cash.receipts.models import Receipt
from o2c.core.access.models import User
from o2c.core.access.queries import scope

VIEW = "collections.view_cash"


def receipts(actor: User, permission: str = VIEW) -> QuerySet[Receipt]:
    """Receipts the actor may see, newest value date first: customer, account and bank entry at hand."""
    rows = scope(Receipt.objects, actor, permission).select_related("entity", "customer", "account", "line")
    return rows.order_by("-value_on", "-pk")
