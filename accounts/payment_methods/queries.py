"""How customers pay, as far as the actor may see."""

import hashlib
from datetime import date, datetime

from django.db.models import Q, QuerySet

from o2c.accounts.payment_methods.models import Mandate, PaymentMethod, Registration, RejectedCollection
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.dates import add_months, first_of_month

VIEW = "accounts.view_payment_methods"


def payment_methods(actor: User) -> QuerySet[PaymentMethod]:
    """The methods the actor may see, by customer, the primary one first."""
    rows = scope(PaymentMethod.objects, actor, VIEW).select_related("customer", "mandate")
    return rows.order_by("customer__search_name", "-rank", "pk")


def mandates(actor: User) -> QuerySet[Mandate]:
    """The mandates the actor may see, the latest first."""
    return scope(Mandate.objects, actor, VIEW).select_related("customer", "entity", "method").order_by("-pk")


def registrations(actor: User) -> QuerySet[Registration]:
    """What customers were asked to register, the latest first."""
    return scope(Registration.objects, actor, VIEW).select_related("customer", "entity", "method").order_by("-created_at", "-pk")


def rejections(mandate: Mandate) -> QuerySet[RejectedCollection]:
    return RejectedCollection.objects.filter(mandate=mandate).order_by("-rejected_on", "-pk")


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def invited_by(secret: str, now: datetime) -> Registration | None:
    """The registration whose link this is, while it is the newest one and good."""
    rows = Registration.objects.select_related("customer", "entity")
    return rows.filter(Q(state="invited") | Q(state="failed"), digest=digest(secret), expires_at__gt=now).first()


def usable_methods(customer_id: int, on: date) -> QuerySet[PaymentMethod]:
    """With what the customer can be charged on the day: active cards that have not lapsed, active mandates.

    For those who ask whether terms that demand a method are met (CR-15) and for direct debit.
    """
    good_card = Q(kind="card", expires__gte=first_of_month(on))
    return PaymentMethod.objects.filter(good_card | Q(kind="sdd"), customer=customer_id, state="active").order_by("-rank", "pk")


def lapsed_mandates(on: date) -> QuerySet[Mandate]:
    """Mandates nobody collected with for 36 months."""
    limit = add_months(on, -36)
    unused = Q(last_used_on__lte=limit) | Q(last_used_on=None, signed_on__lte=limit)
    return Mandate.objects.filter(unused, state__in=["active", "suspended"]).order_by("pk")
