"""The book that is measured: one entity with its customers, portfolios, campaigns and open items, the same on every machine.

Rows arrive by COPY with triggers and foreign keys asleep, or this would take half an hour; the cache of open amounts is
written as they would have left it. The book holds entries, open items and allocations, and no journal lines.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import connection, transaction

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.contracts.models import PaymentTerm
from o2c.accounts.customers.models import Customer, CustomerEntity
from o2c.accounts.financial_accounts.models import CampaignAccount, FinancialAccount, UnbilledCampaign
from o2c.bench import rows
from o2c.bench.loading import CHUNK, Loader, triggers_asleep
from o2c.billing.ledger.models import Allocation, JournalEntry, OpenItem
from o2c.collections.portfolios.models import Portfolio, PortfolioMember
from o2c.core.access.models import Grant, Role, User
from o2c.core.access.queries import the_night
from o2c.core.dates import add_months
from o2c.core.entities.models import FiscalPeriod, LegalEntity

SEED = 20_26
CODE, CURRENCY = "BENCH", "EUR"
START = date(2024, 1, 1)
CLERKS = {"nothing": {}, "entity": {}, "region": {"region": "FR"}, "portfolio": {"portfolio": "bench-1"}}
Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the book is; the defaults are those of the architecture."""

    items: int = 1_000_000
    customers: int = 50_000
    settled: int = 300_000
    campaigns: int = 1_000_000

    @property
    def database(self) -> str:
        return f"o2c_bench_{self.items}_{self.customers}_{self.settled}_{self.campaigns}"


def entity() -> LegalEntity:
    return LegalEntity.objects.get(code=CODE)


def collector() -> User:
    """Whose portfolio is the first one, and who sees this entity only."""
    return User.objects.get(email="collector@bench.example")


def clerks() -> dict[str, User]:
    """Clerks by what limits their sight."""
    return {limit: User.objects.get(email=f"clerk.{limit}@bench.example") for limit in CLERKS}


def build(sizes: Sizes, say: Say) -> None:
    """Fill the database unless it holds the book already; an interrupted build leaves nothing behind."""
    if LegalEntity.objects.filter(code=CODE).exists():
        return
    with transaction.atomic():  # noqa: TID251  (no verb writes a million rows)
        house = _found()
        with triggers_asleep():
            say(f"{sizes.customers:,} customers with accounts and portfolios")
            _customers(sizes, house, PaymentTerm.objects.create(code="BENCH30", net_days=30))
            say(f"{sizes.campaigns:,} campaigns with the accounts they bill to")
            _campaigns(sizes)
            say(f"{sizes.items:,} open items and {sizes.settled:,} settled ones")
            _items(sizes, house)
    with connection.cursor() as cursor:  # as the server's own housekeeping would soon
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")


def _found() -> LegalEntity:
    house = LegalEntity.objects.create(code=CODE, name="Bench SE", country="FR", base_currency=CURRENCY, calendar="FR")
    FiscalPeriod.objects.bulk_create([FiscalPeriod(entity=house, month=add_months(START, at)) for at in range(36)])
    user = User.objects.create(email="collector@bench.example", name="Bench Collector")
    Grant.objects.create(user=user, role=Role.objects.get(code="collector"), entity=house, starts_on=START)
    for limit, facts in CLERKS.items():
        clerk = User.objects.create(email=f"clerk.{limit}@bench.example", name=f"Clerk limited by {limit}")
        within = house if limit == "entity" else None
        Grant.objects.create(user=clerk, role=Role.objects.get(code="clerk"), entity=within, starts_on=START, **facts)
    return house


def _customers(sizes: Sizes, house: LegalEntity, terms: PaymentTerm) -> None:
    seeded, ours = random.Random(SEED), str(house.pk)  # noqa: S311  (the same book every time)
    customers = Loader(Customer, {"state": "active"}, "id", "number", "legal_name", "search_name", "country")
    customers.copy(rows.customers(sizes.customers, seeded))
    Loader(CustomerEntity, {"entity": ours}, "customer").copy((str(key),) for key in range(1, sizes.customers + 1))
    facts = {"entity": ours, "terms": str(terms.pk), "currency": CURRENCY, "state": "active", "opened_on": START.isoformat()}
    accounts = Loader(FinancialAccount, facts, "id", "number", "search_name", "customer")
    accounts.copy(rows.accounts(sizes.customers))
    codes = dict.fromkeys(rows.portfolio_code(key) for key in range(1, sizes.customers + 1))
    Portfolio.objects.bulk_create([Portfolio(code=code, name=code.title(), entity=house, collector=collector()) for code in codes])
    Loader(PortfolioMember, {"valid_from": START.isoformat()}, "portfolio", "customer").copy(rows.places(sizes.customers))
    for loader in (customers, accounts):
        loader.continue_keys()


def _campaigns(sizes: Sizes) -> None:
    campaigns = Loader(Campaign, {"currency": CURRENCY}, *rows.Advertised.ROW)
    links, unbilled = Loader(CampaignAccount, {}, "campaign", "account", "valid_from"), Loader(UnbilledCampaign, {}, "campaign")
    told = rows.campaigns(sizes.campaigns, sizes.customers)
    while chunk := list(islice(told, CHUNK)):
        campaigns.copy(one.row() for one in chunk)
        links.copy(one.link() for one in chunk if one.billed)
        unbilled.copy((str(one.key),) for one in chunk if not one.billed)
    campaigns.continue_keys()


def _items(sizes: Sizes, house: LegalEntity) -> None:
    seeded, ours = random.Random(SEED), {"entity": str(house.pk), "currency": CURRENCY}  # noqa: S311  (the same book every time)
    night = {"recorded_by": str(the_night().pk)}
    entry = Loader(JournalEntry, ours | night | {"rate": "1"}, *rows.Item.ENTRY)
    item = Loader(OpenItem, ours, *rows.Item.ROW)
    allocation = Loader(Allocation, ours | night | {"method": "imported"}, *rows.Settling.ROW)
    groups = rows.items(sizes.items, sizes.settled, sizes.customers, seeded)
    while chunk := list(islice(groups, CHUNK)):
        items = [one for items, _settled in chunk for one in items]
        entry.copy(one.entry() for one in items)
        item.copy(one.row() for one in items)
        allocation.copy(one.row() for _items, settled in chunk for one in settled)
    for loader in (entry, item):
        loader.continue_keys()
