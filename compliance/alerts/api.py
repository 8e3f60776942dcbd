"""REST's door to alerts: read only, and only for those who may see them."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from o2c.compliance.alerts import queries
from o2c.compliance.alerts.filters import AlertFilter
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.core.rest.endpoints import Endpoint, endpoints


class AlertList(Endpoint):
    """Alerts, those due first; `?state=`, `?open=`, `?mine=`, `?holds=` and `?q=` narrow them."""

    permission = queries.VIEW
    Filter = AlertFilter

    class Output(serializers.Serializer[ComplianceAlert]):
        id = serializers.UUIDField(source="public_id")
        state = serializers.CharField()
        score = serializers.DecimalField(max_digits=5, decimal_places=4)
        holds = serializers.BooleanField()
        four_eyes = serializers.BooleanField()
        due_at = serializers.DateTimeField()
        opened_at = serializers.DateTimeField(source="created_at")
        customer = serializers.UUIDField(source="customer.public_id")
        name = serializers.CharField(source="subject.__str__")
        list_code = serializers.CharField(source="entry.source.code")
        listed_id = serializers.CharField(source="entry.key")
        listed_name = serializers.CharField(source="entry.name")

    def get(self) -> Response:
        return self.listed(queries.alerts(self.actor))


class AlertDetail(Endpoint):
    """One alert with its explanation: the parts of the names that met, each reason and its effect on the score."""

    permission = queries.VIEW

    class Output(AlertList.Output):
        assigned_to = serializers.CharField(source="assignee.name", default=None)
        explanation = serializers.SerializerMethodField()

        @extend_schema_field({"type": "object"})
        def get_explanation(self, alert: ComplianceAlert) -> Any:
            return queries.latest_hit(alert).explanation

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(queries.alerts(self.actor), public_id))


urlpatterns = [
    endpoints("alerts", AlertList, name="api_alerts"),
    endpoints("alerts/<uuid:public_id>", AlertDetail, name="api_alert"),
]
