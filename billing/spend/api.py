"""REST's door to spend: send records in batches, and read them."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from o2c.billing.spend import queries
from o2c.billing.spend.filters import SpendFilter
from o2c.billing.spend.merging import Taken
from o2c.billing.spend.models import SpendRecord
from o2c.billing.spend.readers import SpendRow, spend_row
from o2c.billing.spend.services import import_spend
from o2c.core.errors import BusinessError
from o2c.core.findings import Finding
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.rest.shapes import MoneyShape
from o2c.core.sentences import sentence

AT_A_TIME = 10_000


class SpendShape(serializers.Serializer[SpendRecord]):
    """One record as its source sent it; `corrected_by` names the record that took its place."""

    source = serializers.CharField()  # type: ignore[assignment]
    ext_id = serializers.CharField()
    campaign = serializers.CharField(source="campaign.ext_id")
    service_date = serializers.DateField()
    units = serializers.CharField()
    amount = MoneyShape(read_only=True)
    corrects = serializers.CharField(source="corrects.ext_id", default=None)
    corrected_by = serializers.CharField(source="corrected_by.ext_id", default=None)


class SpendList(Endpoint):
    """Spend records, the latest service days first."""

    permission, Output, Filter = queries.VIEW, SpendShape, SpendFilter

    def get(self) -> Response:
        return self.listed(queries.spend(self.actor))


class SpendRowShape(serializers.Serializer[Any]):
    """One record. Numbers are texts such as "1234.50"; `corrects` is the external id it takes the place of."""

    ext_id = serializers.CharField(max_length=200)
    campaign = serializers.CharField(max_length=200)
    service_date = serializers.CharField(max_length=200)
    units = serializers.CharField(max_length=200)
    amount = serializers.CharField(max_length=200)
    currency = serializers.CharField(max_length=200)
    third_party_units = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    corrects = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class FoundShape(serializers.Serializer[Finding]):
    """Why a record was not used; `row` counts the records of the request from 1."""

    row = serializers.IntegerField()
    field = serializers.CharField()
    value = serializers.CharField()
    code = serializers.CharField()
    message = serializers.SerializerMethodField()

    def get_message(self, found: Finding) -> str:
        return sentence(found.code, found.values)


class SpendSend(Endpoint):
    """Send records, up to ten thousand at a time; sent again, nothing is taken twice. A wrong record is a finding, the others are taken."""

    permission = "billing.import_spend"

    class Input(serializers.Serializer[Any]):
        source = serializers.CharField(max_length=40)  # type: ignore[assignment]
        records = SpendRowShape(many=True)

        def validate_records(self, rows: list[Any]) -> list[Any]:
            if not 0 < len(rows) <= AT_A_TIME:
                raise BusinessError("spend_rows", field="records", most=AT_A_TIME)
            return rows

    class Output(serializers.Serializer[Taken]):
        added = serializers.IntegerField()
        known = serializers.IntegerField()
        not_used = serializers.IntegerField(source="wrong")
        findings = FoundShape(many=True)

    def post(self) -> Response:
        given = self.input()
        read = [_read(number, row) for number, row in enumerate(given["records"], 1)]
        taken = import_spend(given["source"], [row for row in read if isinstance(row, SpendRow)], actor=self.actor)
        taken.found([found for found in read if isinstance(found, Finding)])
        taken.findings.sort(key=lambda found: found.row)
        return self.created(taken)


def _read(number: int, row: dict[str, str]) -> SpendRow | Finding:
    try:
        return spend_row(number, row)
    except BusinessError as refusal:
        return Finding.of(number, refusal, row.get(refusal.field or "", ""))


urlpatterns = [endpoints("spend", SpendList, SpendSend, name="api_spend")]
