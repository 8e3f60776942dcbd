"""The rows behind each answer, for a period and, where it makes sense, a customer; as far as the reader may see."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import BooleanField, Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from o2c.accounts.customers.models import Customer
from o2c.compliance.alerts import queries as alerts
from o2c.compliance.alerts.models import ComplianceAlert, Decision, Suppression
from o2c.compliance.alerts.rules import OPEN
from o2c.compliance.alerts.workload import late
from o2c.compliance.screening.models import EffectivenessProof, Hit, ScreeningResult
from o2c.compliance.watchlists import queries as watchlists
from o2c.compliance.watchlists.models import WatchlistLoad
from o2c.core.access.queries import scope
from o2c.core.audit.models import AuditEvent
from o2c.core.files.models import Attachment
from o2c.core.proofs.models import ControlResult

if TYPE_CHECKING:
    from o2c.compliance.assurance.questions import Asked

VIEW = "compliance.view_assurance"
LISTING = "compliance.assurance"
SETTINGS = ["compliance.watchlistsource", "compliance.screeningconfig", "compliance.embargorule", "core.approvalpolicy"]
BELOW_SAMPLE = 200


def _customers(asked: "Asked") -> QuerySet[Customer]:
    rows = scope(Customer.objects, asked.actor, VIEW).order_by()
    return rows.filter(pk=asked.customer.pk) if asked.customer else rows


def _days(asked: "Asked", field: str) -> Q:
    return Q(**{f"{field}__gte": asked.since, f"{field}__lte": asked.until})


def loads(asked: "Asked") -> QuerySet[WatchlistLoad]:
    return watchlists.loads(asked.actor).filter(_days(asked, "at__date")).select_related("version__source")


def results(asked: "Asked") -> QuerySet[ScreeningResult]:
    rows = ScreeningResult.objects.filter(_days(asked, "day"), subject__customer__in=_customers(asked).values("pk"))
    return rows.select_related("subject__customer", "run").prefetch_related("run__versions__source").order_by("-at", "-pk")


def _seen_hits(asked: "Asked") -> QuerySet[Hit]:
    rows = Hit.objects.filter(_days(asked, "run__day"), subject__customer__in=_customers(asked).values("pk"))
    return rows.select_related("subject", "entry__source", "run").order_by("-run__day", "-score", "-pk")


def hits(asked: "Asked") -> QuerySet[Hit]:
    """The hits alerts stand on."""
    return _seen_hits(asked).filter(alert_link__alert__in=alerts.alerts(asked.actor).order_by().values("pk"))


def below(asked: "Asked") -> QuerySet[Hit]:
    """Kept for the record, under the threshold of their run: a sample, the nearest to the line first."""
    return _seen_hits(asked).filter(alert_link=None).order_by("-score", "-pk")[:BELOW_SAMPLE]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One kind of variation of one proof, with the `names` just under its threshold."""

    proof: EffectivenessProof
    variation: str
    asked: int
    alerted: int
    names: str = ""

    @property
    def pk(self) -> str:
        return f"{self.proof.pk}-{self.variation}"

    @property
    def share(self) -> float:
        return self.alerted / self.asked


def effectiveness(asked: "Asked") -> list[Outcome]:
    """Each proof of the period, newest first, by kind of variation, with the names just under its threshold."""
    found = []
    for proof in EffectivenessProof.objects.filter(_days(asked, "created_at__date")).order_by("-pk"):
        for one in proof.outcomes:
            near = [near for near in proof.below if near["variation"] == one["variation"]]
            names = "; ".join(f"{at['name']} / {at['listed']} ({at['score']:.2f})" for at in near)
            found.append(Outcome(proof, **one, names=names))
    return found


def decisions(asked: "Asked") -> QuerySet[Decision]:
    kinds = ["compliance.compliancealert", "compliance.restrictedalert"]
    found = Attachment.objects.filter(object_type__in=kinds, object_id=OuterRef("alert")).order_by().values("object_id")
    files = Coalesce(Subquery(found.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
    rows = alerts.decisions(asked.actor).filter(_days(asked, "at__date"), customer__in=_customers(asked).values("pk"))
    return rows.annotate(files=files)


def suppressions(asked: "Asked") -> QuerySet[Suppression]:
    rows = Suppression.objects.filter(_days(asked, "day"), subject__customer__in=_customers(asked).values("pk"))
    return rows.select_related("subject", "decision__by").order_by("-day", "-pk")


def _events(asked: "Asked") -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(_days(asked, "at__date")).select_related("actor").order_by("-at", "-pk")


def settings(asked: "Asked") -> QuerySet[AuditEvent]:
    return _events(asked).filter(Q(object_type__in=SETTINGS) | Q(parent_type__in=SETTINGS))


def exports(asked: "Asked") -> QuerySet[AuditEvent]:
    return _events(asked).filter(action="list.exported", after__list__startswith="compliance")


def ageing(asked: "Asked") -> QuerySet[ComplianceAlert]:
    """Open alerts as they are now, the oldest first; the period says when they were opened."""
    is_late = Case(When(late(timezone.now()), then=Value(True)), default=Value(False), output_field=BooleanField())
    rows = alerts.alerts(asked.actor).filter(state__in=OPEN, customer__in=_customers(asked).values("pk"))
    return rows.filter(created_at__date__lte=asked.until).annotate(is_late=is_late).order_by("created_at", "pk")


def chain(asked: "Asked") -> QuerySet[ControlResult]:
    return ControlResult.objects.filter(_days(asked, "day"), area="audit").order_by("-day", "code", "-pk")


def hit_of(actor: Any, run: UUID, fingerprint: str, party: str) -> Hit | None:
    """One hit the actor may look into."""
    customers = scope(Customer.objects, actor, VIEW).order_by().values("pk")
    readable = Q(alert_link=None) | Q(alert_link__alert__in=alerts.alerts(actor).order_by().values("pk"))
    near = Hit.objects.select_related("subject__customer", "entry__source", "entry__since", "run").filter(readable)
    source, _colon, key = party.partition(":")
    met = {"entry__source__code": source, "entry__key": key, "subject__fingerprint": fingerprint, "run__public_id": run}
    return near.filter(**met, subject__customer__in=customers).order_by("pk").first()
