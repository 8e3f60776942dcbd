"""Spend in and invoices out, beside bare COPY and bare inserts of the very rows they write."""

import csv
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from unittest.mock import patch

from django.db import connection

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.customers.models import Address
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.bench import book
from o2c.bench.figures import Figure, seconds
from o2c.bench.measures.allocating import at_once, insert_bare, rehearsed
from o2c.billing.documents.models import Document, DocumentLine, DocumentTax
from o2c.billing.documents.rules import NewDocument, NewLine
from o2c.billing.documents.services import post_documents
from o2c.billing.ledger.models import JournalEntry, JournalLine, OpenItem
from o2c.billing.spend.imports import import_file
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.acting import Running
from o2c.core.clock import local_today
from o2c.core.dates import first_of_month
from o2c.core.entities.models import FiscalPeriod, OwnBankAccount
from o2c.core.numbering.models import NumberSeries
from o2c.core.verbs import opened, rehearse

LINES, AT_A_TIME = 5, 200
HEAD = ["ext_id", "campaign", "service_date", "units", "amount", "currency"]
WRITTEN = [model._meta.db_table for model in (JournalEntry, JournalLine, OpenItem, Document, DocumentLine, DocumentTax)]


def billing(sizes: book.Sizes) -> Iterator[Figure]:
    """All is rolled back, so that the next run finds the same book."""
    yield _imported(sizes.items // 5, list(Campaign.objects.order_by("pk").values_list("ext_id", flat=True)[:1_000]))
    accounts = FinancialAccount.objects.filter(entity=book.entity(), state="active").order_by("pk")
    yield _posted(list(accounts[: sizes.customers // 50]))


def _imported(count: int, campaigns: list[str]) -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spend.csv"
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEAD)
            writer.writerows(
                [f"b{number}", campaigns[number % len(campaigns)], "2026-01-31", "1000", "2.40", book.CURRENCY] for number in range(count)
            )
        with rehearse():
            ours = seconds(lambda: import_file(path, source="bench", actor=the_night()))
        with rehearse():
            plain = seconds(partial(_bare_copy, path))
    return Figure(f"{count:,} spend records from CSV", "bare COPY of the same file", ours, plain, note=f"{count / ours:,.0f} a second")


def _bare_copy(path: Path) -> None:
    with connection.cursor() as cursor, path.open() as file:
        kinds = "ext_id text, campaign text, service_date date, units numeric, amount numeric, currency text"
        cursor.execute(f"CREATE TEMP TABLE plain_spend ({kinds}) ON COMMIT DROP")
        cursor.cursor.copy_expert("COPY plain_spend FROM STDIN WITH (FORMAT csv, HEADER)", file)


def _posted(accounts: Sequence[FinancialAccount]) -> Figure:
    """Invoices of five lines, in sets as a billing run posts them: checked, taxed, numbered, frozen, in the ledger.

    Nobody is against: what compliance answers at the gate is measured with screening.
    """
    today, actor = local_today(book.entity()), the_night()
    new = [NewDocument("invoice", account.pk, today, f"bench-{account.pk}", [_line() for _line_no in range(LINES)]) for account in accounts]
    with patch.dict(gates._answers, {question: [lambda customer, **facts: []] for question in ("release_document", "post_document")}):
        ours, rows = rehearsed(partial(_in_sets, new, actor), WRITTEN, partial(_prepare, accounts, today))
    plain, _none = rehearsed(partial(insert_bare, rows, at_once), [])
    note = f"{len(new) / ours:,.0f} invoices a second, {sum(map(len, rows.values())):,} rows"
    return Figure(f"{len(new):,} invoices of {LINES} lines posted", "bare inserts of the same rows", ours, plain, note=note)


def _line() -> NewLine:
    return NewLine("Display advertising", Decimal(12), "MIL", Decimal("2.40"))


def _in_sets(new: Sequence[NewDocument], actor: User) -> None:
    for at in range(0, len(new), AT_A_TIME):
        with opened(Running("billing.post_run_documents", actor, None)):
            post_documents(new[at : at + AT_A_TIME], actor=actor)


def _prepare(accounts: Sequence[FinancialAccount], today: date) -> None:
    """What the book leaves out and an invoice needs."""
    house = book.entity()
    house.vat_id, house.address = "FR83404833048", "1 rue de la Paix\n75002 Paris"
    house.save(update_fields=["vat_id", "address"])
    OwnBankAccount.objects.create(entity=house, currency=book.CURRENCY, name="bench", iban="FR7630006000011234567890189", bic="AGRIFRPP")
    NumberSeries.objects.create(entity=house, doc_type="invoice", prefix="BENCH-INV")
    FiscalPeriod.objects.get_or_create(entity=house, month=first_of_month(today), area="all")
    Address.objects.bulk_create(
        Address(
            customer_id=account.customer_id, kind="registered", lines="1 rue de la Paix", postcode="75002", city="Paris", country="FR",
            valid_from=today,
        )
        for account in accounts
    )  # fmt: skip
