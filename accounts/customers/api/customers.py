"""REST's door to customers: list, read, create, change, and whether they can be billed."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.accounts.customers import queries
from o2c.accounts.customers.filters import CustomerFilter
from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.models import Customer, CustomerType, Language, RiskClass, Tier
from o2c.accounts.customers.services import customers
from o2c.core.clock import local_today
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.sentences import sentence


class CustomerShape(serializers.Serializer[Customer]):
    """A customer as other systems see it."""

    id = serializers.UUIDField(source="public_id")
    number = serializers.CharField()
    legal_name = serializers.CharField()
    name_latin = serializers.CharField()
    name_native = serializers.CharField()
    country = serializers.CharField()
    reg_no = serializers.CharField()
    vat_id = serializers.CharField()
    lei = serializers.CharField()
    type = serializers.CharField()
    state = serializers.CharField()
    risk_class = serializers.CharField()
    tier = serializers.CharField()
    language = serializers.CharField()
    origin = serializers.CharField()
    entities = serializers.SerializerMethodField()

    def get_entities(self, customer: Customer) -> list[str]:
        codes: str = customer.entity_codes  # type: ignore[attr-defined]
        return codes.split(", ") if codes else []


class CustomerInput(serializers.Serializer[Any]):
    """What may be given; everything but the name and the entities may be left out."""

    legal_name = serializers.CharField(max_length=200)
    name_latin = serializers.CharField(max_length=200, required=False, allow_blank=True)
    name_native = serializers.CharField(max_length=200, required=False, allow_blank=True)
    country = serializers.CharField(max_length=2, required=False, allow_blank=True)
    reg_no = serializers.CharField(max_length=40, required=False, allow_blank=True)
    vat_id = serializers.CharField(max_length=20, required=False, allow_blank=True)
    lei = serializers.CharField(max_length=20, required=False, allow_blank=True)
    type = serializers.ChoiceField(CustomerType.choices, required=False)
    risk_class = serializers.ChoiceField(RiskClass.choices, required=False)
    tier = serializers.ChoiceField(Tier.choices, required=False)
    language = serializers.ChoiceField(Language.choices, required=False)
    entities = serializers.ListField(child=serializers.CharField(), allow_empty=False)


class CustomerList(Endpoint):
    """Customers by name; `?q=`, `?state=`, `?country=`, `?entity=` narrow them."""

    permission, Output, Filter = queries.VIEW, CustomerShape, CustomerFilter

    def get(self) -> Response:
        return self.listed(queries.customer_list(self.actor))


class CustomerCreate(Endpoint):
    """A new customer in draft, for the entities named by their codes."""

    permission, Output = "accounts.create_customer", CustomerShape

    class Input(CustomerInput):
        number = serializers.CharField(max_length=40, required=False)

    def post(self) -> Response:
        given = self.input()
        entities = [self.chosen(entities_of(self.actor), "entities", code, by="code") for code in given.pop("entities")]
        customer = customers.create_customer(entities=entities, actor=self.actor, **given)
        return self.created(queries.customer_list(self.actor).get(pk=customer.pk))


class CustomerDetail(Endpoint):
    permission, Output = queries.VIEW, CustomerShape

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(queries.customer_list(self.actor), public_id))


class CustomerChange(Endpoint):
    """Change what is given, based on the version that was read (`If-Match`)."""

    permission, Output, Input = "accounts.edit_customer", CustomerShape, CustomerInput

    def patch(self, public_id: UUID) -> Response:
        customer, given = self.one(queries.customers(self.actor), public_id), self.input()
        if "entities" in given:
            codes = given.pop("entities")
            given["entities"] = [self.chosen(entities_of(self.actor), "entities", code, by="code") for code in codes]
        customers.edit_customer(customer.pk, version=self.version(), actor=self.actor, **given)
        return self.shown(queries.customer_list(self.actor).get(pk=customer.pk))


class Readiness(Endpoint):
    """Whether a customer can be billed today, and everything that is missing or wrong otherwise."""

    permission = queries.VIEW

    class Output(serializers.Serializer[Any]):
        ready = serializers.BooleanField()
        gaps = serializers.ListField(child=serializers.DictField(child=serializers.CharField()))

    def get(self, public_id: UUID) -> Response:
        customer = self.one(queries.customers(self.actor), public_id)
        gaps = [{"code": gap.code, "message": sentence(gap.code), "place": gap.place} for gap in queries.gaps(customer, local_today())]
        return self.shown({"ready": not gaps, "gaps": gaps})


urlpatterns = [
    endpoints("customers", CustomerList, CustomerCreate, name="api_customers"),
    endpoints("customers/<uuid:public_id>", CustomerDetail, CustomerChange, name="api_customer"),
    endpoints("customers/<uuid:public_id>/readiness", Readiness, name="api_customer_readiness"),
]
