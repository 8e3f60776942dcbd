"""Orders on the way of the money: insertion orders and purchase orders."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.models import InsertionOrder, PurchaseOrder
from o2c.accounts.contracts.queries import insertion_orders
from o2c.accounts.contracts.queries.contracts import VIEW
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.money import Money
from o2c.core.tracing import registry as trace
from o2c.core.tracing.registry import Node


def orders(actor: User) -> Any:
    return scope(PurchaseOrder.objects, actor, VIEW).select_related("customer").order_by("-starts_on", "pk")


def of_insertion_order(row: InsertionOrder) -> Node:
    return Node(str(row), row.get_absolute_url(), row.starts_on, note=row.customer.legal_name)


def of_purchase_order(row: PurchaseOrder) -> Node:
    return Node(row.number, row.get_absolute_url(), row.starts_on, Money(row.amount, row.currency), row.customer.legal_name)


trace.kind("accounts.insertionorder", _("Insertion orders"), insertion_orders, of_insertion_order, permission=VIEW)
trace.kind("accounts.purchaseorder", _("Purchase orders"), orders, of_purchase_order, permission=VIEW)
