"""REST's door to remittance advices: what payers say their payments are for, and what became of it."""

from typing import Any
from uuid import UUID

from django.urls import URLPattern
from rest_framework import serializers
from rest_framework.response import Response

from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.remittances import queries
from o2c.collections.cash.remittances.models import AdviceState, RemittanceAdvice
from o2c.collections.cash.remittances.tables import AdviceFilter
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.rest.shapes import MoneyShape


class AdviceShape(serializers.Serializer[RemittanceAdvice]):
    """An advice without its lines; `total` as the sender states it, null where they state none."""

    id = serializers.UUIDField(source="public_id")
    number = serializers.CharField()
    payer = serializers.CharField()
    entity = serializers.CharField(source="entity.code")
    paid = MoneyShape(read_only=True)
    total = MoneyShape(read_only=True, allow_null=True)
    state = serializers.ChoiceField(AdviceState.choices)
    created_at = serializers.DateTimeField()


class LineShape(serializers.Serializer[Any]):
    """One document of an advice; negative for credit notes and claims."""

    document = serializers.CharField()
    paid = MoneyShape(read_only=True)
    deduction = MoneyShape(read_only=True)
    reason = serializers.CharField()


class AdviceList(Endpoint):
    """Remittance advices, the latest first."""

    permission, Output, Filter = VIEW, AdviceShape, AdviceFilter

    def get(self) -> Response:
        return self.listed(queries.advices(self.actor))


class AdviceDetail(Endpoint):
    """One advice with its lines in their order."""

    permission = VIEW

    class Output(AdviceShape):
        lines = serializers.SerializerMethodField()

        def get_lines(self, row: RemittanceAdvice) -> list[dict[str, Any]]:
            return [dict(LineShape(line).data) for line in queries.lines(row)]

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(queries.advices(self.actor), public_id))


urlpatterns: list[URLPattern] = [
    endpoints("advices", AdviceList, name="api_advices"),
    endpoints("advices/<uuid:public_id>", AdviceDetail, name="api_advice"),
]
