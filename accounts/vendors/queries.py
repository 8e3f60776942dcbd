"""Our registrations with clients, as far as the actor may see."""

from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, When

from o2c.accounts.vendors.models import VendorRegistration
from o2c.accounts.vendors.rules import TO_DO, WARNING_DAYS, WITHOUT_NUMBER
from o2c.core.access.models import User
from o2c.core.access.queries import scope

VIEW = "accounts.view_vendors"


def vendor_registrations(actor: User) -> QuerySet[VendorRegistration]:
    """The registrations the actor may see, by what is due first."""
    return scope(VendorRegistration.objects, actor, VIEW).select_related("customer", "entity", "holder").order_by("due_on", "pk")


def vendor_list(actor: User, today: date) -> QuerySet[Any]:
    """Ready for the table: `is_overdue`."""
    overdue = Q(due_on__lt=today, state__in=[*TO_DO, "submitted"])
    late = Case(When(overdue, then=True), default=False, output_field=BooleanField())
    rows: QuerySet[Any] = vendor_registrations(actor).annotate(is_overdue=late)
    return rows


def holding_up(customer_id: int, entity_id: int | None = None) -> QuerySet[VendorRegistration]:
    """The registrations without a supplier number: until they have one, invoices to the client wait."""
    rows = VendorRegistration.objects.filter(customer=customer_id, state__in=WITHOUT_NUMBER)
    return (rows.filter(entity=entity_id) if entity_id else rows).order_by("pk")


def ending(today: date) -> QuerySet[VendorRegistration]:
    """Registrations that end soon or have ended, and nobody was told."""
    soon = Q(state="accepted", expires_on__lte=today + timedelta(days=WARNING_DAYS))
    return VendorRegistration.objects.filter(soon | Q(state="expiring", expires_on__lte=today)).order_by("pk")
