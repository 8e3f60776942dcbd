"""REST's door to billing runs: read only."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.billing.invoicing import queries
from o2c.billing.invoicing.filters import BillingRunFilter, RunDocumentFilter, RunItemFilter
from o2c.billing.invoicing.models import BillingRun, RunDocument, RunItem
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.rest.shapes import MoneyShape


class BillingRunShape(serializers.Serializer[BillingRun]):
    """A run. `figures`: per currency all spend, and what is billed (or to be), held, excepted, test and unbilled of it."""

    id = serializers.UUIDField(source="public_id")
    entity = serializers.CharField(source="entity.code")
    month = serializers.DateField()
    sequence = serializers.IntegerField()
    state = serializers.CharField()
    figures = serializers.DictField(child=serializers.DictField(child=serializers.CharField()))
    documents_ready = serializers.IntegerField()
    documents_held = serializers.IntegerField()
    documents_posted = serializers.IntegerField()


class RunDocumentShape(serializers.Serializer[RunDocument]):
    id = serializers.UUIDField(source="public_id")
    run = serializers.UUIDField(source="run.public_id")
    account = serializers.CharField(source="account.number")
    customer = serializers.UUIDField(source="customer.public_id")
    net = MoneyShape(read_only=True)
    lines = serializers.IntegerField()
    state = serializers.CharField()
    document = serializers.CharField(source="document.number", default=None)
    why = serializers.SerializerMethodField()

    def get_why(self, row: RunDocument) -> list[str]:
        return queries.reasons(row.why)


class RunItemShape(serializers.Serializer[RunItem]):
    id = serializers.UUIDField(source="public_id")
    run = serializers.UUIDField(source="run.public_id")
    campaign = serializers.CharField(source="campaign.ext_id")
    account = serializers.CharField(source="account.number", default=None)
    purchase_order = serializers.CharField(source="purchase_order.number", default=None)
    month = serializers.DateField()
    records = serializers.IntegerField()
    amount = MoneyShape(read_only=True)
    result = serializers.CharField()
    reason = serializers.CharField()
    why = serializers.SerializerMethodField()

    def get_why(self, row: RunItem) -> str:
        return queries.why(row)


class BillingRunList(Endpoint):
    """Billing runs, the latest month first."""

    permission, Output, Filter = queries.VIEW, BillingRunShape, BillingRunFilter

    def get(self) -> Response:
        return self.listed(queries.runs(self.actor))


class BillingRunDetail(Endpoint):
    permission, Output = queries.VIEW, BillingRunShape

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(queries.runs(self.actor), public_id))


class RunDocumentList(Endpoint):
    """The invoices of runs, each with why it is held; `?run=` takes the id of a run."""

    permission, Output, Filter = queries.VIEW, RunDocumentShape, RunDocumentFilter

    def get(self) -> Response:
        return self.listed(queries.run_documents(self.actor))


class RunItemList(Endpoint):
    """What runs made of the spend of each campaign; `?run=` takes the id of a run, `?result=held` what is held."""

    permission, Output, Filter = queries.VIEW, RunItemShape, RunItemFilter

    def get(self) -> Response:
        return self.listed(queries.run_items(self.actor))


urlpatterns: list[Any] = [
    endpoints("billing-runs", BillingRunList, name="api_billing_runs"),
    endpoints("billing-runs/<uuid:public_id>", BillingRunDetail, name="api_billing_run"),
    endpoints("run-documents", RunDocumentList, name="api_run_documents"),
    endpoints("run-items", RunItemList, name="api_run_items"),
]
