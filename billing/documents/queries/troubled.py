"""Documents on whose way to the customer somebody must look: no papers, a sending that failed, a proof of delivery that is missing."""

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from o2c.billing.documents.models import Delivery, DeliveryState, Document, Rendering
from o2c.billing.documents.queries.documents import documents
from o2c.core.access.models import User
from o2c.core.work.models import LIVE, Task

PROOF_TASK = "delivery_proof_missing"
FAILED, NO_PAPERS, NO_PROOF = "failed", "no_papers", "no_proof"


def troubled(actor: User) -> QuerySet[Document]:
    """The latest word counts: what was sent again after a rejection is no longer here. `trouble`, `said` (why) and `since`."""
    last = Delivery.objects.filter(document=OuterRef("document")).order_by("-pk").values("pk")[:1]
    failed = Delivery.objects.filter(state=DeliveryState.REJECTED, pk=Subquery(last))
    asked = Task.objects.filter(LIVE, kind=PROOF_TASK, object_type="billing.document")
    bare = Document.objects.filter(~Exists(Rendering.objects.filter(document=OuterRef("pk"))), origin="own")
    rows = documents(actor).filter(
        Q(pk__in=failed.values("document")) | Q(pk__in=asked.values("object_id")) | Q(pk__in=bare.order_by().values("pk"))
    )
    mine = Delivery.objects.filter(document=OuterRef("pk")).order_by("-pk")
    rejected = Exists(failed.filter(document=OuterRef("pk")))
    return rows.annotate(
        trouble=Case(
            When(Exists(bare.filter(pk=OuterRef("pk"))), then=Value(NO_PAPERS)),
            When(rejected, then=Value(FAILED)),
            default=Value(NO_PROOF),
            output_field=CharField(),
        ),
        said=Coalesce(Subquery(mine.values("reason")[:1]), Value("")),
        since=Coalesce(Subquery(mine.values("moved_at")[:1]), F("entry__recorded_at")),
    )
