"""Who stands behind a campaign: who advertises, signs, pays and is screened."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.campaigns.queries import campaigns
from o2c.accounts.contracts.queries import in_force
from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts import queries
from o2c.core import gates
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import one


@access("accounts.view_financial_accounts")
def campaign_parties(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The parties of a campaign, on its page, each with what its screening says."""
    campaign = one(campaigns(who(request)), public_id)
    parties = _parties(campaign)
    resells = campaign.advertiser.type == "reseller"
    context = {"parties": parties, "end_client_missing": resells and campaign.end_client is None}
    return render(request, "accounts/financial_accounts/_parties.html", context)


def _parties(campaign: Campaign) -> list[dict[str, Any]]:
    today = local_today()
    link = queries.account_of(campaign, today)
    account = link.account if link else None
    roles: list[tuple[str, Customer | None, str]] = [
        (_("Reseller") if campaign.advertiser.type == "reseller" else _("Advertiser"), campaign.advertiser, ""),
        (_("End client"), campaign.end_client, ""),
    ]
    if account:
        contract = in_force(account.customer_id, account.entity_id, today).first()
        roles.append((_("Signs"), account.customer, contract.number if contract else _("no contract in force")))
        roles.append((_("Pays"), account.payer or account.customer, account.number))
    return [_shown(role, customer, about) for role, customer, about in roles if customer]


def _shown(role: str, customer: Customer, about: str) -> dict[str, Any]:
    against = gates.reasons_against("kyc_valid", customer)
    return {"role": role, "customer": customer, "about": about, "against": [str(reason) for reason in against]}


urlpatterns = [path("campaigns/<uuid:public_id>/panels/parties/", campaign_parties, name="campaign_parties")]
