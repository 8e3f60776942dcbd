"""Steps of the feed: a line's values in their types, the campaign it is, the account that carries it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.campaigns.services import create_campaign, edit_campaign
from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts.models import AccountOrigin, FinancialAccount
from o2c.accounts.financial_accounts.queries import account_of as account_on
from o2c.accounts.financial_accounts.queries.feed import accounts_in, contracts_in
from o2c.accounts.financial_accounts.rules.feed import account_of
from o2c.accounts.financial_accounts.services.accounts import open_account, propose_account
from o2c.accounts.financial_accounts.services.links import link_campaign
from o2c.core.access.models import User
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the feed."""

    ext_id: str
    name: str
    starts_on: date
    ends_on: date | None
    currency: str
    entity: str
    client_id: str
    client_tax_id: str
    client_name: str
    client_country: str
    product: str
    test_budget: Decimal | None
    test_ends_on: date | None


def row_of(payload: dict[str, Any]) -> Row:
    """The values as they were read. Raises BusinessError "feed_value_missing" naming the column."""
    for name in ("ext_id", "name", "starts_on", "currency"):
        if not payload.get(name):
            raise BusinessError("feed_value_missing", field=name, column=name)
    texts = ("ext_id", "name", "currency", "entity", "client_id", "client_tax_id", "client_name", "client_country", "product")
    words = {name: str(payload.get(name) or "").strip() for name in texts}
    days = {name: _day(payload.get(name)) for name in ("starts_on", "ends_on", "test_ends_on")}
    budget = payload.get("test_budget")
    return Row(**{**words, **days, "test_budget": Decimal(str(budget)) if budget not in (None, "") else None})  # type: ignore[arg-type]


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def entity_named(code: str, actor: User) -> LegalEntity | None:
    """Our entity of that code, within reach."""
    return entities_of(actor).filter(code=code).first() if code else None


def take_campaign(row: Row, customer: Customer, actor: User) -> tuple[Campaign, bool]:
    """The campaign of the line, entered or brought up to date; whether it is new.

    Raises BusinessError "feed_campaign_of_another", "feed_test_differs", and as `create_campaign`.
    """
    facts: dict[str, Any] = {"name": row.name, "starts_on": row.starts_on, "ends_on": row.ends_on, "product": row.product}
    known = Campaign.objects.filter(ext_id=row.ext_id).select_related("advertiser").first()
    is_test = row.test_budget is not None
    if known is None:
        test: dict[str, Any] = {"is_test": is_test, "test_budget": row.test_budget, "test_ends_on": row.test_ends_on}
        return create_campaign.step(ext_id=row.ext_id, advertiser=customer, currency=row.currency, actor=actor, **facts, **test), True
    if known.advertiser_id != customer.pk:
        raise BusinessError("feed_campaign_of_another", customer=str(known.advertiser))
    if known.is_test != is_test or known.currency != row.currency:
        raise BusinessError("feed_campaign_differs", name=known.name)
    if any(getattr(known, name) != value for name, value in facts.items()):
        known = edit_campaign.step(known.pk, actor=actor, **facts)
    return known, False


def account_for(row: Row, customer: Customer, actor: User) -> tuple[FinancialAccount, bool]:
    """The account of the customer in the line's entity and currency; opened where its one contract says on what terms.

    Raises BusinessError "feed_entity_missing", "feed_entity_unknown", and as `account_of` and `open_account`.
    """
    if not row.entity:
        raise BusinessError("feed_entity_missing")
    entity = entity_named(row.entity, actor)
    if entity is None:
        raise BusinessError("feed_entity_unknown", entity=row.entity)
    there = {account.pk: account for account in accounts_in(customer.pk, entity.pk, row.currency).select_related("entity", "customer")}
    contracts = contracts_in(customer.pk, entity.pk, row.currency, local_today(entity))
    chosen = account_of(list(there), [contract.terms_id for contract in contracts])
    if chosen is not None:
        return there[chosen], False
    proposed = propose_account.step(
        customer=customer, entity=entity, currency=row.currency, terms=contracts[0].terms, origin=AccountOrigin.AUTO, actor=actor
    )
    return open_account.step(proposed.pk, actor=actor), True


def carried(campaign: Campaign, account: FinancialAccount, on: date, actor: User) -> bool:
    """The campaign bills to the account; whether a link was needed. One that bills elsewhere stays there."""
    if account_on(campaign, max(on, local_today(account.entity))) or account_on(campaign, on):
        return False
    link_campaign.step(campaign.pk, account=account, valid_from=on, actor=actor)
    return True
