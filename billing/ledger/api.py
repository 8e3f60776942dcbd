"""REST: ageing and open items, read only."""

from typing import cast

from django.urls import URLPattern
from rest_framework import serializers
from rest_framework.response import Response

from o2c.billing.ledger import queries
from o2c.billing.ledger.exports import ageing_row
from o2c.core.access.models import User
from o2c.core.rest.endpoints import Endpoint, endpoints


class AgeingQuery(serializers.Serializer):  # type: ignore[type-arg]
    as_of = serializers.DateField()
    entity = serializers.CharField(required=False)
    currency = serializers.CharField(required=False, min_length=3, max_length=3)


class AgeingRead(Endpoint):
    """Receivables at the end of a day: a list, or one object when both entity and currency are given."""

    permission = "billing.view_ledger"
    many = True

    class Output(serializers.Serializer):  # type: ignore[type-arg]
        """Amounts as text in the row's currency, buckets by days past due; each bucket also counts its `_documents`."""

        entity = serializers.CharField()
        currency = serializers.CharField()
        as_of = serializers.DateField()
        open_documents = serializers.IntegerField()
        open_balance = serializers.CharField()
        not_due = serializers.CharField()
        d1_30 = serializers.CharField()
        d31_60 = serializers.CharField()
        d61_90 = serializers.CharField()
        over_90 = serializers.CharField()
        d91_180 = serializers.CharField()
        d181_365 = serializers.CharField()
        over_365 = serializers.CharField()
        credits = serializers.CharField()
        unapplied = serializers.CharField()
        unapplied_receipts = serializers.IntegerField()
        sales_90 = serializers.CharField()
        dso = serializers.CharField(allow_null=True)
        dso_countback = serializers.CharField(allow_null=True)

    def get(self) -> Response:
        asked = AgeingQuery(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        actor, as_of, code = cast(User, self.request.user), asked.validated_data["as_of"], asked.validated_data.get("entity")
        currency = asked.validated_data.get("currency", "").upper() or None
        entity = queries.reachable_entity(actor, code) if code else None
        if entity and currency:
            return Response(ageing_row(queries.ageing_of(actor, as_of, entity, currency)))
        return Response([ageing_row(row) for row in queries.ageing(actor, as_of, entity, currency)])


urlpatterns: list[URLPattern] = [endpoints("ageing", AgeingRead, name="api_ageing")]
