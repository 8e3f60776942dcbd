"""REST's door to the cheque register: record what came, read what became of it, take back what bounced."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import URLPattern
from rest_framework import serializers
from rest_framework.response import Response

from o2c.collections.cash.cheques import queries, services
from o2c.collections.cash.cheques.forms import entities_of
from o2c.collections.cash.cheques.models import Cheque, ChequeState
from o2c.collections.cash.cheques.tables import ChequeFilter
from o2c.collections.cash.receipts.queries import VIEW
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.rest.shapes import MoneyShape


class ChequeShape(serializers.Serializer[Cheque]):
    """A cheque; `slip` is the number of its deposit slip, `receipt` its money."""

    id = serializers.UUIDField(source="public_id")
    entity = serializers.CharField(source="entity.code")
    number = serializers.CharField()
    drawer = serializers.CharField()
    bank = serializers.CharField()
    amount = MoneyShape(read_only=True)
    dated_on = serializers.DateField()
    received_on = serializers.DateField()
    purpose = serializers.CharField()
    slip = serializers.CharField(source="slip.number", allow_null=True, default=None)
    receipt = serializers.UUIDField(source="receipt.public_id")
    state = serializers.ChoiceField(ChequeState.choices)
    reason = serializers.CharField()


class ChequeList(Endpoint):
    """Cheques, the latest first."""

    permission, Output, Filter = VIEW, ChequeShape, ChequeFilter

    def get(self) -> Response:
        return self.listed(queries.cheques(self.actor))


class ChequeRecord(Endpoint):
    """Record a cheque the day it comes; its money is in hand from then on."""

    permission, Output = "collections.record_cheque", ChequeShape

    class Input(serializers.Serializer[Any]):
        entity = serializers.CharField(help_text="The code of our entity.")
        number = serializers.CharField(max_length=40)
        drawer = serializers.CharField(max_length=140)
        bank = serializers.CharField(max_length=140)
        amount = MoneyShape()
        dated_on = serializers.DateField()
        received_on = serializers.DateField()
        purpose = serializers.CharField(max_length=300, required=False, default="")

    def post(self) -> Response:
        given = self.input()
        entity = self.chosen(entities_of(self.actor, self.permission), "entity", given.pop("entity"), by="code")
        return self.created(services.record_cheque(entity=entity, **given, actor=self.actor))


class ChequeDetail(Endpoint):
    """One cheque with its state."""

    permission, Output = VIEW, ChequeShape

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(queries.cheques(self.actor), public_id))


class ChequeBounce(Endpoint):
    """The bank gave a cheque back: what it had paid is open again."""

    permission, Output = "collections.bounce_cheque", ChequeShape

    class Input(serializers.Serializer[Any]):
        on = serializers.DateField()
        reason = serializers.CharField(max_length=200)
        fee = serializers.DecimalField(max_digits=12, decimal_places=2, min_value=0, required=False, default=Decimal(0))

    def post(self, public_id: UUID) -> Response:
        cheque = self.one(queries.cheques(self.actor), public_id)
        return self.shown(services.bounce_cheque(cheque.pk, **self.input(), actor=self.actor))


urlpatterns: list[URLPattern] = [
    endpoints("cheques", ChequeList, ChequeRecord, name="api_cheques"),
    endpoints("cheques/<uuid:public_id>", ChequeDetail, name="api_cheque"),
    endpoints("cheques/<uuid:public_id>/bounce", ChequeBounce, name="api_cheque_bounce"),
]
