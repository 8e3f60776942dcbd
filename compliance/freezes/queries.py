"""Freezes, and whether one is in force for a customer."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from o2c.accounts.customers.models import Customer, CustomerRelation, RelationKind
from o2c.compliance.freezes.models import Freeze, FreezeScope
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.fields import valid_on

VIEW = "compliance.view_freezes"
DEEPEST_GROUP = 20


def freezes(actor: User) -> QuerySet[Freeze]:
    people = ["created_by", "end_proposed_by", "ended_by"]
    return scope(Freeze.objects, actor, VIEW).select_related("customer", *people).order_by("-created_at", "-pk")


def in_force(customer: Customer, stopped: str, *, today: date) -> QuerySet[Freeze]:
    """Freezes that stop this for the customer: its own, and those on a parent that reach down the group."""
    reaching = Q(customer=customer) | Q(with_group=True, customer__in=_line(customer.pk, today, up=True))
    return Freeze.objects.filter(reaching, ended_at=None, scope__in=[FreezeScope.ALL, stopped])


def among(customer_ids: Collection[int], stopped: str, *, today: date) -> set[int]:
    """Those of the customers for whom a freeze that stops this is in force."""
    rows = Freeze.objects.filter(ended_at=None, scope__in=[FreezeScope.ALL, stopped])
    found: set[int] = set()
    for key, with_group in rows.values_list("customer", "with_group").distinct():
        found |= {key, *(_line(key, today, up=False) if with_group else ())}
    return found & set(customer_ids)


def group_below(customer: Customer, *, today: date) -> list[Customer]:
    """The customers under this one, in order of id."""
    return list(Customer.objects.filter(pk__in=_line(customer.pk, today, up=False)).order_by("pk"))


def _line(start: int, today: date, *, up: bool) -> set[int]:
    """Ids of all parents (or children) of a customer on the day, level by level."""
    found: set[int] = set()
    level = {start}
    parents = CustomerRelation.objects.filter(valid_on(today), kind=RelationKind.PARENT_OF)
    near, far = ("to_customer", "from_customer") if up else ("from_customer", "to_customer")
    for _ in range(DEEPEST_GROUP):
        level = set(parents.filter(**{f"{near}__in": level}).values_list(far, flat=True)) - found
        if not level:
            break
        found |= level
    return found
