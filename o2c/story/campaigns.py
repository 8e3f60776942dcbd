"""What runs for the demo's customers: orders, campaigns, and what is wrong with some of them."""

from datetime import date, timedelta
from decimal import Decimal

from o2c.accounts.campaigns import services as campaigns
from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.campaigns.services import CampaignFields
from o2c.accounts.contracts.services import orders, purchase_orders
from o2c.accounts.financial_accounts.services import links
from o2c.story.cast import Cast
from o2c.story.clients import Client
from o2c.story.terms import paper


def book(clients: list[Client], cast: Cast, today: date) -> list[Campaign]:
    """A live campaign per customer; every ninth has no account, every seventh an order that ended, one is a test."""
    running = [client for client in clients if client.account]
    return [_campaign(client, cast, today, number) for number, client in enumerate(running, 1)]


def _campaign(client: Client, cast: Cast, today: date, number: int) -> Campaign:
    clerk, customer, account = cast.by_role["clerk"], client.customer, client.account
    if customer is None or account is None:
        raise ValueError("only customers with an account run campaigns")
    starts_on = today - timedelta(days=120)
    ends_on = today - timedelta(days=10) if number % 7 == 0 else today + timedelta(days=60)
    order = orders.create_insertion_order(
        customer=customer, number=f"IO-{customer.number}", entity=account.entity, starts_on=starts_on, ends_on=ends_on,
        amount=Decimal(50_000), currency=client.currency, tolerance_percent=Decimal(5), actor=clerk,
    )  # fmt: skip
    orders.sign_insertion_order(order.pk, signed_on=starts_on, actor=clerk)
    fields: CampaignFields = {
        "name": f"{client.name.split()[0]} {today:%Y}", "product": "display", "starts_on": starts_on, "ends_on": None,
        "currency": client.currency,
    }  # fmt: skip
    if number == 5:
        fields |= {"is_test": True, "test_budget": Decimal(500), "test_ends_on": today - timedelta(days=3)}
    campaign = campaigns.create_campaign(ext_id=f"cmp-{number:05}", advertiser=customer, insertion_orders=[order], actor=clerk, **fields)
    if number % 4 == 1:
        _purchase_order(client, cast, starts_on, number)
    if number % 9:
        links.link_campaign(campaign.pk, account=account, valid_from=starts_on, actor=clerk)
    return campaigns.start_campaign(campaign.pk, actor=clerk)


def _purchase_order(client: Client, cast: Cast, starts_on: date, number: int) -> None:
    """Some customers send an order of their own, with its paper; one of them has expired."""
    clerk, customer, account = cast.by_role["clerk"], client.customer, client.account
    if customer is None or account is None:
        raise ValueError("only customers with an account send orders")
    name = f"PO-{number:04}"
    order = purchase_orders.create_purchase_order(
        customer=customer, entity=account.entity, number=name, currency=client.currency, amount=Decimal(8_000 + 500 * number),
        starts_on=starts_on, ends_on=starts_on + timedelta(days=90 if number == 9 else 365), document=paper(name, f"{name}.pdf"),
        actor=clerk,
    )  # fmt: skip
    if number == 1:
        purchase_orders.update_purchase_order(
            order.pk, number=f"{name}-B", amount=Decimal(12_000), document=paper(f"{name}-B", f"{name}-B.pdf"), actor=clerk
        )
