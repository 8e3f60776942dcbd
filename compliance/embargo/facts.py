"""From accounts and orders to the plain facts an embargo is checked on: who takes part, from which countries, for what."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Model

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.contracts.models import InsertionOrder
from o2c.accounts.customers.models import Address, Customer
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.compliance.embargo.models import Goods
from o2c.compliance.embargo.rules import Deal
from o2c.core.fields import valid_on

SERVICES = frozenset({Goods.ADVERTISING.value})


def deal_of(customer: Customer, on: date, **facts: Any) -> tuple[Model, Deal]:
    """What is asked about and its facts. A room that knows more says so: `goods`, `countries`, `parties`, `amount`, `currency`."""
    order, account = facts.get("order"), facts.get("account")
    subject: Model = order or account or customer
    parties = [customer, *_parties(subject, on), *facts.get("parties", [])]
    countries = _countries(parties, on)
    for country in facts.get("countries", []):
        countries.setdefault(country, (str(subject),))
    goods = frozenset(facts.get("goods") or SERVICES)
    amount, currency = facts.get("amount", getattr(order, "amount", None)), facts.get("currency", getattr(order, "currency", ""))
    return subject, Deal(countries, goods, amount, currency)


def _parties(subject: Model, on: date) -> list[Customer]:
    """Who pays and for whom it runs, besides the customer."""
    match subject:
        case FinancialAccount():
            campaigns = Campaign.objects.filter(valid_on(on, "account_links__"), account_links__account=subject)
            payer = [subject.payer] if subject.payer else []
        case InsertionOrder():
            campaigns, payer = Campaign.objects.filter(insertion_orders=subject), []
        case _:
            return []
    return payer + list(Customer.objects.filter(pk__in=campaigns.values("end_client")).order_by("pk"))


def _countries(parties: Iterable[Customer], on: date) -> dict[str, tuple[str, ...]]:
    """Each country with the parties that sit or have an address there."""
    known = {party.pk: party for party in parties}
    found: dict[str, set[str]] = {}
    for party in known.values():
        if party.country:
            found.setdefault(party.country, set()).add(party.legal_name)
    for customer, country in Address.objects.filter(valid_on(on), customer__in=known).values_list("customer", "country"):
        found.setdefault(country, set()).add(known[customer].legal_name)
    return {country: tuple(sorted(names)) for country, names in sorted(found.items())}
