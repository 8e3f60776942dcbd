"""REST's door to the campaign feed: send campaigns, and read what became of each."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.accounts.financial_accounts import queries
from o2c.accounts.financial_accounts.filters import FeedLineFilter
from o2c.accounts.financial_accounts.models import FeedLine
from o2c.accounts.financial_accounts.services.feed import receive_campaign_feed
from o2c.core.errors import BusinessError
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.sentences import sentence

AT_A_TIME = 1_000


class FeedRow(serializers.Serializer[Any]):
    """One campaign. Our entity and the currency are never guessed; the client is found by `client_id`, then `client_tax_id`."""

    ext_id = serializers.CharField(max_length=60)
    name = serializers.CharField(max_length=200)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True)
    currency = serializers.CharField(max_length=3)
    entity = serializers.CharField(max_length=10, required=False, allow_blank=True)
    client_id = serializers.CharField(max_length=60, required=False, allow_blank=True)
    client_tax_id = serializers.CharField(max_length=30, required=False, allow_blank=True)
    client_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    client_country = serializers.CharField(max_length=2, required=False, allow_blank=True)
    product = serializers.CharField(max_length=60, required=False, allow_blank=True)
    test_budget = serializers.DecimalField(max_digits=16, decimal_places=4, required=False, allow_null=True, coerce_to_string=True)
    test_ends_on = serializers.DateField(required=False, allow_null=True)


class FeedLineShape(serializers.Serializer[FeedLine]):
    """What became of one campaign of the feed."""

    id = serializers.UUIDField(source="public_id")
    source = serializers.CharField()  # type: ignore[assignment]
    ext_id = serializers.CharField()
    outcome = serializers.CharField()
    state = serializers.CharField()
    rule = serializers.CharField()
    why = serializers.SerializerMethodField()
    campaign = serializers.UUIDField(source="campaign.public_id", default=None)
    account = serializers.CharField(source="account.number", default=None)

    def get_why(self, line: FeedLine) -> str:
        return sentence(line.rule, line.values) if line.rule else ""


class FeedLines(Endpoint):
    """The control list of automated creation, what came last on top."""

    permission, Output, Filter = queries.VIEW, FeedLineShape, FeedLineFilter

    def get(self) -> Response:
        return self.listed(queries.feed_lines(self.actor).order_by("-pk"))


class FeedReceive(Endpoint):
    """Send campaigns, up to a thousand at a time. They are settled one by one; sending them again creates nothing twice."""

    permission = "accounts.receive_campaign_feed"

    class Input(serializers.Serializer[Any]):
        source = serializers.CharField(max_length=40)  # type: ignore[assignment]
        name = serializers.CharField(max_length=200, required=False)
        campaigns = FeedRow(many=True)

        def validate_campaigns(self, rows: list[Any]) -> list[Any]:
            if len(rows) > AT_A_TIME:
                raise BusinessError("feed_too_many_rows", field="campaigns", most=AT_A_TIME)
            return rows

    class Output(serializers.Serializer[Any]):
        run = serializers.IntegerField(source="pk")
        id = serializers.UUIDField(source="public_id")
        rows = serializers.IntegerField()

    def post(self) -> Response:
        given = self.input()
        run = receive_campaign_feed(source=given["source"], name=given.get("name", "REST"), rows=given["campaigns"], actor=self.actor)
        run.refresh_from_db()
        return self.created(run)


class FeedLineDetail(Endpoint):
    permission, Output = queries.VIEW, FeedLineShape

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(queries.feed_lines(self.actor), public_id))


urlpatterns = [
    endpoints("campaign-feed", FeedLines, FeedReceive, name="api_campaign_feed"),
    endpoints("campaign-feed/<uuid:public_id>", FeedLineDetail, name="api_feed_line"),
]
