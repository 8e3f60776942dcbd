"""REST's door to cases: read, open, and mail that comes in."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.accounts.cases import queries
from o2c.accounts.cases.models import CaseKind, Channel, CustomerCase
from o2c.accounts.cases.services import cases
from o2c.accounts.cases.tables import CaseFilter
from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.queries import customers
from o2c.core.mail.imports import import_bounces
from o2c.core.rest.endpoints import Endpoint, endpoints


class CaseShape(serializers.Serializer[CustomerCase]):
    id = serializers.UUIDField(source="public_id")
    number = serializers.CharField()
    kind = serializers.CharField()
    subject = serializers.CharField()
    customer = serializers.UUIDField(source="customer.public_id")
    entity = serializers.CharField(source="entity.code")
    channel = serializers.CharField()
    category = serializers.CharField()
    team = serializers.CharField()
    level = serializers.IntegerField()
    state = serializers.CharField()
    created_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField()


class CaseList(Endpoint):
    """Questions, complaints and claims, newest first."""

    permission, Output, Filter = queries.VIEW, CaseShape, CaseFilter

    def get(self) -> Response:
        return self.listed(queries.cases(self.actor))


class CaseOpen(Endpoint):
    """A customer turned to us, through a portal or chat of another system."""

    permission, Output = "accounts.open_case", CaseShape

    class Input(serializers.Serializer[Any]):
        customer = serializers.UUIDField()
        entity = serializers.CharField(max_length=20)
        kind = serializers.ChoiceField(CaseKind.choices)
        channel = serializers.ChoiceField(Channel.choices)
        subject = serializers.CharField(max_length=200)
        text = serializers.CharField(max_length=10_000)
        person = serializers.CharField(max_length=120, required=False, allow_blank=True)
        email = serializers.EmailField(required=False, allow_blank=True)
        documents = serializers.ListField(child=serializers.CharField(max_length=60), required=False)

    def post(self) -> Response:
        given = self.input()
        customer = self.chosen(customers(self.actor), "customer", given.pop("customer"))
        entity = self.chosen(entities_of(self.actor), "entity", given.pop("entity"), by="code")
        case = cases.open_case(customer=customer, entity=entity, actor=self.actor, **given)
        return self.created(queries.cases(self.actor).get(pk=case.pk))


class CaseRead(Endpoint):
    permission, Output = queries.VIEW, CaseShape

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(queries.cases(self.actor), public_id))


class InboundMail(Endpoint):
    """One raw mail (RFC 5322): a reply lands on its case, a delivery report marks its mail. Nothing happens twice."""

    permission = "accounts.take_mail"

    class Input(serializers.Serializer[Any]):
        raw = serializers.CharField(max_length=5_000_000, trim_whitespace=False)

    class Output(serializers.Serializer[Any]):
        replies = serializers.IntegerField()
        bounces = serializers.IntegerField()

    def post(self) -> Response:
        imported = import_bounces(self.input()["raw"].encode(), actor=self.actor)
        return self.created({"replies": imported.replies, "bounces": imported.marked})


urlpatterns = [
    endpoints("cases", CaseList, CaseOpen, name="api_cases"),
    endpoints("cases/<uuid:public_id>", CaseRead, name="api_case"),
    endpoints("inbound-mail", InboundMail, name="api_inbound_mail"),
]
