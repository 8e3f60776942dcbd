"""REST: the same walk."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.rest.shapes import MoneyShape
from o2c.core.tracing import queries
from o2c.core.tracing.pages import VIEW


class TraceFoundShape(serializers.Serializer[Any]):
    kind = serializers.CharField(source="kind.code")
    id = serializers.UUIDField(source="key", allow_null=True)
    label = serializers.CharField(source="node.label")  # type: ignore[assignment]
    on = serializers.DateField(source="node.on", allow_null=True)
    amount = MoneyShape(source="node.amount", allow_null=True)


class TraceStepShape(serializers.Serializer[Any]):
    """Records of one kind at one distance; `is_cut` says that there are more."""

    kind = serializers.CharField(source="kind.code")
    is_cut = serializers.BooleanField()
    records = TraceFoundShape(source="found", many=True)


class Trace(Endpoint):
    """From one record to what it came from (`before`, the farthest first) and what came of it (`after`, the nearest first)."""

    permission = VIEW

    class Output(serializers.Serializer[Any]):
        start = TraceFoundShape()
        before = TraceStepShape(many=True)
        after = TraceStepShape(many=True)

    def get(self, code: str, public_id: UUID) -> Response:
        return self.shown(queries.walk(self.actor, code, public_id))


urlpatterns = [endpoints("trace/<str:code>/<uuid:public_id>", Trace, name="api_trace")]
