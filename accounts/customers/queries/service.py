"""How a customer is served: target times, the last contact, the changes of its process, its readiness over time."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Now

from o2c.accounts.customers.models import Customer, Interaction, ProcessChange, Readiness, TierTarget
from o2c.accounts.customers.queries.customers import VIEW
from o2c.core.access.models import User
from o2c.core.access.queries import scope


@dataclass(frozen=True, slots=True)
class LastContact:
    """When we were last in touch, and in which tone."""

    at: datetime
    tone: str
    channel: str


def target_hours(tier: str, kind: str) -> Decimal | None:
    """The working hours within which this kind of thing is done for customers of the tier; None when nobody has said."""
    return TierTarget.objects.filter(tier=tier, kind=kind).values_list("hours", flat=True).first()


def within_target(customer: Customer | None, kind: str, hours: float) -> float:
    """These hours, or those of the customer's tier where they are fewer."""
    target = target_hours(customer.tier, kind) if customer else None
    return hours if target is None else min(hours, float(target))


def last_contact(actor: User, customer: Customer) -> LastContact | None:
    """The latest contact either way that the actor may see."""
    row = scope(Interaction.objects, actor, VIEW).filter(customer=customer).order_by("-at", "-pk").first()
    return LastContact(row.at, row.get_tone_display(), row.get_channel_display()) if row else None


def process_changes(actor: User) -> QuerySet[ProcessChange]:
    """Changes of clients' processes, what is late first. `standing`: its state, or "late" past its target time."""
    late = Q(state="requested", due_at__lt=Now())
    rows = scope(ProcessChange.objects, actor, VIEW).select_related("customer", "created_by")
    return rows.annotate(standing=Case(When(late, then=Value("late")), default="state")).order_by("due_at", "pk")


def readiness_of(actor: User, customer: Customer) -> QuerySet[Readiness]:
    """The verdicts of the nights, the latest first."""
    return scope(Readiness.objects, actor, VIEW).filter(customer=customer).order_by("-valid_from", "-pk")
