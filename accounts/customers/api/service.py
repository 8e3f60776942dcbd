"""REST's door to how a customer stood and is served: any past day, group, contacts made, the client's process, readiness over time."""

from datetime import date
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.accounts.customers import queries
from o2c.accounts.customers.api.belongings import AddressShape, ContactShape, OfCustomer
from o2c.accounts.customers.models import Channel, Direction, Interaction, ProcessChange, Purpose, Readiness, Tier, Tone
from o2c.accounts.customers.services import dated, interactions
from o2c.core.access.queries import scope
from o2c.core.clock import local_today
from o2c.core.rest.endpoints import Endpoint, endpoints


class InteractionShape(serializers.Serializer[Interaction]):
    """One contact either way. `over_cap` says why a reminder was sent beyond the cap."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    at = serializers.DateTimeField(required=False)
    channel = serializers.ChoiceField(Channel.choices)
    direction = serializers.ChoiceField(Direction.choices, required=False)
    purpose = serializers.ChoiceField(Purpose.choices, required=False)
    tone = serializers.ChoiceField(Tone.choices, required=False)
    subject = serializers.CharField(max_length=200)
    text = serializers.CharField(required=False, allow_blank=True)
    over_cap = serializers.CharField(max_length=200, required=False, allow_blank=True)


class ReadinessShape(serializers.Serializer[Readiness]):
    """One verdict and the days on which the night came to it."""

    ready = serializers.BooleanField(source="is_ready")
    gaps = serializers.ListField(child=serializers.CharField())
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)


class ProcessChangeShape(serializers.Serializer[ProcessChange]):
    """`state` is "late" while a change is not applied within the target time."""

    id = serializers.UUIDField(source="public_id")
    customer = serializers.UUIDField(source="customer.public_id")
    wanted = serializers.DictField()
    reason = serializers.CharField()
    state = serializers.CharField(source="standing")
    due_at = serializers.DateTimeField()
    applied_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField()


class AsOf(OfCustomer):
    """How the customer stood on a day, `?day=2026-01-31`; without one, today."""

    class Output(serializers.Serializer[Any]):
        day = serializers.DateField()
        legal_name = serializers.CharField(source="name", allow_null=True)
        tier = serializers.CharField(allow_null=True)
        sales_owner = serializers.CharField(allow_null=True)
        roles = serializers.SerializerMethodField()
        addresses = AddressShape(many=True)
        contacts = ContactShape(many=True)

        def get_roles(self, standing: queries.Standing) -> list[str]:
            return [role.role for role in standing.roles]

    def get(self, public_id: UUID) -> Response:
        asked = serializers.DateField(default=local_today).run_validation(self.request.query_params.get("day", serializers.empty))
        day: date = asked
        return self.shown(queries.standing(self.actor, self.customer(public_id), day))


class Group(OfCustomer):
    """The group today, from its top downwards."""

    class Output(serializers.Serializer[Any]):
        members = serializers.ListField(child=serializers.DictField())

    def get(self, public_id: UUID) -> Response:
        found = queries.group(self.actor, self.customer(public_id), local_today())
        members = [{"id": str(each.public_id), "legal_name": each.legal_name, "depth": depth} for each, depth in found]
        return self.shown({"members": members})


class TierSet(OfCustomer):
    """The tier from a day on."""

    permission = "accounts.set_tier"

    class Input(serializers.Serializer[Any]):
        tier = serializers.ChoiceField(Tier.choices)
        valid_from = serializers.DateField()
        reason = serializers.CharField(max_length=300, required=False, allow_blank=True)

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField(source="public_id")
        tier = serializers.CharField()

    def post(self, public_id: UUID) -> Response:
        return self.created(dated.set_tier(self.customer(public_id).pk, actor=self.actor, **self.input()))


class InteractionList(OfCustomer):
    """What was said with the customer."""

    Output, many = InteractionShape, True

    def get(self, public_id: UUID) -> Response:
        rows = scope(Interaction.objects, self.actor, queries.VIEW).filter(customer=self.customer(public_id))
        return self.listed(rows.order_by("pk"))


class InteractionCreate(OfCustomer):
    permission, Input, Output = "accounts.note_interaction", InteractionShape, InteractionShape

    def post(self, public_id: UUID) -> Response:
        return self.created(interactions.note_interaction(self.customer(public_id).pk, actor=self.actor, **self.input()))


class ReadinessHistory(OfCustomer):
    """The verdict of every past day."""

    Output, many = ReadinessShape, True

    def get(self, public_id: UUID) -> Response:
        return self.listed(queries.readiness_of(self.actor, self.customer(public_id)).order_by("pk"))


class ProcessChangeList(Endpoint):
    """Changes of clients' processes."""

    permission, Output = queries.VIEW, ProcessChangeShape
    many = True

    def get(self) -> Response:
        return self.listed(queries.process_changes(self.actor).order_by("pk"))


urlpatterns = [
    endpoints("customers/<uuid:public_id>/as-of", AsOf, name="api_customer_as_of"),
    endpoints("customers/<uuid:public_id>/group", Group, name="api_customer_group"),
    endpoints("customers/<uuid:public_id>/tier", TierSet, name="api_customer_tier"),
    endpoints("customers/<uuid:public_id>/interactions", InteractionList, InteractionCreate, name="api_interactions"),
    endpoints("customers/<uuid:public_id>/readiness-history", ReadinessHistory, name="api_readiness_history"),
    endpoints("process-changes", ProcessChangeList, name="api_process_changes"),
]
