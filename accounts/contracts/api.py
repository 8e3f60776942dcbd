"""REST's door to contracts: list, read, create."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.accounts.contracts import queries
from o2c.accounts.contracts.filters import ContractFilter
from o2c.accounts.contracts.models import Contract, Renewal
from o2c.accounts.contracts.services import contracts
from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.queries import customers
from o2c.core.errors import BusinessError
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.rest.shapes import MoneyShape


class ContractShape(serializers.Serializer[Contract]):
    """A contract as other systems see it."""

    id = serializers.UUIDField(source="public_id")
    number = serializers.CharField()
    revision = serializers.IntegerField()
    customer = serializers.UUIDField(source="customer.public_id")
    entity = serializers.CharField(source="entity.code")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    renewal = serializers.CharField()
    notice_days = serializers.IntegerField()
    currency = serializers.CharField()
    terms = serializers.CharField(source="terms.code")
    credit_limit = MoneyShape(read_only=True)
    signed_on = serializers.DateField()
    signatory = serializers.CharField()
    state = serializers.CharField()


class ContractList(Endpoint):
    """Contracts, the latest first; `?customer=` takes the customer's number."""

    permission, Output, Filter = queries.VIEW, ContractShape, ContractFilter

    def get(self) -> Response:
        return self.listed(queries.contracts(self.actor))


class ContractCreate(Endpoint):
    """A new contract in draft."""

    permission, Output = "accounts.create_contract", ContractShape

    class Input(serializers.Serializer[Any]):
        customer = serializers.UUIDField()
        number = serializers.CharField(max_length=40)
        entity = serializers.CharField()
        starts_on = serializers.DateField()
        ends_on = serializers.DateField(required=False, allow_null=True)
        renewal = serializers.ChoiceField(Renewal.choices, required=False)
        notice_days = serializers.IntegerField(min_value=0, max_value=1000, required=False)
        currency = serializers.CharField(max_length=3)
        terms = serializers.CharField()
        credit_limit = MoneyShape(required=False)
        signed_on = serializers.DateField(required=False, allow_null=True)
        signatory = serializers.CharField(max_length=120, required=False)

    def post(self) -> Response:
        given = self.input()
        if limit := given.pop("credit_limit", None):
            if limit.currency != given["currency"]:
                raise BusinessError("credit_limit_in_contract_currency", field="credit_limit", currency=given["currency"])
            given["credit_limit"] = limit.value
        chosen = {
            "customer": self.chosen(customers(self.actor), "customer", given.pop("customer")),
            "entity": self.chosen(entities_of(self.actor), "entity", given.pop("entity"), by="code"),
            "terms": self.chosen(queries.payment_terms(), "terms", given.pop("terms"), by="code"),
        }
        contract = contracts.create_contract(actor=self.actor, **chosen, **given)
        return self.created(queries.contracts(self.actor).get(pk=contract.pk))


class ContractDetail(Endpoint):
    permission, Output = queries.VIEW, ContractShape

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(queries.contracts(self.actor), public_id))


urlpatterns = [
    endpoints("contracts", ContractList, ContractCreate, name="api_contracts"),
    endpoints("contracts/<uuid:public_id>", ContractDetail, name="api_contract"),
]
