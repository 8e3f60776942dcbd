"""Documents in the making."""

from django.db.models import QuerySet

from o2c.billing.documents.models import DocumentDraft
from o2c.core.access.models import User
from o2c.core.access.queries import scope

VIEW = "billing.view_ledger"


def drafts(actor: User) -> QuerySet[DocumentDraft]:
    """The drafts the actor may see, the latest first."""
    rows = scope(DocumentDraft.objects, actor, VIEW).select_related("account", "customer", "entity", "created_by", "document", "original")
    return rows.order_by("-pk")
