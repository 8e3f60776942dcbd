"""REST's door: finance systems take the journal over."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.accounts.customers.forms import entities_of
from o2c.billing.journal_export import queries, services
from o2c.billing.journal_export.filters import ExportFilter
from o2c.billing.journal_export.models import JournalExport
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.rest.shapes import MoneyShape


class ExportShape(serializers.Serializer[JournalExport]):
    """One hand-over; `sha256` is that of its CSV."""

    id = serializers.UUIDField(source="public_id")
    entity = serializers.CharField(source="entity.code")
    month = serializers.DateField()
    entries = serializers.IntegerField()
    lines = serializers.IntegerField()
    total = MoneyShape(read_only=True)
    sha256 = serializers.CharField()
    created_at = serializers.DateTimeField()


class HandedShape(serializers.Serializer[Any]):
    """One line under the company's own account number; base amounts in the entity's base currency."""

    posting_date = serializers.DateField()
    document_date = serializers.DateField()
    entry = serializers.CharField()
    kind = serializers.CharField()
    reference = serializers.CharField()
    account = serializers.CharField()
    account_name = serializers.CharField()
    control_account = serializers.CharField()
    debit = MoneyShape(read_only=True)
    credit = MoneyShape(read_only=True)
    base_debit = serializers.DecimalField(max_digits=20, decimal_places=4)
    base_credit = serializers.DecimalField(max_digits=20, decimal_places=4)
    customer = serializers.CharField(allow_null=True)
    financial_account = serializers.CharField(allow_null=True)


class ExportList(Endpoint):
    """What was handed over, newest first."""

    permission, Output, Filter = queries.VIEW, ExportShape, ExportFilter

    def get(self) -> Response:
        return self.listed(queries.exports(self.actor))


class ExportMake(Endpoint):
    """Take over every entry of a month that nobody was given yet; an entry is handed over once."""

    permission, Output = "billing.export_journal", ExportShape

    class Input(serializers.Serializer[Any]):
        entity = serializers.CharField(max_length=20)
        month = serializers.DateField()

    def post(self) -> Response:
        given = self.input()
        entity = self.chosen(entities_of(self.actor), "entity", given["entity"], by="code")
        return self.created(services.export_journal(entity.pk, month=given["month"], actor=self.actor))


class ExportRows(Endpoint):
    """Every line of one hand-over, in the order of the journal."""

    permission, Output, many = queries.VIEW, HandedShape, True

    def get(self, public_id: UUID) -> Response:
        export = self.one(queries.exports(self.actor), public_id)
        return Response(HandedShape(queries.rows_of(export), many=True).data)


urlpatterns = [
    endpoints("journal-exports", ExportList, ExportMake, name="api_journal_exports"),
    endpoints("journal-exports/<uuid:public_id>/rows", ExportRows, name="api_journal_export_rows"),
]
