"""The rows of the book, from one seeded generator: who the customers are, what they owe and what they paid."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LAST = date(2026, 6, 30)
DAYS = [(LAST - timedelta(days=back)).isoformat() for back in range(721, -31, -1)]
TODAY = 721  # the place of LAST among DAYS
CUSTOMERS_OF_A_PORTFOLIO = 500
FIRST = "Aurora Nordlicht Delta Kestrel Lumen Sable Orion Vega Halcyon Meridian Quartz Borealis Cobalt Juniper Saffron Tundra".split()
SECOND = "Media Digital Trading Retail Foods Motors Energy Travel Textiles Pharma Logistics Games Optics Paper Chemicals".split()
FORMS = "GmbH SAS Ltd BV SpA AB Oy SL".split()
COUNTRIES = "DE FR GB NL IT SE FI ES".split()


@dataclass(frozen=True, slots=True)
class Item:
    """What is about to be written as one entry with one open item. `posted` and `due` are places among DAYS."""

    key: int
    customer: int
    side: str
    kind: str
    control: str
    cents: int
    open: int
    posted: int
    due: int

    ENTRY = ("id", "kind", "reference", "account", "customer", "document_date", "posting_date")
    ROW = (
        "id", "entry", "account", "customer", "side", "kind", "control_account", "reference",
        "original_amount", "open_amount", "base_amount", "due_date", "ageing_date", "posting_date",
    )  # fmt: skip

    def entry(self) -> tuple[str, ...]:
        key, customer, day = str(self.key), str(self.customer), DAYS[self.posted]
        return key, self.kind, self.reference, customer, customer, day, day

    def row(self) -> tuple[str, ...]:
        key, customer, due, value = str(self.key), str(self.customer), DAYS[self.due], amount(self.cents)
        facts = (key, key, customer, customer, self.side, self.kind, self.control, self.reference)
        return (*facts, value, amount(self.open), value, due, due, DAYS[self.posted])

    @property
    def reference(self) -> str:
        return f"{self.kind[0].upper()}-{self.key:08}"


@dataclass(frozen=True, slots=True)
class Settling:
    """An allocation between two of the items."""

    debit: int
    credit: int
    cents: int
    on: int

    ROW = ("debit_item", "credit_item", "amount", "debit_base", "credit_base", "effective_on")

    def row(self) -> tuple[str, ...]:
        value = amount(self.cents)
        return str(self.debit), str(self.credit), value, value, value, DAYS[self.on]


@dataclass(frozen=True, slots=True)
class Advertised:
    """A campaign of a customer. One in seven is not over; of those, three in a hundred bill to no account yet."""

    key: int
    customer: int

    ROW = ("id", "ext_id", "name", "search_name", "advertiser", "starts_on", "state")

    def row(self) -> tuple[str, ...]:
        name = f"{FIRST[self.key % len(FIRST)]} {SECOND[self.key % len(SECOND)]} {self.key}"
        state = ("live", "planned", "paused")[self.key % 3] if self.is_open else "ended"
        return str(self.key), f"x-{self.key}", name, f"{name} x {self.key}".lower(), str(self.customer), self.starts_on, state

    def link(self) -> tuple[str, ...]:
        """Campaign, account, first day."""
        return str(self.key), str(self.customer), self.starts_on

    @property
    def starts_on(self) -> str:
        return DAYS[self.key * 7919 % TODAY]

    @property
    def is_open(self) -> bool:
        return self.key % 7 == 0

    @property
    def billed(self) -> bool:
        return not self.is_open or self.key // 7 % 100 >= 3


def campaigns(count: int, customers: int) -> Iterator[Advertised]:
    """So many campaigns, spread over the customers."""
    return (Advertised(key, key * 31 % customers + 1) for key in range(1, count + 1))


def customers(count: int, seeded: random.Random) -> Iterator[tuple[str, ...]]:
    """Key, number, name, folded name, country."""
    for key in range(1, count + 1):
        at = seeded.randrange(len(FORMS))
        name = f"{seeded.choice(FIRST)} {seeded.choice(SECOND)} {key} {FORMS[at]}"
        yield str(key), f"B{key:06}", name, name.lower(), COUNTRIES[at]


def accounts(count: int) -> Iterator[tuple[str, ...]]:
    """Key, number, folded number, customer."""
    for key in range(1, count + 1):
        yield str(key), f"BENCH-{key:06}", f"bench {key:06}", str(key)


def places(count: int) -> Iterator[tuple[str, ...]]:
    """Portfolio code, customer."""
    for key in range(1, count + 1):
        yield portfolio_code(key), str(key)


def portfolio_code(customer: int) -> str:
    return f"bench-{(customer - 1) // CUSTOMERS_OF_A_PORTFOLIO + 1}"


def items(count: int, settled: int, customers: int, seeded: random.Random) -> Iterator[tuple[list[Item], list[Settling]]]:
    """Groups of items that belong together: `count` open ones in all, and `settled` ones paid by receipts of the same amount."""
    key = 1
    for number in seeded.sample(range(count + settled), count + settled):  # settled ones lie among the open ones, as in life
        whose, cents, posted = 1 + seeded.randrange(customers), 1_000 + seeded.randrange(500_000), seeded.randrange(TODAY + 1)
        facts = (key, whose, cents, posted)
        group = _open(*facts, number, seeded) if number < count else _paid(*facts, cents, seeded)
        yield group
        key += len(group[0])


def _open(key: int, whose: int, cents: int, posted: int, number: int, seeded: random.Random) -> tuple[list[Item], list[Settling]]:
    """Of a hundred: eight invoices paid in part, two credit notes, two receipts nobody allocated, the rest untouched invoices."""
    match number % 100:
        case 0 | 1:
            return [Item(key, whose, "credit", "credit_note", "receivable", cents, cents, posted, posted)], []
        case 2 | 3:
            return [Item(key, whose, "credit", "receipt", "unapplied", cents, cents, posted, posted)], []
        case 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11:
            return _paid(key, whose, cents, posted, cents // 2, seeded)
    return [_invoice(key, whose, cents, 0, posted)], []


def _paid(key: int, whose: int, cents: int, posted: int, paid: int, seeded: random.Random) -> tuple[list[Item], list[Settling]]:
    on = min(posted + 5 + seeded.randrange(80), TODAY)
    receipt = Item(key + 1, whose, "credit", "receipt", "unapplied", paid, 0, on, on)
    return [_invoice(key, whose, cents, paid, posted), receipt], [Settling(key, key + 1, paid, on)]


def _invoice(key: int, whose: int, cents: int, paid: int, posted: int) -> Item:
    return Item(key, whose, "debit", "invoice", "receivable", cents, cents - paid, posted, posted + 30)


def amount(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
