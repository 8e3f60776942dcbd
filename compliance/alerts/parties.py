"""Everybody behind a campaign: who signs, who pays, for whom it runs, and whether compliance has looked at each."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts.models import CampaignAccount
from o2c.compliance.screening.queries import unscreened
from o2c.core.fields import valid_on


@dataclass(frozen=True, slots=True)
class Standing:
    """One party. `is_screened` says only that its present data were screened, never what came out."""

    roles: list[str | Promise]
    customer: Customer
    is_screened: bool


def standing(campaign: Campaign, *, today: date) -> list[Standing]:
    """Each party once, with every role it has in the campaign."""
    roles: dict[Customer, list[str | Promise]] = {campaign.advertiser: [_("signs")]}
    if campaign.end_client:
        roles.setdefault(campaign.end_client, []).append(_("end client"))
    for link in _links(campaign, today):
        roles.setdefault(link.account.payer or link.account.customer, []).append(_("pays"))
    return [Standing(named, customer, not unscreened(customer, today=today)) for customer, named in roles.items()]


def _links(campaign: Campaign, today: date) -> list[CampaignAccount]:
    near = CampaignAccount.objects.select_related("account__payer", "account__customer")
    return list(near.filter(valid_on(today), campaign=campaign).order_by("pk"))
