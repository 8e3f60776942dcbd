"""A customer on any day: what was on record, and the group it belonged to."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

from o2c.accounts.customers.models import (
    Address,
    Contact,
    Customer,
    CustomerName,
    CustomerRelation,
    CustomerRole,
    CustomerTier,
    SalesOwner,
)
from o2c.accounts.customers.queries.customers import customers, relations
from o2c.core.access.models import User
from o2c.core.fields import valid_on

MOST = 200  # members of a group a page shows

GROUP = """
    WITH RECURSIVE up(id, path) AS (
        SELECT %(customer)s::bigint, ARRAY[%(customer)s::bigint]
        UNION ALL
        SELECT r.from_customer_id, up.path || r.from_customer_id FROM up
        JOIN accounts_customerrelation r ON r.to_customer_id = up.id AND r.kind = 'parent_of'
            AND r.valid_from <= %(day)s AND (r.valid_until IS NULL OR r.valid_until > %(day)s)
        WHERE NOT r.from_customer_id = ANY(up.path)
    ), top AS (SELECT id FROM up ORDER BY cardinality(path) DESC LIMIT 1),
    down(id, depth, path) AS (
        SELECT id, 0, ARRAY[id] FROM top
        UNION ALL
        SELECT r.to_customer_id, down.depth + 1, down.path || r.to_customer_id FROM down
        JOIN accounts_customerrelation r ON r.from_customer_id = down.id AND r.kind = 'parent_of'
            AND r.valid_from <= %(day)s AND (r.valid_until IS NULL OR r.valid_until > %(day)s)
        WHERE NOT r.to_customer_id = ANY(down.path)
    )
    SELECT id, depth FROM down ORDER BY path LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """What was on record on one day; `name` and `tier` are None on days before anybody noted them."""

    day: date
    name: str | None
    tier: str | None
    sales_owner: str | None
    roles: list[CustomerRole]
    addresses: list[Address]
    contacts: list[Contact]
    relations: list[CustomerRelation]


def standing(actor: User, customer: Customer, day: date) -> Standing:
    """The dated facts of a customer the actor may see, as they held on the day."""
    name, tier = _on(CustomerName, customer, day).first(), _on(CustomerTier, customer, day).first()
    owner = _on(SalesOwner, customer, day).select_related("user").first()
    return Standing(
        day,
        name.legal_name if name else None,
        tier.get_tier_display() if tier else None,
        str(owner.user) if owner else None,
        list(_on(CustomerRole, customer, day).order_by("role")),
        list(_on(Address, customer, day).order_by("kind")),
        list(_on(Contact, customer, day).order_by("role", "person")),
        list(relations(actor, customer).filter(valid_on(day))),
    )


def group(actor: User, customer: Customer, day: date) -> list[tuple[Customer, int]]:
    """The group on the day, from its top downwards, each with its depth; only the customer itself when it has none.

    Members outside the actor's reach are left out.
    """
    depths = group_depths(customer.pk, day)
    members = customers(actor).in_bulk(list(depths))
    return [(members[pk], depth) for pk, depth in depths.items() if pk in members]


def group_depths(customer_id: int, day: date) -> dict[int, int]:
    """Ids of everybody in the group on the day, each with its depth below the top: for rules that must not miss a member."""
    with connection.cursor() as cursor:
        cursor.execute(GROUP, {"customer": customer_id, "day": day, "most": MOST})
        return dict(cursor.fetchall())


def _on(model: Any, customer: Customer, day: date) -> QuerySet[Any]:
    rows: type[Model] = model
    return rows._base_manager.filter(valid_on(day), customer=customer)
