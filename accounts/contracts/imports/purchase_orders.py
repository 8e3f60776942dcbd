"""The list of purchase orders as an Excel sheet, edited and brought back in."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.imports.references import customer_named, entity_named
from o2c.accounts.contracts.models import PurchaseOrder
from o2c.accounts.contracts.queries import purchase_orders as rows_of
from o2c.accounts.contracts.services import purchase_orders
from o2c.core.access.models import User
from o2c.core.errors import BusinessError
from o2c.core.excel.imports import Current, SheetImport, keys_of
from o2c.core.excel.read import InColumn

COLUMNS = [
    InColumn("number", _("Number"), required=True, longest=60),
    InColumn("customer_number", _("Customer number"), longest=40),
    InColumn("entity", _("Our entity"), longest=10),
    InColumn("starts_on", _("Valid from"), "date"),
    InColumn("ends_on", _("Until and including"), "last_day"),
    InColumn("amount", _("Amount"), "number"),
    InColumn("currency", _("Currency"), longest=3),
    InColumn("tolerance_percent", _("Tolerance in percent"), "number"),
    InColumn("reference", _("Customer's reference"), longest=100),
]
ONCE = {"customer_number", "entity", "currency"}


def current(actor: User, keys: Collection[str]) -> dict[str, Current]:
    """The orders behind the keys that the actor may see, as the sheet shows them."""
    rows = rows_of(actor).filter(public_id__in=keys_of(keys))
    return {str(row.public_id): Current(row.pk, row.version, str(row), _values(row)) for row in rows}


def _values(order: PurchaseOrder) -> dict[str, Any]:
    stated = {column.name: getattr(order, column.name) for column in COLUMNS if column.name not in ONCE}
    return {**stated, "customer_number": order.customer.number, "entity": order.entity.code, "currency": order.currency}


def change(pk: int, *, version: int, actor: User, **values: Any) -> PurchaseOrder:
    """One edited row. Raises as `update_purchase_order`, and BusinessError "row_chosen_once"."""
    if fixed := ONCE & values.keys():
        raise BusinessError("row_chosen_once", field=min(fixed))
    return purchase_orders.update_purchase_order(pk, version=version, actor=actor, **values)


def create(*, actor: User, **values: Any) -> PurchaseOrder:
    """One new row. Raises as `create_purchase_order`, and BusinessError "cell_required", "reference_unknown"."""
    for column in COLUMNS:
        if column.name in {*ONCE, "starts_on", "amount"} and not values.get(column.name):
            raise BusinessError("cell_required", field=column.name, column=column.label)
    customer = customer_named(actor, values.pop("customer_number"))
    entity = entity_named(actor, values.pop("entity"))
    return purchase_orders.create_purchase_order(customer=customer, entity=entity, actor=actor, **values)


PURCHASE_ORDERS = SheetImport("accounts.purchase_orders", _("Bring purchase orders in from Excel"), COLUMNS, current, change, create)
