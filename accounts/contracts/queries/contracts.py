"""What was signed with whom."""

from datetime import date, timedelta

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


def revisions(actor: User, contract: Contract) -> QuerySet[Contract]:
    """Every revision of the contract's number, the latest first."""
    return contracts(actor).filter(customer=contract.customer, number=contract.number).order_by("-revision", "pk")


def ended(entity_id: int, on: date) -> QuerySet[Contract]:
    """Active contracts of the entity whose last day has passed, and that do not renew by themselves."""
    return Contract.objects.filter(entity=entity_id, state="active", ends_on__lte=on).exclude(renewal="tacit").order_by("pk")


def renewing(entity_id: int, on: date) -> QuerySet[Contract]:
    """Active contracts of the entity that renewed by themselves on the day or before it."""
    return Contract.objects.filter(entity=entity_id, state="active", ends_on__lte=on, renewal="tacit").order_by("pk")


def notice_near(entity_id: int, on: date, *, ahead: int) -> list[Contract]:
    """Active contracts that renew by themselves and whose last day for notice is `ahead` days away or less, not passed."""
    rows = Contract.objects.filter(entity=entity_id, state="active", renewal="tacit", ends_on__gt=on).select_related("customer")
    return [contract for contract in rows.order_by("pk") if 0 <= (notice_by(contract) - on).days <= ahead]


def notice_by(contract: Contract) -> date:
    """The last day on which notice still counts. Only for contracts with an end."""
    if contract.ends_on is None:
        raise ValueError("a contract without an end needs no notice")
    return contract.ends_on - timedelta(days=contract.notice_days)
