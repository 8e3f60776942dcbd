"""REST's door to payment methods: what sales support reads, and what the card processor tells us."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.queries import customers
from o2c.accounts.payment_methods import queries
from o2c.accounts.payment_methods.filters import MandateFilter, MethodFilter
from o2c.accounts.payment_methods.models import CardAnswer, Mandate, PaymentMethod, Registration
from o2c.accounts.payment_methods.rules import FAILURES
from o2c.accounts.payment_methods.services import cards, registrations
from o2c.core.rest.endpoints import Endpoint, endpoints


class MethodShape(serializers.Serializer[PaymentMethod]):
    """How a customer pays. Of a card: never more than its last four digits."""

    id = serializers.UUIDField(source="public_id")
    customer = serializers.UUIDField(source="customer.public_id")
    kind = serializers.CharField()
    rank = serializers.CharField()
    state = serializers.CharField()
    brand = serializers.CharField()
    last4 = serializers.CharField()
    expires = serializers.DateField(allow_null=True)
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)


class MandateShape(serializers.Serializer[Mandate]):
    id = serializers.UUIDField(source="public_id")
    customer = serializers.UUIDField(source="customer.public_id")
    entity = serializers.CharField(source="entity.code")
    reference = serializers.CharField()
    scheme = serializers.CharField()
    iban = serializers.CharField(source="masked")
    signed_on = serializers.DateField(allow_null=True)
    last_used_on = serializers.DateField(allow_null=True)
    state = serializers.CharField()
    reason = serializers.CharField()


class RegistrationShape(serializers.Serializer[Registration]):
    id = serializers.UUIDField(source="public_id")
    customer = serializers.UUIDField(source="customer.public_id")
    kind = serializers.CharField()
    state = serializers.CharField()
    failure = serializers.CharField()
    method = serializers.UUIDField(source="method.public_id", default=None, allow_null=True)


class PaymentMethodList(Endpoint):
    """Payment methods; `?customer=` takes the customer's number."""

    permission, Output, Filter = queries.VIEW, MethodShape, MethodFilter

    def get(self) -> Response:
        return self.listed(queries.payment_methods(self.actor))


class MandateList(Endpoint):
    """SEPA direct debit mandates, the latest first."""

    permission, Output, Filter = queries.VIEW, MandateShape, MandateFilter

    def get(self) -> Response:
        return self.listed(queries.mandates(self.actor))


class RegistrationInvite(Endpoint):
    """Mail a customer a link to register a card or a mandate."""

    permission, Output = "accounts.invite_registration", RegistrationShape

    class Input(serializers.Serializer[Any]):
        customer = serializers.UUIDField()
        entity = serializers.CharField(max_length=20)
        kind = serializers.ChoiceField(["card", "sdd"])
        email = serializers.EmailField()

    def post(self) -> Response:
        given = self.input()
        registration = registrations.invite_registration(
            customer=self.chosen(customers(self.actor), "customer", given["customer"]),
            entity=self.chosen(entities_of(self.actor), "entity", given["entity"], by="code"),
            kind=given["kind"],
            email=given["email"],
            actor=self.actor,
        )
        return self._answer(registration)

    def _answer(self, registration: Registration) -> Response:
        return self.created(queries.registrations(self.actor).get(pk=registration.pk))


class CardRegistered(RegistrationInvite):
    """The processor keeps the card: its token and what may be shown of it."""

    permission = "accounts.complete_card"

    class Input(serializers.Serializer[Any]):
        processor = serializers.CharField(max_length=40)
        token = serializers.CharField(max_length=100)
        brand = serializers.CharField(max_length=20)
        last4 = serializers.RegexField(r"^[0-9]{4}$")
        holder = serializers.CharField(max_length=140)
        expires = serializers.DateField()

    def post(self, public_id: UUID) -> Response:  # type: ignore[override]
        found = self.one(queries.registrations(self.actor), public_id)
        return self._answer(registrations.complete_card(found.pk, actor=self.actor, **self.input()))


class RegistrationFailed(RegistrationInvite):
    """The attempt failed: why."""

    permission = "accounts.fail_registration"

    class Input(serializers.Serializer[Any]):
        failure = serializers.ChoiceField(sorted(FAILURES))

    def post(self, public_id: UUID) -> Response:  # type: ignore[override]
        found = self.one(queries.registrations(self.actor), public_id)
        return self._answer(registrations.fail_registration(found.pk, actor=self.actor, **self.input()))


class Authorisation(Endpoint):
    """What the processor answered to the last charge of a card."""

    permission, Output = "accounts.record_authorisation", MethodShape

    class Input(serializers.Serializer[Any]):
        answer = serializers.ChoiceField(CardAnswer.choices)
        code = serializers.CharField(max_length=40, required=False)

    def post(self, public_id: UUID) -> Response:
        found = self.one(queries.payment_methods(self.actor), public_id)
        cards.record_authorisation(found.pk, actor=self.actor, **self.input())
        return self.created(queries.payment_methods(self.actor).get(pk=found.pk))


urlpatterns = [
    endpoints("payment-methods", PaymentMethodList, name="api_payment_methods"),
    endpoints("payment-methods/<uuid:public_id>/authorisation", Authorisation, name="api_card_authorisation"),
    endpoints("mandates", MandateList, name="api_mandates"),
    endpoints("payment-registrations", RegistrationInvite, name="api_payment_registrations"),
    endpoints("payment-registrations/<uuid:public_id>/card", CardRegistered, name="api_card_registered"),
    endpoints("payment-registrations/<uuid:public_id>/failure", RegistrationFailed, name="api_registration_failed"),
]
