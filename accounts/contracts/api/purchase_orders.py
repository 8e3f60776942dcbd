"""REST's door to purchase orders: their balance, taking one in, changing its dates."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.accounts.contracts import queries
from o2c.accounts.contracts.filters import PurchaseOrderFilter
from o2c.accounts.contracts.models import PurchaseOrder
from o2c.accounts.contracts.services import purchase_orders
from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.queries import customers
from o2c.core.files.storage import Blob, store
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.rest.shapes import MoneyShape, PaperShape


class PurchaseOrderShape(serializers.Serializer[PurchaseOrder]):
    """A purchase order as other systems see it, with what is left of it."""

    id = serializers.UUIDField(source="public_id")
    number = serializers.CharField()
    customer = serializers.UUIDField(source="customer.public_id")
    entity = serializers.CharField(source="entity.code")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    amount = MoneyShape(read_only=True)
    billed = MoneyShape(read_only=True)
    held = MoneyShape(read_only=True)
    remaining = MoneyShape(read_only=True)
    tolerance_percent = serializers.DecimalField(max_digits=5, decimal_places=2, coerce_to_string=True)
    reference = serializers.CharField()
    document_sha256 = serializers.CharField(source="document.sha256", default=None, allow_null=True)
    state = serializers.CharField()


class PurchaseOrderInput(serializers.Serializer[Any]):
    """`document`: the customer's paper, needed when the number or the amount changes."""

    number = serializers.CharField(max_length=60)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True)
    amount = serializers.DecimalField(max_digits=16, decimal_places=4, coerce_to_string=True)
    tolerance_percent = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False, coerce_to_string=True
    )
    reference = serializers.CharField(max_length=100, required=False, allow_blank=True)
    document = PaperShape(required=False)


def _blob(given: dict[str, Any]) -> Blob | None:
    paper = given.pop("document", None)
    return store(paper.content, paper.name) if paper else None


class PurchaseOrderList(Endpoint):
    """Purchase orders with their balance, the latest first; `?customer=` takes the customer's number."""

    permission, Output, Filter = queries.VIEW, PurchaseOrderShape, PurchaseOrderFilter

    def get(self) -> Response:
        return self.listed(queries.purchase_orders(self.actor))


class PurchaseOrderCreate(Endpoint):
    """A customer's order."""

    permission, Output = "accounts.create_purchase_order", PurchaseOrderShape

    class Input(PurchaseOrderInput):
        customer = serializers.UUIDField()
        entity = serializers.CharField()
        currency = serializers.CharField(max_length=3)

    def post(self) -> Response:
        given = self.input()
        given["customer"] = self.chosen(customers(self.actor), "customer", given["customer"])
        given["entity"] = self.chosen(entities_of(self.actor), "entity", given["entity"], by="code")
        order = purchase_orders.create_purchase_order(document=_blob(given), actor=self.actor, **given)
        return self.created(queries.purchase_orders(self.actor).get(pk=order.pk))


class PurchaseOrderDetail(Endpoint):
    permission, Output = queries.VIEW, PurchaseOrderShape

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(queries.purchase_orders(self.actor), public_id))


class PurchaseOrderUpdate(Endpoint):
    """Change what is given, based on the version that was read (`If-Match`)."""

    permission, Output, Input = "accounts.update_purchase_order", PurchaseOrderShape, PurchaseOrderInput

    def patch(self, public_id: UUID) -> Response:
        order, given = self.one(queries.purchase_orders(self.actor), public_id), self.input()
        version = self.version()
        purchase_orders.update_purchase_order(order.pk, document=_blob(given), version=version, actor=self.actor, **given)
        return self.shown(queries.purchase_orders(self.actor).get(pk=order.pk))


urlpatterns = [
    endpoints("purchase-orders", PurchaseOrderList, PurchaseOrderCreate, name="api_purchase_orders"),
    endpoints("purchase-orders/<uuid:public_id>", PurchaseOrderDetail, PurchaseOrderUpdate, name="api_purchase_order"),
]
