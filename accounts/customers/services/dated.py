"""What holds for a customer from a day on: legal name, tier, roles, sales owner. A change ends one row and starts another."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from o2c.accounts.customers.models import Customer, CustomerName, CustomerRole, CustomerTier, SalesOwner
from o2c.accounts.customers.queries import customers
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.events import publish
from o2c.core.fields import valid_on
from o2c.core.verbs import lock, lock_one, verb

VIEW = "accounts.view_customers"


@verb("accounts.rename_customer")
def rename_customer(pk: int, *, legal_name: str, valid_from: date, actor: User, version: int | None = None) -> Customer:
    """The legal name from a day on; the one before stays with its days. From a later day, the night of that day takes it over.

    Raises BusinessError "customer_legal_name_given", "dated_before_last" when a later name is noted already.
    """
    customer = lock_one(customers(actor), pk, version)
    if not legal_name.strip():
        raise BusinessError("customer_legal_name_given", field="legal_name")
    before = follow(customer, CustomerName, "legal_name", legal_name.strip(), valid_from)
    after = {"legal_name": legal_name.strip(), "valid_from": valid_from}
    record("customer.renamed", customer, actor=actor, before=before, after=after, parent=customer)
    take_over(customer, local_today(actor))
    return customer


@verb("accounts.set_tier")
def set_tier(pk: int, *, tier: str, valid_from: date, reason: str = "", actor: User, version: int | None = None) -> Customer:
    """The tier from a day on, and with it the target times. Raises BusinessError "dated_before_last"."""
    customer = lock_one(customers(actor), pk, version)
    before = follow(customer, CustomerTier, "tier", tier, valid_from)
    after = {"tier": tier, "valid_from": valid_from}
    record("customer.tier_set", customer, actor=actor, before=before, after=after, reason=reason, parent=customer)
    take_over(customer, local_today(actor))
    return customer


@verb("accounts.give_customer_role")
def give_customer_role(pk: int, *, role: str, valid_from: date, valid_until: date | None = None, actor: User) -> CustomerRole:
    """One more part the customer plays. Raises BusinessError "customerrole_once" when it plays it already in these days."""
    customer = lock_one(customers(actor), pk)
    given = CustomerRole.objects.create(customer=customer, role=role, valid_from=valid_from, valid_until=valid_until)
    record("customer.role_given", given, actor=actor, after={"role": role, "valid_from": valid_from, "valid_until": valid_until})
    return given


@verb("accounts.end_customer_role")
def end_customer_role(pk: int, *, valid_until: date, actor: User, version: int | None = None) -> CustomerRole:
    """The customer plays this part no more from that day on. Raises BusinessError "customerrole_ends_after_start"."""
    given = lock_one(scope(CustomerRole.objects, actor, VIEW), pk, version)
    before, after = change(given, valid_until=valid_until)
    record("customer.role_ended", given, actor=actor, before=before, after=after)
    return given


@verb("accounts.set_sales_owner")
def set_sales_owner(pk: int, *, user: User, actor: User) -> SalesOwner:
    """From today this person looks after the customer in sales, and sees it.

    Raises BusinessError "sales_owner_gone", "same_sales_owner".
    """
    customer = lock_one(customers(actor), pk)
    if not user.is_active:
        raise BusinessError("sales_owner_gone", field="user", name=str(user))
    today = local_today(actor)
    before = SalesOwner.objects.filter(valid_on(today), customer=customer).select_related("user").first()
    if before and before.user_id == user.pk:
        raise BusinessError("same_sales_owner", field="user", name=str(user))
    owner = _passed_on(before, user) if before and before.valid_from == today else None
    if owner is None:
        if before:
            change(before, valid_until=today)
        owner = SalesOwner.objects.create(customer=customer, user=user, valid_from=today)
    was = {"sales_owner": str(before.user)} if before else {}
    record("customer.sales_owner_set", owner, actor=actor, before=was, after={"sales_owner": str(user), "valid_from": today})
    return owner


def _passed_on(owner: SalesOwner, user: User) -> SalesOwner:
    """A mistake of today is put right in place: a row of no days cannot be."""
    change(owner, user=user)
    return owner


@verb("accounts.take_over_dated")
def take_over_dated(ids: Sequence[int], *, today: date, actor: User) -> list[Customer]:
    """The night's chunk: names and tiers whose day has come become the customers' own."""
    return [customer for customer in lock(customers(actor), ids) if _taken_over(customer, today, actor)]


def _taken_over(customer: Customer, today: date, actor: User) -> bool:
    before, after = take_over(customer, today)
    if after:
        record("customer.edited", customer, actor=actor, before=before, after=after, parent=customer)
    return bool(after)


def begin(customer: Customer, today: date) -> None:
    """Step: the rows of a new customer: its name, its tier and its main role from today on."""
    CustomerName.objects.create(customer=customer, legal_name=customer.legal_name, valid_from=today)
    CustomerTier.objects.create(customer=customer, tier=customer.tier, valid_from=today)
    CustomerRole.objects.create(customer=customer, role=customer.type, valid_from=today)


def follow(customer: Customer, model: type[CustomerName | CustomerTier], field: str, value: str, day: date) -> dict[str, Any]:
    """Step: a row with this value from the day on, the one before ended; what it was. Raises BusinessError "dated_before_last"."""
    rows = model._base_manager.filter(customer=customer)
    if later := rows.filter(valid_from__gt=day).order_by("valid_from").first():
        raise BusinessError("dated_before_last", field="valid_from", last=later.valid_from)
    last = rows.order_by("-valid_from").first()
    if last is None:
        since = customer.created_at.date()
        if since < day:
            model._base_manager.create(customer=customer, valid_from=since, valid_until=day, **{field: getattr(customer, field)})
    elif last.valid_from == day:
        return {name: old for name, old in change(last, **{field: value})[0].items()}
    elif last.valid_until is None:
        change(last, valid_until=day)
    model._base_manager.create(customer=customer, valid_from=day, **{field: value})
    return {field: getattr(last, field) if last else getattr(customer, field)}


def take_over(customer: Customer, today: date) -> tuple[dict[str, Any], dict[str, Any]]:
    """Step: the customer carries the name and tier of today; whoever screens it hears of a new name."""
    name = CustomerName.objects.filter(valid_on(today), customer=customer).values_list("legal_name", flat=True).first()
    tier = CustomerTier.objects.filter(valid_on(today), customer=customer).values_list("tier", flat=True).first()
    before, after = change(customer, legal_name=name or customer.legal_name, tier=tier or customer.tier)
    if "legal_name" in after:
        publish("customer.changed", customer, fields=["legal_name"])
    return before, after
