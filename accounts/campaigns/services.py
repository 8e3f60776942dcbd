"""Verbs over campaigns."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.campaigns.queries import campaigns
from o2c.accounts.campaigns.rules import CAMPAIGN_MOVES
from o2c.accounts.contracts.models import InsertionOrder
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.core.access.models import User
from o2c.core.approvals.services import request_approval
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.entities.services.entities import known_currency
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, transition, verb

CONVERSION = "test_conversion"


class CampaignFields(TypedDict, total=False):
    """What a person or a feed may enter about a campaign."""

    name: str
    end_client: Customer | None
    product: str
    starts_on: date
    ends_on: date | None
    currency: str
    is_test: bool
    test_budget: Decimal | None
    test_ends_on: date | None


@verb("accounts.create_campaign")
def create_campaign(
    *,
    ext_id: str,
    advertiser: Customer,
    insertion_orders: Sequence[InsertionOrder] = (),
    actor: User,
    **fields: Unpack[CampaignFields],
) -> Campaign:
    """A planned campaign.

    Raises BusinessError "campaign_ext_id_once", "campaign_ends_after_start", "campaign_test_is_limited",
    "currency_unknown", "order_of_another_customer".
    """
    lock_one(customers(actor), advertiser.pk)
    known_currency(fields["currency"])
    campaign = Campaign.objects.create(ext_id=ext_id.strip(), advertiser=advertiser, **fields)
    _order(campaign, insertion_orders)
    record("campaign.created", campaign, actor=actor, after={"ext_id": ext_id, **fields}, parent=advertiser)
    return campaign


@verb("accounts.edit_campaign")
def edit_campaign(
    pk: int,
    *,
    insertion_orders: Sequence[InsertionOrder] | None = None,
    actor: User,
    version: int | None = None,
    **fields: Unpack[CampaignFields],
) -> Campaign:
    """Change what is given and leave the rest.

    Raises as `create_campaign`, and BusinessError "campaign_test_by_approval": only a conversion makes a test bill.
    """
    campaign = lock_one(campaigns(actor), pk, version)
    if campaign.is_test and fields.get("is_test") is False:
        raise BusinessError("campaign_test_by_approval", field="is_test")
    if "currency" in fields:
        known_currency(fields["currency"])
    before, after = change(campaign, **fields)
    if insertion_orders is not None:
        was = sorted(campaign.insertion_orders.values_list("number", flat=True))
        _order(campaign, insertion_orders)
        now = sorted(order.number for order in insertion_orders)
        before, after = ({**before, "orders": was}, {**after, "orders": now}) if was != now else (before, after)
    if after:
        record("campaign.edited", campaign, actor=actor, before=before, after=after, parent=campaign.advertiser)
    return campaign


def _order(campaign: Campaign, orders: Sequence[InsertionOrder]) -> None:
    if any(order.customer_id != campaign.advertiser_id for order in orders):
        raise BusinessError("order_of_another_customer", field="insertion_orders")
    campaign.insertion_orders.set(orders)


@verb("accounts.ask_test_conversion")
def ask_test_conversion(pk: int, *, converted_on: date, reason: str, actor: User) -> Campaign:
    """Ask that a test campaign bills from a day on. Another person decides. Raises BusinessError "campaign_no_test"."""
    campaign = lock_one(campaigns(actor), pk)
    if not campaign.is_test:
        raise BusinessError("campaign_no_test", name=campaign.name)
    after = {"is_test": False, "converted_on": converted_on}
    carried = {"pk": campaign.pk, "converted_on": converted_on}
    request_approval.step(CONVERSION, campaign, carried, reason=reason, before={"is_test": True}, after=after, actor=actor)
    return campaign


@verb("accounts.convert_test_campaign", dual=True)
def convert_test_campaign(pk: int, *, converted_on: date, actor: User) -> Campaign:
    """The campaign bills like any other from that day on; what it spent before stays free. Runs when another person approves."""
    campaign = lock_one(campaigns(actor), pk)
    if not campaign.is_test:
        raise BusinessError("campaign_no_test", name=campaign.name)
    before, after = change(campaign, is_test=False, test_budget=None, test_ends_on=None, converted_on=converted_on)
    record("campaign.converted", campaign, actor=actor, before=before, after=after, parent=campaign.advertiser)
    return campaign


@verb("accounts.start_campaign")
def start_campaign(pk: int, *, actor: User, version: int | None = None) -> Campaign:
    """The campaign is live, for the first time or again after a pause."""
    return _move(pk, "live", actor, version)


@verb("accounts.pause_campaign")
def pause_campaign(pk: int, *, actor: User, version: int | None = None) -> Campaign:
    """Nothing is delivered until it is started again."""
    return _move(pk, "paused", actor, version)


@verb("accounts.end_campaign")
def end_campaign(pk: int, *, actor: User, version: int | None = None) -> Campaign:
    """The campaign is over for good."""
    return _move(pk, "ended", actor, version)


@verb("accounts.cancel_campaign")
def cancel_campaign(pk: int, *, reason: str, actor: User, version: int | None = None) -> Campaign:
    """A planned campaign does not take place."""
    return _move(pk, "cancelled", actor, version, reason)


def _move(pk: int, state: str, actor: User, version: int | None, reason: str = "") -> Campaign:
    campaign = lock_one(campaigns(actor), pk, version)
    origin = campaign.state
    transition(campaign, state, CAMPAIGN_MOVES)
    campaign.save(update_fields=["state"])
    before, after = {"state": origin}, {"state": state}
    record(f"campaign.{state}", campaign, actor=actor, before=before, after=after, reason=reason, parent=campaign.advertiser)
    return campaign
