"""A year of invoices and payments, written as the files another system would hand over, and imported like those."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from o2c.accounts.campaigns.models import Campaign
from o2c.core.dates import add_months, first_of_month
from o2c.story.clients import Client
from o2c.story.terms import PRICES

INVOICE_COLUMNS = [
    "number", "type", "customer_id", "customer_name", "invoice_date", "due_date", "currency", "amount", "open_amount", "disputed",
    "status", "cleared_date",
]  # fmt: skip
PAYMENT_COLUMNS = ["invoice_number", "customer_id", "payment_date", "currency", "amount", "kind"]
SPEND_COLUMNS = ["ext_id", "campaign", "service_date", "units", "amount", "currency"]
NET = {"NET14": 14, "NET30": 30, "NET60": 60, "NET90": 90}
CENT = Decimal("0.01")


@dataclass(slots=True)
class Invoice:
    number: str
    kind: str
    client: Client
    made_on: date
    due_on: date
    amount: Decimal
    paid: Decimal = Decimal(0)
    cleared_on: date | None = None
    disputed: bool = False


def write(folder: Path, clients: list[Client], today: date, seed: random.Random) -> dict[str, tuple[Path, Path]]:
    """Per entity its invoices and payments as two CSV files."""
    files = {}
    for entity in sorted({client.entity for client in clients}):
        invoices, payments = [], []
        numbers = iter(range(100_001, 999_999))
        for client in (one for one in clients if one.entity == entity and one.account):
            for invoice in _invoices_of(client, entity, numbers, today, seed):
                payments += _payments_of(invoice, today, seed)
                invoices.append(invoice)
        invoices.sort(key=lambda invoice: (invoice.made_on, invoice.number))
        payments.sort(key=lambda payment: (payment["payment_date"], payment["invoice_number"]))
        files[entity] = (folder / f"{entity}_invoices.csv", folder / f"{entity}_payments.csv")
        _write(files[entity][0], INVOICE_COLUMNS, [_row(invoice) for invoice in invoices])
        _write(files[entity][1], PAYMENT_COLUMNS, payments)
    return files


def _invoices_of(client: Client, entity: str, numbers: Iterator[int], today: date, seed: random.Random) -> Iterator[Invoice]:
    """Two or three invoices a month of a size that fits the customer, now and then a credit note."""
    size, late_share = seed.lognormvariate(8.2, 0.9), seed.random()
    day = today - timedelta(days=365 - seed.randrange(20))
    while day < today:
        made_on = day - timedelta(days=max(0, day.weekday() - 4))
        kind = "credit_note" if seed.random() < 0.03 else "invoice"
        amount = (Decimal(size * seed.uniform(0.4, 1.8)) / (8 if kind == "credit_note" else 1)).quantize(CENT)
        due_on = made_on + timedelta(days=NET[client.terms]) if kind == "invoice" else made_on
        invoice = Invoice(f"{entity}-{next(numbers)}", kind, client, made_on, due_on, amount, disputed=seed.random() < 0.05)
        _settle(invoice, late_share, today, seed)
        yield invoice
        day += timedelta(days=seed.randint(8, 17))


def _settle(invoice: Invoice, late_share: float, today: date, seed: random.Random) -> None:
    """Most pay around the due date, some late, a few in part; disputed ones wait."""
    late = seed.randint(3, 75) if seed.random() < late_share * 0.45 else seed.randint(-6, 2)
    paid_on = max(invoice.due_on + timedelta(days=late + (40 if invoice.disputed else 0)), invoice.made_on)
    paid_on += timedelta(days={5: 2, 6: 1}.get(paid_on.weekday(), 0))
    if invoice.kind == "credit_note":
        invoice.cleared_on = paid_on if paid_on < today and seed.random() < 0.6 else None
        invoice.paid = invoice.amount if invoice.cleared_on else Decimal(0)
    elif paid_on < today:
        part = seed.random() < 0.06
        invoice.paid = (invoice.amount * Decimal("0.7")).quantize(CENT) if part else invoice.amount
        invoice.cleared_on = paid_on


def _payments_of(invoice: Invoice, today: date, seed: random.Random) -> list[dict[str, str]]:
    if not invoice.paid or invoice.kind == "credit_note" or invoice.cleared_on is None:
        return []
    customer = invoice.client.customer
    number = customer.number if customer else ""
    return [
        {
            "invoice_number": invoice.number, "customer_id": number, "payment_date": invoice.cleared_on.isoformat(),
            "currency": invoice.client.currency, "amount": str(invoice.paid), "kind": "bank",
        }
    ]  # fmt: skip


def _row(invoice: Invoice) -> dict[str, str]:
    customer = invoice.client.customer
    left = invoice.amount - invoice.paid
    status = "paid" if not left else "partly_paid" if invoice.paid else "open"
    sign = -1 if invoice.kind == "credit_note" else 1
    return {
        "number": invoice.number, "type": invoice.kind, "customer_id": customer.number if customer else "",
        "customer_name": invoice.client.name, "invoice_date": invoice.made_on.isoformat(), "due_date": invoice.due_on.isoformat(),
        "currency": invoice.client.currency, "amount": str(sign * invoice.amount), "open_amount": str(sign * left),
        "disputed": "yes" if invoice.disputed and left else "no", "status": "" if sign < 0 else status,
        "cleared_date": invoice.cleared_on.isoformat() if invoice.cleared_on and not left else "",
    }  # fmt: skip


def write_spend(folder: Path, campaigns: list[Campaign], today: date, seed: random.Random) -> Path:
    """Two weeks of spend of every campaign as its delivery system counts it, and some days of the two months before."""
    month = first_of_month(today)
    earlier = [add_months(month, -back) + timedelta(days=day) for back in (1, 2) for day in (3, 4, 11)]
    days = sorted({*earlier, *(today - timedelta(days=back) for back in range(1, 15))})
    rows = [_spent(campaign, day, number, seed) for number, campaign in enumerate(campaigns, 1) for day in days]
    _write(folder / "spend.csv", SPEND_COLUMNS, rows)
    return folder / "spend.csv"


def _spent(campaign: Campaign, day: date, number: int, seed: random.Random) -> dict[str, str]:
    """A day of delivery at the price of the rate card; one campaign in thirteen is charged a tenth too much."""
    units = seed.randint(8_000, 380_000)
    price = dict(PRICES)[campaign.product] * (Decimal("1.1") if number % 13 == 0 else 1)
    return {
        "ext_id": f"{campaign.ext_id}-{day:%Y%m%d}", "campaign": campaign.ext_id, "service_date": day.isoformat(),
        "units": str(units), "amount": str((units * price / 1000).quantize(CENT)), "currency": campaign.currency,
    }  # fmt: skip


def _write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
