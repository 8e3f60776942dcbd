"""Campaigns: entered once, moved by their table, found by name and external id."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import master_of, person
from refusals import refused

from o2c.accounts.campaigns import queries, services
from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.campaigns.rules import CAMPAIGN_MOVES
from o2c.accounts.customers.models import Customer
from o2c.core.access.models import User
from o2c.core.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 1)


@pytest.fixture
def advertiser() -> Customer:
    return make.CustomerFactory()


@pytest.fixture
def clerk() -> User:
    return master_of("accounts")


def given(**facts: Any) -> dict[str, Any]:
    return {"ext_id": "feed-1", "name": "Summer sale", "starts_on": DAY, "currency": "EUR", **facts}


def test_a_campaign_carries_its_orders_and_shows_on_the_advertisers_timeline(advertiser: Customer, clerk: User) -> None:
    order = make.InsertionOrderFactory(customer=advertiser)

    campaign = services.create_campaign(advertiser=advertiser, insertion_orders=[order], actor=clerk, **given())

    assert list(campaign.insertion_orders.all()) == [order]
    assert campaign.search_name == "summer sale feed 1"
    assert AuditEvent.objects.get().parent_id == advertiser.pk


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"currency": "EUX"}, "currency_unknown"),
        ({"ends_on": DAY}, "campaign_ends_after_start"),
        ({"is_test": True}, "campaign_test_is_limited"),
        ({"test_budget": Decimal(5)}, "campaign_test_is_limited"),
        ({"ext_id": " "}, "campaign_ext_id_given"),
        ({"name": ""}, "campaign_name_given"),
    ],
)
def test_an_impossible_campaign_is_refused(advertiser: Customer, clerk: User, facts: dict[str, Any], code: str) -> None:
    refused(code, services.create_campaign, advertiser=advertiser, actor=clerk, **given(**facts))
    assert not Campaign.objects.exists()


def test_an_external_id_is_given_once_and_orders_are_the_advertisers(advertiser: Customer, clerk: User) -> None:
    campaign = services.create_campaign(advertiser=advertiser, actor=clerk, **given())
    foreign = make.InsertionOrderFactory()

    refused("campaign_ext_id_once", services.create_campaign, advertiser=advertiser, actor=clerk, **given())
    refused("order_of_another_customer", services.edit_campaign, campaign.pk, insertion_orders=[foreign], actor=clerk)
    assert not campaign.insertion_orders.exists()


def test_an_edit_tells_what_differs_orders_too(advertiser: Customer, clerk: User) -> None:
    campaign = make.CampaignFactory(advertiser=advertiser, name="Old")
    order = make.InsertionOrderFactory(customer=advertiser, number="IO-1")

    services.edit_campaign(campaign.pk, name="New", insertion_orders=[order], actor=clerk)

    event = AuditEvent.objects.get()
    assert (event.before, event.after) == ({"name": "Old", "orders": []}, {"name": "New", "orders": ["IO-1"]})


MOVING = {
    services.start_campaign: ("live", {}),
    services.pause_campaign: ("paused", {}),
    services.end_campaign: ("ended", {}),
    services.cancel_campaign: ("cancelled", {"reason": "no budget"}),
}


@pytest.mark.parametrize("verb", MOVING, ids=lambda verb: verb.permission)
@pytest.mark.parametrize("state", [*CAMPAIGN_MOVES, "ended", "cancelled"])
def test_only_the_moves_of_the_table(advertiser: Customer, clerk: User, verb: Any, state: str) -> None:
    campaign = make.CampaignFactory(advertiser=advertiser, state=state)
    wanted, facts = MOVING[verb]

    if wanted in CAMPAIGN_MOVES.get(state, set()):
        assert verb(campaign.pk, actor=clerk, **facts).state == wanted
    else:
        refused("wrong_state", verb, campaign.pk, actor=clerk, **facts)
        assert Campaign.objects.get().state == state


def test_a_campaign_is_found_by_name_and_external_id(advertiser: Customer, clerk: User) -> None:
    campaign = make.CampaignFactory(advertiser=advertiser, name="Été à Paris", ext_id="FEED-77")
    make.CampaignFactory(advertiser=advertiser)

    for text in ["ete a paris", "Été", "feed-77"]:
        assert list(queries.named(queries.campaigns(clerk), text)) == [campaign], text


def test_whoever_is_limited_to_an_entity_sees_the_campaigns_of_its_customers_only() -> None:
    entity = LegalEntityFactory(code="FR01")
    ours = make.CampaignFactory(advertiser=make.CustomerFactory(entity=entity))
    make.CampaignFactory(advertiser=make.CustomerFactory(entity=LegalEntityFactory(code="DE01")))

    assert list(queries.campaigns(master_of("accounts", entity=entity))) == [ours]
    assert queries.campaigns(master_of("accounts", name="Everywhere")).count() == 2
    assert not queries.campaigns(person()).exists()
