"""How customers hang together."""

from datetime import date

from o2c.accounts.customers.models import Customer, CustomerRelation
from o2c.accounts.customers.queries import customers
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.errors import BusinessError
from o2c.core.events import publish
from o2c.core.verbs import lock, lock_one, verb

VIEW = "accounts.view_customers"


@verb("accounts.relate_customers")
def relate_customers(
    customer_id: int, *, kind: str, to_customer: Customer, valid_from: date, valid_until: date | None = None, actor: User
) -> CustomerRelation:
    """From a day on, the customer <kind> the other one.

    Raises BusinessError "customerrelation_not_with_itself", "customerrelation_once", "customerrelation_one_parent",
    "customerrelation_no_circle", "payer_not_active".
    """
    if customer_id == to_customer.pk:
        raise BusinessError("customerrelation_not_with_itself", field="to_customer")
    both = {customer.pk: customer for customer in lock(customers(actor), [customer_id, to_customer.pk])}
    customer, other = both[customer_id], both[to_customer.pk]
    if kind == "payer_for" and customer.state != "active":
        raise BusinessError("payer_not_active", payer=customer.legal_name)
    relation = CustomerRelation.objects.create(
        from_customer=customer, kind=kind, to_customer=other, valid_from=valid_from, valid_until=valid_until
    )
    told = {"relation": str(relation), "valid_from": valid_from, "valid_until": valid_until}
    for side in (customer, other):
        record("customer.related", relation, actor=actor, after=told, parent=side)
        publish("customer.changed", side, fields=["relations"])
    return relation


@verb("accounts.end_relation")
def end_relation(pk: int, *, valid_until: date, actor: User, version: int | None = None) -> CustomerRelation:
    """The relation does not hold from that day on. Raises BusinessError "customerrelation_ends_after_start"."""
    relation = lock_one(scope(CustomerRelation.objects, actor, VIEW).select_related("from_customer", "to_customer"), pk, version)
    before, after = change(relation, valid_until=valid_until)
    for side in (relation.from_customer, relation.to_customer):
        record("customer.unrelated", relation, actor=actor, before=before, after={**after, "relation": str(relation)}, parent=side)
        publish("customer.changed", side, fields=["relations"])
    return relation
