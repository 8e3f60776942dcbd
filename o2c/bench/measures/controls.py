"""All billing controls over the campaigns of the book and five records of spend for each, beside reading the same tables once."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import connection, transaction

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.contracts.models import Condition, Contract, InsertionOrder, PaymentTerm, PriceList
from o2c.accounts.customers.models import Address, Contact, TaxRegistration
from o2c.bench import book
from o2c.bench.figures import Figure, seconds
from o2c.bench.loading import Loader, triggers_asleep
from o2c.billing.controls.catalogue import CONTROLS
from o2c.billing.controls.services import run_controls
from o2c.billing.spend.models import SpendRecord
from o2c.core.access.queries import the_night

DAY = date(2026, 6, 30)
RECORDS = 5
READ = ("billing_spendrecord", "accounts_campaign", "accounts_campaignaccount", "accounts_campaign_insertion_orders", "accounts_contract")


def controls(sizes: book.Sizes) -> Iterator[Figure]:
    """The first run finds everything anew; measured is the next one, as every night finds the list of the night before."""
    _fill(sizes)
    night = the_night()
    first = seconds(lambda: run_controls(day=DAY, actor=night))
    again: list[int] = []
    ours = seconds(lambda: again.extend(run.found for run in run_controls(day=DAY, actor=night)))
    plain = seconds(_read_once)
    records = sizes.campaigns * RECORDS
    question = f"{len(CONTROLS)} controls over {sizes.campaigns:,} campaigns, {records:,} records"
    yield Figure(
        question, "one sequential read of the same tables", ours, plain, note=f"{sum(again):,} findings; the first run {first:.3g} s"
    )


def _read_once() -> None:
    with connection.cursor() as cursor:
        for table in READ:
            cursor.execute(f"SELECT count(t.*) FROM {table} t")  # noqa: S608  (our own tables)
            cursor.fetchone()


def _fill(sizes: book.Sizes) -> None:
    """What the controls ask about, unless it is there: orders, contracts, one price, and spend; one in fifty is wrong somewhere."""
    if PriceList.objects.filter(code="BENCH").exists():
        return
    with transaction.atomic(), triggers_asleep():  # noqa: TID251  (no verb writes a million rows)
        _terms(sizes)
        _spend(sizes)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")


def _terms(sizes: book.Sizes) -> None:
    ours, start = str(book.entity().pk), book.START.isoformat()
    keys = [str(key) for key in range(1, sizes.customers + 1)]
    dated = {"valid_from": start, "country": "DE"}
    Loader(Contact, dated | {"person": "Petra Payable", "email": "payables@example.com", "state": "valid"}, "customer").copy(
        (key,) for key in keys
    )
    Loader(Address, dated | {"lines": "Street 1", "city": "Berlin"}, "customer").copy((key,) for key in keys)
    tax = Loader(TaxRegistration, {"state": "valid", "checked_at": f"{start}T00:00:00Z"}, "customer", "country", "number")
    tax.copy((key, "DE", f"DE{key:0>9}") for key in keys)
    signed = {"entity": ours, "currency": book.CURRENCY, "signed_on": start, "starts_on": start}
    terms = str(PaymentTerm.objects.get(code="BENCH30").pk)
    Loader(Contract, signed | {"terms": terms, "state": "active", "products": "{}", "clauses": "{}"}, "customer", "number", "ends_on").copy(
        (key, f"CT-{key}", "2026-05-15" if int(key) % 50 == 0 else "\\N") for key in keys
    )
    order = Loader(
        InsertionOrder, signed | {"state": "signed", "amount": "100000000"}, "id", "customer", "number", "search_name", "ends_on"
    )
    order.copy((key, key, f"IO-{key}", f"io {key}", "2026-06-05" if int(key) % 50 == 1 else "2027-01-01") for key in keys)
    order.continue_keys()
    covered = Loader(Campaign.insertion_orders.through, {}, "campaign", "insertionorder")
    covered.copy((str(key), str(owner)) for key, owner in Campaign.objects.order_by("pk").values_list("pk", "advertiser").iterator())
    prices = PriceList.objects.create(entity=book.entity(), code="BENCH", name="Bench", currency=book.CURRENCY)
    price = {
        "price_list": str(prices.pk),
        "entity": ours,
        "currency": book.CURRENCY,
        "reason": "as agreed",
        "state": "active",
        "value": "1",
        "approved_by": str(book.collector().pk),
        "approved_at": f"{start}T00:00:00Z",
    }
    Loader(Condition, price | {"valid_from": start}, "product").copy([("",)])


def _spend(sizes: book.Sizes) -> None:
    """Five days in a row of the last three months, a unit of one euro each; one in fifty costs more than agreed."""
    facts = {"source": "controls", "currency": book.CURRENCY, "recorded_by": str(the_night().pk)}
    records = Loader(SpendRecord, facts, "ext_id", "campaign", "service_date", "units", "amount")
    days = [(DAY - timedelta(days=back)).isoformat() for back in range(90)]
    records.copy(
        (f"{key}-{at}", str(key), days[(key * 7 + at) % 90], "100", "120" if key % 50 == 2 else "100")
        for key in range(1, sizes.campaigns + 1)
        for at in range(RECORDS)
    )
