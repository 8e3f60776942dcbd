"""REST's door to onboardings: how far a customer is, and what it waits for."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response

from o2c.accounts.customers.queries import customers
from o2c.accounts.onboarding import queries
from o2c.core.clock import local_today
from o2c.core.rest.endpoints import Endpoint, endpoints


class StepShape(serializers.Serializer[Any]):
    code = serializers.CharField()
    done = serializers.BooleanField(source="is_done")
    done_at = serializers.DateTimeField(allow_null=True)
    blockers = serializers.ListField(child=serializers.CharField(), source="against")


class OnboardingState(Endpoint):
    """The steps of a customer's latest onboarding in their order, each with what is against it."""

    permission = queries.VIEW

    class Output(serializers.Serializer[Any]):
        customer = serializers.UUIDField()
        started_at = serializers.DateTimeField()
        finished_at = serializers.DateTimeField(allow_null=True)
        steps = StepShape(many=True)

    def get(self, public_id: UUID) -> Response:
        customer = self.one(customers(self.actor), public_id)
        case = queries.onboardings(self.actor).filter(customer=customer).order_by("-started_at", "-pk").first()
        if case is None:
            raise Http404
        steps = queries.checklist(case, local_today(), timezone.now())
        shown = {"customer": customer.public_id, "started_at": case.started_at, "finished_at": case.finished_at, "steps": steps}
        return self.shown(shown)


urlpatterns = [endpoints("customers/<uuid:public_id>/onboarding", OnboardingState, name="api_customer_onboarding")]
