"""REST's door to alerts: read by those who may see them, decided on by the officer's role."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from o2c.compliance.alerts import queries, services
from o2c.compliance.alerts.filters import AlertFilter
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.core.errors import BusinessError
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.verbs import Verb

SAYS_WHY = frozenset({"reason"})
STEPS: dict[str, tuple[Verb[..., ComplianceAlert], frozenset[str]]] = {
    "take": (services.take_alert, frozenset()),
    "clear": (services.clear_alert, SAYS_WHY | {"reason_code"}),
    "ask": (services.ask_for_information, SAYS_WHY),
    "resume": (services.resume_investigation, frozenset()),
    "approve": (services.approve_clearing, frozenset()),
    "return": (services.return_clearing, SAYS_WHY),
    "confirm": (services.confirm_alert, SAYS_WHY),
    "hand_over": (services.hand_over_alert, SAYS_WHY),
}


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
        kind = serializers.CharField()
        origin = serializers.CharField()
        name = serializers.CharField(source="subject.__str__", default="")
        list_code = serializers.CharField(source="entry.source.code", default="")
        listed_id = serializers.CharField(source="entry.key", default="")
        listed_name = serializers.CharField(source="entry.name", default="")
        title = serializers.CharField()

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
            hit = queries.latest_hit(alert)
            return hit.explanation if hit else {}

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(queries.alerts(self.actor), public_id))


class AlertDecide(Endpoint):
    """Take the next step of an alert: `take`, `clear` (with a reason code), `ask`, `resume`, `approve`, `return`, `confirm`, `hand_over`.

    For the officer's role only; four eyes and every other rule are those of the page.
    """

    permission = "compliance.decide_over_rest"
    Output = AlertList.Output

    class Input(serializers.Serializer[Any]):
        step = serializers.ChoiceField(choices=list(STEPS))
        reason = serializers.CharField(required=False, allow_blank=True, max_length=4000)
        reason_code = serializers.CharField(required=False, max_length=30)

    def post(self, public_id: UUID) -> Response:
        alert = self.one(queries.alerts(self.actor), public_id)
        given = self.input()
        verb, wanted = STEPS[given.pop("step")]
        if missing := wanted - given.keys():
            raise BusinessError("reason_missing", field=min(missing))
        verb(alert.pk, **{name: given[name] for name in wanted}, actor=self.actor)
        return self.shown(self.one(queries.alerts(self.actor), public_id))


urlpatterns = [
    endpoints("alerts", AlertList, name="api_alerts"),
    endpoints("alerts/<uuid:public_id>/decisions", AlertDecide, name="api_alert_decide"),
    endpoints("alerts/<uuid:public_id>", AlertDetail, name="api_alert"),
]
