"""REST: corrections, read and opened. What is disputed elsewhere becomes a case here and is followed by its id."""

from typing import Any
from uuid import UUID

from django.urls import URLPattern
from rest_framework import serializers
from rest_framework.response import Response

from o2c.billing.corrections import queries, services
from o2c.billing.corrections.models import Correction, CorrectionKind, Team
from o2c.billing.corrections.tables import CorrectionFilter
from o2c.billing.documents.reasons import Cause
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.rest.shapes import MoneyShape


class CorrectionShape(serializers.Serializer[Correction]):
    id = serializers.UUIDField(source="public_id")
    document = serializers.CharField(source="document.number")
    customer = serializers.UUIDField(source="customer.public_id")
    entity = serializers.CharField(source="entity.code")
    kind = serializers.ChoiceField(choices=CorrectionKind.choices)
    cause = serializers.ChoiceField(choices=Cause.choices)
    team = serializers.ChoiceField(choices=Team.choices)
    explanation = serializers.CharField()
    credited = MoneyShape("credited", read_only=True)
    rebilled = MoneyShape("rebilled", read_only=True)
    state = serializers.CharField()
    reason = serializers.CharField()
    credit_note = serializers.CharField(source="credit_note.number", allow_null=True, default=None)
    new_document = serializers.CharField(source="rebill.number", allow_null=True, default=None)
    asked_by = serializers.CharField(source="source")
    asked_by_id = serializers.UUIDField(source="source_id", allow_null=True)
    opened_at = serializers.DateTimeField(source="created_at")
    executed_at = serializers.DateTimeField(allow_null=True)


class CorrectionList(Endpoint):
    """Corrections within reach, newest first."""

    permission, Filter, Output = "billing.view_corrections", CorrectionFilter, CorrectionShape

    def get(self) -> Response:
        return self.listed(queries.corrections(self.actor))


class CorrectionRead(Endpoint):
    permission, Output = "billing.view_corrections", CorrectionShape

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(queries.corrections(self.actor), public_id))


class CorrectionOpen(Endpoint):
    """Start the correction of a document named by its id; lines start as the whole document unless `whole` is false."""

    permission, Output = "billing.open_correction", CorrectionShape

    class Input(serializers.Serializer[Any]):
        document = serializers.UUIDField()
        kind = serializers.ChoiceField(choices=CorrectionKind.choices)
        cause = serializers.ChoiceField(choices=Cause.choices)
        team = serializers.ChoiceField(choices=Team.choices)
        explanation = serializers.CharField(max_length=2000)
        whole = serializers.BooleanField(default=True)

    def post(self) -> Response:
        given = self.input()
        document = self.chosen(queries.correctable(self.actor), "document", given.pop("document"))
        made = services.open_correction(document.pk, source="api", actor=self.actor, **given)
        return self.created(self.one(queries.corrections(self.actor), made.public_id))


urlpatterns: list[URLPattern] = [
    endpoints("corrections", CorrectionList, CorrectionOpen, name="api_corrections"),
    endpoints("corrections/<uuid:public_id>", CorrectionRead, name="api_correction"),
]
