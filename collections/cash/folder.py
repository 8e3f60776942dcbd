"""A folder of customers, invoices, past decisions, advices and statements, read for the matcher without touching the book."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from o2c.collections.cash.engine.book import Book
from o2c.collections.cash.engine.facts import CREDIT_NOTE, Advice, AdviceLine, Credit, Customer, Decision, GroupPayer, Item
from o2c.collections.cash.readers.advices import read_advice
from o2c.collections.cash.readers.files import opened
from o2c.collections.cash.readers.reading import entries
from o2c.collections.cash.readers.shapes import Entry, Log, Transaction
from o2c.core.money import digits


def book_of(folder: Path) -> Book:
    """The book described by customers.csv, parents.csv, invoices.csv, past_matches.csv and advices/."""
    return Book.build(
        map(_item, _rows(folder / "invoices.csv")),
        map(_customer, _rows(folder / "customers.csv")),
        groups=[GroupPayer(row["parent_id"], row["name"], tuple(filter(None, [row["iban"]]))) for row in _rows(folder / "parents.csv")],
        decisions=[
            Decision(date.fromisoformat(row["booking_date"]), row["payer_name"], row["payer_iban"], row["customer_id"])
            for row in _rows(folder / "past_matches.csv")
        ],
        advices=list(_advices(folder / "advices")),
    )


def credits_of(folder: Path) -> list[Credit]:
    """Every incoming payment of the statements, in the order of booking."""
    found = [
        _credit(entry, transaction)
        for path in sorted((folder / "statements").iterdir())
        for source in opened(path)
        for entry in entries(source, Log())
        if entry.direction == "credit"
        for transaction in entry.transactions
    ]
    return sorted(found, key=lambda credit: credit.on)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as text:
            yield from csv.DictReader(text)


def _customer(row: dict[str, str]) -> Customer:
    return Customer(row["customer_id"], row["name"], tuple(filter(None, [row["iban"]])), row["parent_id"])


def _item(row: dict[str, str]) -> Item:
    amount, rest = (minor(Decimal(row[name] or 0), row["currency"]) for name in ("amount", "open_amount"))
    sign = -1 if row["type"] == CREDIT_NOTE else 1
    return Item(
        number=row["number"],
        customer=row["customer_id"],
        kind=row["type"],
        issued_on=date.fromisoformat(row["invoice_date"]),
        due_on=date.fromisoformat(row["due_date"] or row["invoice_date"]),
        currency=row["currency"],
        amount=sign * abs(amount),
        open=sign * abs(rest),
        discount_percent=float(row["discount_percent"] or 0),
        discount_until=date.fromisoformat(row["discount_until"]) if row["discount_until"] else None,
        order=row["customer_po"],
        structured=tuple(re.sub(r"[^A-Z0-9]", "", row[name].upper()) for name in ("rf_reference", "be_reference") if row[name]),
    )


def _advices(folder: Path) -> Iterator[Advice]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        told = read_advice(path)
        yield Advice(
            told.number,
            tuple(
                AdviceLine(line.document, minor(line.paid or Decimal(0), "EUR"), minor(line.deduction or Decimal(0), "EUR"), line.reason)
                for line in told.lines
            ),
            None if told.total is None else minor(told.total, "EUR"),
        )


def _credit(entry: Entry, payment: Transaction) -> Credit:
    currency = entry.currency
    return Credit(
        reference=payment.bank_reference or entry.bank_reference,
        on=entry.booked_on or date.min,
        amount=minor(payment.amount or entry.amount, currency),
        currency=currency,
        payer=payment.payer,
        account=payment.payer_account,
        ultimate_payer=payment.ultimate_payer,
        text=payment.text or entry.text,
        end_to_end=payment.end_to_end,
        structured=payment.structured,
        instructed=None if payment.instructed is None else minor(payment.instructed, payment.instructed_currency),
        instructed_currency=payment.instructed_currency,
        documents=tuple(AdviceLine(paid.document, minor(paid.paid, currency)) for paid in payment.documents if paid.paid is not None),
    )


def minor(amount: Decimal, currency: str) -> int:
    """An amount in the minor unit of its currency, half up."""
    return int((amount.scaleb(digits(currency))).quantize(Decimal(1), rounding="ROUND_HALF_UP"))


def major(amount: int, currency: str) -> str:
    """The same amount as people write it, without thousands."""
    return format(Decimal(amount).scaleb(-digits(currency)), "f")
