"""Campaigns without an account: the database keeps who may lack one, whichever way links and states change."""

from datetime import date, timedelta

import pytest
from factories import accounts as make
from people import person

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.financial_accounts.models import CampaignAccount, UnbilledCampaign
from o2c.accounts.financial_accounts.queries import unlinked_campaigns

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)


def listed(on: date = TODAY) -> set[Campaign]:
    return set(unlinked_campaigns(person("clerk"), on))


def test_a_campaign_is_listed_on_the_days_it_has_no_account() -> None:
    campaign = make.CampaignFactory(state="live")
    assert listed() == {campaign}

    link = make.CampaignAccountFactory(campaign=campaign, valid_from=TODAY + timedelta(days=1))
    assert not UnbilledCampaign.objects.exists()
    assert (listed(), listed(TODAY + timedelta(days=1))) == ({campaign}, set())

    CampaignAccount.objects.filter(pk=link.pk).update(valid_until=TODAY + timedelta(days=5))
    assert (listed(TODAY + timedelta(days=4)), listed(TODAY + timedelta(days=5))) == (set(), {campaign})


@pytest.mark.parametrize(("state", "wanted"), [("planned", True), ("paused", True), ("ended", False), ("cancelled", False)])
def test_only_what_is_not_over_needs_an_account(state: str, wanted: bool) -> None:
    campaign = make.CampaignFactory(state="live")
    linked = make.CampaignAccountFactory(campaign=make.CampaignFactory(state="live"), valid_from=date(2026, 1, 1)).campaign

    Campaign.objects.filter(pk__in=[campaign.pk, linked.pk]).update(state=state)

    assert listed() == ({campaign} if wanted else set())
    assert UnbilledCampaign.objects.filter(campaign=campaign).exists() == wanted
    assert not UnbilledCampaign.objects.filter(campaign=linked).exists()


def test_whoever_is_limited_to_a_region_sees_those_of_its_advertisers_only() -> None:
    here, there = (make.CampaignFactory(state="live", advertiser=make.CustomerFactory(country=country)) for country in ("FR", "DE"))
    for campaign in (here, there):  # and each another whose account begins later
        later = make.CampaignFactory(state="live", advertiser=campaign.advertiser)
        make.CampaignAccountFactory(campaign=later, valid_from=TODAY + timedelta(days=1))
    regional = person("clerk", name="Regional Clerk", region="FR")

    assert {campaign.advertiser for campaign in unlinked_campaigns(regional, TODAY)} == {here.advertiser}
    assert unlinked_campaigns(regional, TODAY).count() == 2
    assert not unlinked_campaigns(person(), TODAY).exists()
