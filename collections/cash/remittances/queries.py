"""Advices within reach, and their lines beside what our book says of the documents."""

from django.db.models import OuterRef, QuerySet, Subquery

from o2c.billing.ledger.models import OpenItem
from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.remittances.models import AdviceLine, RemittanceAdvice
from o2c.core.access.models import User
from o2c.core.access.queries import scope


def advices(actor: User, permission: str = VIEW) -> QuerySet[RemittanceAdvice]:
    """The latest first."""
    return (
        scope(RemittanceAdvice.objects, actor, permission).select_related("entity", "created_by", "stored").order_by("-created_at", "-pk")
    )


def lines(advice: RemittanceAdvice) -> QuerySet[AdviceLine]:
    """Lines in their order; `open` is what we say is open, None where we know no such document: an open question."""
    known = OpenItem.objects.filter(entity=advice.entity_id, reference=OuterRef("document")).order_by("pk").values("open_amount")[:1]
    return advice.lines.annotate(open=Subquery(known)).order_by("position", "pk")
