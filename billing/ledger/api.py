"""REST: ageing and open items, read only."""

from django.urls import URLPattern
from rest_framework import serializers
from rest_framework.response import Response

from o2c.billing.ledger import queries
from o2c.billing.ledger.exports import ageing_row
from o2c.billing.ledger.filters import OpenItemFilter
from o2c.billing.ledger.models import OpenItem
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.rest.shapes import MoneyShape


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
        actor, as_of, code = self.actor, asked.validated_data["as_of"], asked.validated_data.get("entity")
        currency = asked.validated_data.get("currency", "").upper() or None
        entity = queries.reachable_entity(actor, code) if code else None
        if entity and currency:
            return Response(ageing_row(queries.ageing_of(actor, as_of, entity, currency)))
        return Response([ageing_row(row) for row in queries.ageing(actor, as_of, entity, currency)])


class OpenItemList(Endpoint):
    """Items that are open now, or were at the end of the day `?as_of=`; oldest due first, credits negative."""

    permission, Filter = "billing.view_ledger", OpenItemFilter

    class Output(serializers.Serializer[OpenItem]):
        id = serializers.UUIDField(source="public_id")
        number = serializers.CharField(source="reference")
        kind = serializers.CharField()
        side = serializers.CharField()
        customer = serializers.UUIDField(source="customer.public_id")
        account = serializers.CharField(source="account.number")
        entity = serializers.CharField(source="entity.code")
        control_account = serializers.CharField()
        due_date = serializers.DateField()
        posting_date = serializers.DateField()
        original = MoneyShape("original_amount", read_only=True)
        open = MoneyShape("balance", read_only=True)

    def get(self) -> Response:
        asked = self.request.query_params.get("as_of")
        day = serializers.DateField().run_validation(asked) if asked else None
        return self.listed(queries.open_on(self.actor, day) if day else queries.open_items(self.actor))


urlpatterns: list[URLPattern] = [
    endpoints("ageing", AgeingRead, name="api_ageing"),
    endpoints("open-items", OpenItemList, name="api_open_items"),
]
