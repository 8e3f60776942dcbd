"""REST's door to financial accounts: list, read, propose, and link campaigns."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.accounts.campaigns.queries import campaigns
from o2c.accounts.contracts.queries import payment_terms
from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.queries import customers
from o2c.accounts.financial_accounts import queries
from o2c.accounts.financial_accounts.filters import AccountFilter
from o2c.accounts.financial_accounts.models import AccountOrigin, CampaignAccount, FinancialAccount
from o2c.accounts.financial_accounts.services import accounts, links
from o2c.core.rest.endpoints import Endpoint, endpoints


class AccountShape(serializers.Serializer[FinancialAccount]):
    """A financial account as other systems see it."""

    id = serializers.UUIDField(source="public_id")
    number = serializers.CharField()
    customer = serializers.UUIDField(source="customer.public_id")
    payer = serializers.UUIDField(source="payer.public_id", default=None, allow_null=True)
    entity = serializers.CharField(source="entity.code")
    currency = serializers.CharField()
    terms = serializers.CharField(source="terms.code")
    tax_treatment = serializers.CharField()
    state = serializers.CharField()
    origin = serializers.CharField()
    is_ready = serializers.BooleanField()
    opened_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)


class AccountList(Endpoint):
    """Accounts by number; `?customer=` takes the customer's number."""

    permission, Output, Filter = queries.VIEW, AccountShape, AccountFilter

    def get(self) -> Response:
        return self.listed(queries.financial_accounts(self.actor))


class AccountPropose(Endpoint):
    """A proposed account; the combination that exists already is refused with its number."""

    permission, Output = "accounts.propose_account", AccountShape

    class Input(serializers.Serializer[Any]):
        customer = serializers.UUIDField()
        payer = serializers.UUIDField(required=False, allow_null=True)
        entity = serializers.CharField()
        currency = serializers.CharField(max_length=3)
        terms = serializers.CharField()

    def post(self) -> Response:
        given = self.input()
        payer = given.get("payer")
        account = accounts.propose_account(
            customer=self.chosen(customers(self.actor), "customer", given["customer"]),
            payer=self.chosen(customers(self.actor), "payer", payer) if payer else None,
            entity=self.chosen(entities_of(self.actor), "entity", given["entity"], by="code"),
            currency=given["currency"],
            terms=self.chosen(payment_terms(), "terms", given["terms"], by="code"),
            origin=AccountOrigin.API,
            actor=self.actor,
        )
        return self.created(queries.financial_accounts(self.actor).get(pk=account.pk))


class AccountDetail(Endpoint):
    permission, Output = queries.VIEW, AccountShape

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(queries.financial_accounts(self.actor), public_id))


class CampaignLink(Endpoint):
    """From a day on the campaign bills to the account."""

    permission = "accounts.link_campaign"

    class Input(serializers.Serializer[Any]):
        account = serializers.UUIDField()
        valid_from = serializers.DateField()

    class Output(serializers.Serializer[CampaignAccount]):
        id = serializers.UUIDField(source="public_id")
        campaign = serializers.UUIDField(source="campaign.public_id")
        account = serializers.UUIDField(source="account.public_id")
        valid_from = serializers.DateField()
        valid_until = serializers.DateField()

    def post(self, public_id: UUID) -> Response:
        campaign, given = self.one(campaigns(self.actor), public_id), self.input()
        account = self.chosen(queries.financial_accounts(self.actor), "account", given["account"])
        link = links.link_campaign(campaign.pk, account=account, valid_from=given["valid_from"], actor=self.actor)
        link.refresh_from_db()
        return self.created(link)


urlpatterns = [
    endpoints("financial-accounts", AccountList, AccountPropose, name="api_financial_accounts"),
    endpoints("financial-accounts/<uuid:public_id>", AccountDetail, name="api_financial_account"),
    endpoints("campaigns/<uuid:public_id>/account", CampaignLink, name="api_campaign_link"),
]
