"""What was signed with whom."""

from datetime import date

from django.db.models import Q, QuerySet

from o2c.accounts.contracts.models import Contract, InsertionOrder, PaymentTerm
from o2c.core.access.models import User
from o2c.core.access.queries import scope

VIEW = "accounts.view_contracts"


def contracts(actor: User) -> QuerySet[Contract]:
    """The contracts the actor may see, the latest first."""
    rows = scope(Contract.objects, actor, VIEW).select_related("customer", "entity", "terms")
    return rows.order_by("-starts_on", "pk")


def insertion_orders(actor: User) -> QuerySet[InsertionOrder]:
    """The insertion orders the actor may see, the latest first."""
    return scope(InsertionOrder.objects, actor, VIEW).select_related("customer", "entity").order_by("-starts_on", "pk")


def payment_terms() -> QuerySet[PaymentTerm]:
    """All payment terms, the shortest first. Terms belong to nobody, so there is nothing to scope."""
    return PaymentTerm.objects.order_by("net_days", "eom_mode", "code")


def in_force(customer_id: int, entity_id: int, on: date) -> QuerySet[Contract]:
    """The active contracts of a customer with an entity that cover the day. One that renews tacitly covers every later day."""
    ongoing = Q(ends_on=None) | Q(ends_on__gt=on) | Q(renewal="tacit")
    return Contract.objects.filter(ongoing, customer=customer_id, entity=entity_id, state="active", starts_on__lte=on)
