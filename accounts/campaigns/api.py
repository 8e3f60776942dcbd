"""REST's door to campaigns: list, read, create, change."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.accounts.campaigns import queries, services
from o2c.accounts.campaigns.filters import CampaignFilter
from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.customers.queries import customers
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.rest.shapes import MoneyShape


class CampaignShape(serializers.Serializer[Campaign]):
    """A campaign as other systems see it."""

    id = serializers.UUIDField(source="public_id")
    ext_id = serializers.CharField()
    name = serializers.CharField()
    advertiser = serializers.UUIDField(source="advertiser.public_id")
    end_client = serializers.UUIDField(source="end_client.public_id", default=None, allow_null=True)
    product = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    currency = serializers.CharField()
    is_test = serializers.BooleanField()
    test_budget = MoneyShape(read_only=True, allow_null=True)
    test_ends_on = serializers.DateField(allow_null=True)
    state = serializers.CharField()


class CampaignInput(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    end_client = serializers.UUIDField(required=False, allow_null=True)
    product = serializers.CharField(max_length=60, required=False, allow_blank=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True)
    currency = serializers.CharField(max_length=3)
    is_test = serializers.BooleanField(required=False)
    test_budget = serializers.DecimalField(max_digits=16, decimal_places=4, required=False, allow_null=True, coerce_to_string=True)
    test_ends_on = serializers.DateField(required=False, allow_null=True)


class Writing(Endpoint):
    """What creating and changing share: the customers a body names by their ids."""

    def named(self, *fields: str) -> dict[str, Any]:
        given = self.input()
        for field in fields:
            if given.get(field):
                given[field] = self.chosen(customers(self.actor), field, given[field])
        return given


class CampaignList(Endpoint):
    """Campaigns, the latest first; `?advertiser=` takes the customer's number."""

    permission, Output, Filter = queries.VIEW, CampaignShape, CampaignFilter

    def get(self) -> Response:
        return self.listed(queries.campaigns(self.actor))


class CampaignCreate(Writing):
    """A planned campaign; the same external id is refused, so a feed may be replayed."""

    permission, Output = "accounts.create_campaign", CampaignShape

    class Input(CampaignInput):
        ext_id = serializers.CharField(max_length=60)
        advertiser = serializers.UUIDField()

    def post(self) -> Response:
        campaign = services.create_campaign(actor=self.actor, **self.named("advertiser", "end_client"))
        return self.created(campaign)


class CampaignDetail(Endpoint):
    permission, Output = queries.VIEW, CampaignShape

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(queries.campaigns(self.actor), public_id))


class CampaignChange(Writing):
    """Change what is given, based on the version that was read (`If-Match`)."""

    permission, Output, Input = "accounts.edit_campaign", CampaignShape, CampaignInput

    def patch(self, public_id: UUID) -> Response:
        campaign = self.one(queries.campaigns(self.actor), public_id)
        given = self.named("end_client")
        return self.shown(services.edit_campaign(campaign.pk, version=self.version(), actor=self.actor, **given))


urlpatterns = [
    endpoints("campaigns", CampaignList, CampaignCreate, name="api_campaigns"),
    endpoints("campaigns/<uuid:public_id>", CampaignDetail, CampaignChange, name="api_campaign"),
]
