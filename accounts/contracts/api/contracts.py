"""REST's door to contracts: list, read, create, change, submit, and what their control says."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.accounts.contracts import queries
from o2c.accounts.contracts.filters import ContractFilter
from o2c.accounts.contracts.models import Contract, Renewal
from o2c.accounts.contracts.rules.control import Verdict
from o2c.accounts.contracts.services import contracts
from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.models import Language
from o2c.accounts.customers.queries import customers
from o2c.core.errors import BusinessError
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.rest.shapes import MoneyShape
from o2c.core.sentences import sentence


class ContractShape(serializers.Serializer[Contract]):
    """A contract as other systems see it."""

    id = serializers.UUIDField(source="public_id")
    number = serializers.CharField()
    revision = serializers.IntegerField()
    customer = serializers.UUIDField(source="customer.public_id")
    entity = serializers.CharField(source="entity.code")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    renewal = serializers.CharField()
    notice_days = serializers.IntegerField()
    currency = serializers.CharField()
    terms = serializers.CharField(source="terms.code")
    credit_limit = MoneyShape(read_only=True, allow_null=True)
    expected_exposure = MoneyShape(read_only=True, allow_null=True)
    credit_result = serializers.CharField()
    products = serializers.ListField(child=serializers.CharField())
    party_name = serializers.CharField()
    party_tax_id = serializers.CharField()
    language = serializers.CharField()
    signed_copy_sha256 = serializers.CharField(source="signed_file.sha256", default=None, allow_null=True)
    signed_on = serializers.DateField()
    signatory = serializers.CharField()
    state = serializers.CharField()


class ContractList(Endpoint):
    """Contracts, the latest first; `?customer=` takes the customer's number."""

    permission, Output, Filter = queries.VIEW, ContractShape, ContractFilter

    def get(self) -> Response:
        return self.listed(queries.contracts(self.actor))


class ContractInput(serializers.Serializer[Any]):
    number = serializers.CharField(max_length=40)
    entity = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True)
    renewal = serializers.ChoiceField(Renewal.choices, required=False)
    notice_days = serializers.IntegerField(min_value=0, max_value=1000, required=False)
    currency = serializers.CharField(max_length=3)
    terms = serializers.CharField()
    credit_limit = MoneyShape(required=False)
    expected_exposure = MoneyShape(required=False)
    products = serializers.ListField(child=serializers.CharField(max_length=60), required=False, max_length=100)
    party_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    party_tax_id = serializers.CharField(max_length=30, required=False, allow_blank=True)
    language = serializers.ChoiceField(Language.choices, required=False, allow_blank=True)
    signed_on = serializers.DateField(required=False, allow_null=True)
    signatory = serializers.CharField(max_length=120, required=False)


class Writing(Endpoint):
    """What creating and changing share: amounts in the contract's currency, rows by what they are called."""

    def facts(self, currency: str = "") -> dict[str, Any]:
        given = self.input()
        currency = given.get("currency", currency)
        for name in ("credit_limit", "expected_exposure"):
            if money := given.pop(name, None):
                if money.currency != currency:
                    raise BusinessError("credit_limit_in_contract_currency", field=name, currency=currency)
                given[name] = money.value
        if "entity" in given:
            given["entity"] = self.chosen(entities_of(self.actor), "entity", given["entity"], by="code")
        if "terms" in given:
            given["terms"] = self.chosen(queries.payment_terms(), "terms", given["terms"], by="code")
        return given


class ContractCreate(Writing):
    """A new contract in draft."""

    permission, Output = "accounts.create_contract", ContractShape

    class Input(ContractInput):
        customer = serializers.UUIDField()

    def post(self) -> Response:
        given = self.facts()
        customer = self.chosen(customers(self.actor), "customer", given.pop("customer"))
        contract = contracts.create_contract(actor=self.actor, customer=customer, **given)
        return self.created(queries.contracts(self.actor).get(pk=contract.pk))


class ContractDetail(Endpoint):
    permission, Output = queries.VIEW, ContractShape

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(queries.contracts(self.actor), public_id))


class ContractChange(Writing):
    """Change what is given of a draft, based on the version that was read (`If-Match`)."""

    permission, Output, Input = "accounts.edit_contract", ContractShape, ContractInput

    def patch(self, public_id: UUID) -> Response:
        contract = self.one(queries.contracts(self.actor), public_id)
        given = self.facts(contract.currency)
        return self.shown(contracts.edit_contract(contract.pk, version=self.version(), actor=self.actor, **given))


class ContractSubmit(Endpoint):
    """The contract is complete: another person may look at it."""

    permission, Output = "accounts.submit_contract", ContractShape

    def post(self, public_id: UUID) -> Response:
        contract = self.one(queries.contracts(self.actor), public_id)
        return self.shown(contracts.submit_contract(contract.pk, actor=self.actor))


class ContractControl(Endpoint):
    """What every rule of the internal control says about the contract as things stand."""

    permission = queries.VIEW
    many, paged = True, False

    class Output(serializers.Serializer[Any]):
        rule = serializers.CharField(source="rule.code")
        blocks = serializers.BooleanField(source="rule.blocks")
        outcome = serializers.CharField()
        reasons = serializers.SerializerMethodField()

        def get_reasons(self, verdict: Verdict) -> list[str]:
            return [sentence(why.code, dict(why.values)) for why in verdict.reasons]

    def get(self, public_id: UUID) -> Response:
        contract = self.one(queries.contracts(self.actor), public_id)
        return Response(self.Output(queries.control_of(contract), many=True).data)


urlpatterns = [
    endpoints("contracts", ContractList, ContractCreate, name="api_contracts"),
    endpoints("contracts/<uuid:public_id>", ContractDetail, ContractChange, name="api_contract"),
    endpoints("contracts/<uuid:public_id>/submit", ContractSubmit, name="api_contract_submit"),
    endpoints("contracts/<uuid:public_id>/control", ContractControl, name="api_contract_control"),
]
