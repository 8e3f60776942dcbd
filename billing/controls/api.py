"""REST's door to billing exceptions: read them, waive them, give them to somebody."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.billing.controls import queries, services
from o2c.billing.controls.filters import ExceptionFilter
from o2c.billing.controls.models import BillingException
from o2c.core.access.models import User
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.rest.shapes import MoneyShape


class ExceptionShape(serializers.Serializer[BillingException]):
    """A finding about `subject`, an object of `subject_kind`, in a month; `finding` and `suggestion` are sentences."""

    id = serializers.UUIDField(source="public_id")
    control = serializers.CharField()
    subject_kind = serializers.CharField()
    subject = serializers.UUIDField(source="address")
    name = serializers.CharField(source="label")
    customer = serializers.UUIDField(source="customer.public_id")
    month = serializers.DateField(source="period")
    severity = serializers.CharField()
    team = serializers.CharField()
    amount_at_risk = MoneyShape("amount", read_only=True)
    code = serializers.CharField(source="why")
    finding = serializers.SerializerMethodField()
    suggestion = serializers.SerializerMethodField()
    state = serializers.CharField()
    owner = serializers.EmailField(source="owner.email", allow_null=True, default=None)
    first_seen = serializers.DateField()
    last_seen = serializers.DateField()
    waived_until = serializers.DateField(allow_null=True)
    resolution = serializers.CharField()

    def get_finding(self, row: BillingException) -> str:
        return queries.why(row)

    def get_suggestion(self, row: BillingException) -> str:
        return queries.fix(row)


class ExceptionList(Endpoint):
    """Billing exceptions, the oldest first; `?control=`, `?state=`, `?severity=`, `?customer=` narrow them."""

    permission, Output, Filter = queries.VIEW, ExceptionShape, ExceptionFilter

    def get(self) -> Response:
        return self.listed(queries.exceptions(self.actor).order_by("pk"))


class ExceptionRead(Endpoint):
    """One billing exception."""

    permission, Output = queries.VIEW, ExceptionShape

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(queries.exceptions(self.actor), public_id))


class ExceptionWaive(Endpoint):
    """Let an exception pass until a day, for a reason."""

    permission, Output = "billing.waive_exception", ExceptionShape

    class Input(serializers.Serializer[Any]):
        until = serializers.DateField()
        reason = serializers.CharField(max_length=200)

    def post(self, public_id: UUID) -> Response:
        found = self.one(queries.exceptions(self.actor), public_id)
        return self.created(services.waive_exception(found.pk, **self.input(), actor=self.actor))


class ExceptionAssign(Endpoint):
    """Give an exception to a person, named by e-mail address."""

    permission, Output = "billing.assign_exception", ExceptionShape

    class Input(serializers.Serializer[Any]):
        owner = serializers.EmailField()

    def post(self, public_id: UUID) -> Response:
        found = self.one(queries.exceptions(self.actor), public_id)
        owner = self.chosen(User.objects.filter(is_active=True, is_robot=False), "owner", self.input()["owner"], by="email")
        return self.created(services.assign_exception(found.pk, owner=owner, actor=self.actor))


urlpatterns = [
    endpoints("billing-exceptions", ExceptionList, name="api_billing_exceptions"),
    endpoints("billing-exceptions/<uuid:public_id>", ExceptionRead, name="api_billing_exception"),
    endpoints("billing-exceptions/<uuid:public_id>/waive", ExceptionWaive, name="api_billing_exception_waive"),
    endpoints("billing-exceptions/<uuid:public_id>/assign", ExceptionAssign, name="api_billing_exception_assign"),
]
