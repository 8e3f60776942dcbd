"""History of another system: recorded once, whatever happens in between, and as of any day exactly what the files say."""

import csv
import gzip
import io
import json
import os
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from people import person

from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.documents import imports
from o2c.billing.documents.imports import Imported, import_receivables
from o2c.billing.documents.models import Document
from o2c.billing.ledger.models import Allocation, JournalEntry, OpenItem
from o2c.billing.ledger.proofs import posted_rows_are_unchanged
from o2c.billing.ledger.queries import Ageing, ageing, ageing_of
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import FiscalPeriod, LegalEntity
from o2c.core.reference import sync_reference

pytestmark = pytest.mark.django_db

INVOICES = """number,type,customer_id,customer_name,invoice_date,due_date,currency,amount,open_amount,disputed
1,invoice,K1,Alpha,2025-01-10,2025-02-09,EUR,100.00,0.00,no
2,invoice,K1,Alpha,2025-01-15,2025-02-14,EUR,200.00,50.00,yes
3,credit_note,K1,Alpha,2025-01-20,2025-01-20,EUR,-30.00,0,no
4,credit_note,K1,Alpha,2025-02-01,2025-02-01,EUR,-20.00,-20.00,no
5,invoice,K2,Beta,2025-02-03,2025-02-17,EUR,80.00,0.00,no
6,invoice,K3,Gamma,2025-02-03,2025-03-05,USD,108.00,108.00,no
"""
PAYMENTS = """invoice_number,customer_id,payment_date,currency,amount,kind
1,K1,2025-02-05,EUR,60.00,bank
1,K1,2025-02-20,EUR,40.00,bank
2,K1,2025-02-20,EUR,160.00,bank
5,K2,2025-09-01,EUR,80.00,write_off
9,K1,2025-02-20,EUR,1.00,bank
2,K2,2025-02-20,EUR,1.00,bank
2,K1,2025-02-20,USD,1.00,bank
,K2,2025-03-01,EUR,7.00,bank
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    invoices, payments = tmp_path / "i.csv", tmp_path / "p.csv"
    invoices.write_text(INVOICES)
    payments.write_text(PAYMENTS)
    return invoices, payments


def run(files: tuple[Path, Path], **facts: object) -> Imported:
    return import_receivables(*files, **{"code": "HIST", "country": "FR", "rates": {}, "actor": person("finance")} | facts)  # type: ignore[arg-type]


def state() -> dict[str, object]:
    return {
        "items": sorted(OpenItem.objects.values_list("reference", "kind", "open_amount")),
        "entries": JournalEntry.objects.count(),
        "allocations": Allocation.objects.count(),
        "months": sorted(FiscalPeriod.objects.values_list("month", "state", "for_import")),
        "accounts": sorted(FinancialAccount.objects.values_list("number", "state", "origin", "is_ready")),
    }


def test_both_files_become_entries_documents_and_allocations(files: tuple[Path, Path]) -> None:
    done = run(files, rates={"USD": Decimal("1.08")})

    assert LegalEntity.objects.get(code="HIST").base_currency == "EUR"
    assert (done.invoices.added, done.payments.added, done.settlements.added) == (6, 5, 1)
    assert dict(Document.objects.values_list("number", "kind")) == {
        "1": "invoice", "2": "invoice", "3": "credit_note", "4": "credit_note", "5": "invoice", "6": "invoice",
    }  # fmt: skip
    assert list(Document.objects.filter(was_disputed=True).values_list("number", flat=True)) == ["2"]
    left = dict(OpenItem.objects.filter(entry__document__isnull=False).values_list("reference", "open_amount"))
    assert left == {"1": 0, "2": Decimal(40), "3": 0, "4": Decimal(20), "5": 0, "6": Decimal(108)}
    assert OpenItem.objects.get(reference="6").base_amount == Decimal(100)


def test_what_does_not_fit_is_a_finding_and_the_rest_is_written(files: tuple[Path, Path]) -> None:
    done = run(files)

    assert [(found.row, found.code) for found in done.invoices.findings] == [(0, "receivable_currency_without_rate")]
    assert [(found.row, found.code) for found in done.payments.findings] == [
        (6, "receivable_payment_unknown_document"),
        (7, "receivable_payment_customer"),
        (0, "receivable_currency_without_rate"),
    ]
    assert [(found.row, found.code) for found in done.settlements.findings] == [(3, "receivable_open_differs")]
    assert not Customer.objects.filter(number="K3").exists()


def test_customers_and_accounts_are_made_active_imported_and_not_ready(files: tuple[Path, Path]) -> None:
    run(files)

    customer = Customer.objects.get(number="K1")
    assert (customer.legal_name, customer.state, customer.origin) == ("Alpha", "active", "imported")
    assert sorted(FinancialAccount.objects.values_list("number", "state", "origin", "is_ready")) == [
        ("HIST-K1-EUR-30", "active", "imported", False),
        ("HIST-K2-EUR-14", "active", "imported", False),
    ]


def test_a_credit_note_closed_without_settlement_is_settled_on_its_own_date_and_marked(files: tuple[Path, Path]) -> None:
    run(files)

    settlement = Allocation.objects.get(credit_item__reference="3")
    assert (settlement.effective_on, settlement.method, settlement.amount) == (date(2025, 1, 20), "imported", Decimal(30))
    assert settlement.debit_item.kind == "settlement"
    assert "without a settlement" in settlement.reason


def test_its_months_are_opened_for_the_import_and_closed_after(files: tuple[Path, Path]) -> None:
    run(files)

    months = FiscalPeriod.objects.filter(entity__code="HIST")
    assert set(months.values_list("state", "for_import")) == {("closed", False)}
    assert {date(2025, 1, 1), date(2025, 2, 1), date(2025, 9, 1)} <= set(months.values_list("month", flat=True))


def test_running_it_again_changes_nothing(files: tuple[Path, Path]) -> None:
    run(files)
    before = state()

    again = run(files)

    assert (again.invoices.added, again.invoices.known, again.payments.known, again.accounts) == (0, 5, 5, 0)
    assert state() == before


@pytest.mark.parametrize("chunk", range(6))
def test_killed_after_any_chunk_and_started_again_it_ends_the_same(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(imports, "CHUNK", 2)
    told = []

    def killed(step: str, done: int, total: int) -> None:
        told.append(step)
        if len(told) > chunk:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(files, watch=killed)
    run(files)
    interrupted = state()

    assert interrupted["items"] == [
        ("1", "invoice", 0), ("1", "receipt", 0), ("1", "receipt", 0), ("2", "invoice", 40), ("2", "receipt", 0),
        ("3", "credit_note", 0), ("3", "settlement", 0), ("4", "credit_note", 20), ("5", "invoice", 0), ("5", "write_off", 0),
        ("K2", "receipt", 7),
    ]  # fmt: skip
    assert {(state, flag) for _month, state, flag in interrupted["months"]} == {("closed", False)}  # type: ignore[attr-defined]


def test_a_row_that_changed_since_is_a_finding_and_the_posted_one_stays(files: tuple[Path, Path]) -> None:
    run(files)
    files[0].write_text(INVOICES.replace("EUR,200.00", "EUR,210.00"))

    again = run(files)

    assert next((found.code, found.values) for found in again.invoices.findings) == ("receivable_differs", {"columns": "amount"})
    assert Document.objects.get(number="2").gross == Decimal(200)


def test_a_broken_file_writes_nothing(files: tuple[Path, Path]) -> None:
    files[1].write_text("what,is,this\n")
    sync_reference()

    with pytest.raises(CommandError, match="lacks the columns"):
        call_command("import_receivables", *map(str, files), "--entity", "HIST")

    assert not LegalEntity.objects.filter(code="HIST").exists()


def test_the_commands_print_for_people_and_for_programs(files: tuple[Path, Path]) -> None:
    sync_reference()
    out = io.StringIO()
    call_command("import_receivables", *map(str, files), "--entity", "HIST", "--rate", "USD=1.08", "--json", verbosity=0, stdout=out)
    facts = json.loads(out.getvalue())
    assert facts["invoices"] == {"added": 6, "known": 0}
    assert "no invoice of this number" in facts["findings"][0]["message"]

    out = io.StringIO()
    call_command("ageing", "--as-of", "2025-02-15", "--entity", "HIST", "--currency", "EUR", "--json", stdout=out)
    row = json.loads(out.getvalue())
    # 1: 40 left, 6 days overdue; 2: 200, 1 day overdue; 5: 80, not due; 4: open credit.
    assert {name: row[name] for name in ("open_documents", "open_balance", "not_due", "d1_30", "over_90", "credits")} == {
        "open_documents": 4, "open_balance": "300.00", "not_due": "80.00", "d1_30": "240.00", "over_90": "0.00", "credits": "-20.00",
    }  # fmt: skip
    out = io.StringIO()
    call_command("ageing", "--as-of", "2025-02-15", "--json", stdout=out)
    assert [(row["entity"], row["currency"]) for row in json.loads(out.getvalue())] == [("HIST", "EUR"), ("HIST", "USD")]
    with pytest.raises(CommandError, match="no legal entity"):
        call_command("ageing", "--as-of", "2025-02-15", "--entity", "NONE")


def test_a_document_that_was_tampered_with_is_named_by_the_proof(files: tuple[Path, Path]) -> None:
    run(files)
    assert list(posted_rows_are_unchanged(date(2025, 6, 1))) == []
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE billing_document SET gross = 1 WHERE number = '1'")
        cursor.execute("SET session_replication_role = origin")

    (bad,) = posted_rows_are_unchanged(date(2025, 6, 1))

    assert bad.label == f"billing_document {Document.objects.get(number='1').pk}"


def test_one_audit_event_per_chunk_not_per_row(files: tuple[Path, Path]) -> None:
    run(files)

    actions = list(AuditEvent.objects.values_list("action", flat=True))
    assert actions.count("documents.imported") == 1
    assert actions.count("payments.imported") == 1
    assert set(AuditEvent.objects.values_list("source", flat=True)) == {"import"}


SAMPLE = os.environ.get("SAMPLE_DATA", "")


def rows_of(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(f"{SAMPLE}/receivables/{name}.csv.gz", "rt") as text:
        yield from csv.DictReader(text)


def recomputed(on: date) -> dict[str, Decimal]:
    """EUR buckets of a past day from the two files alone. Credit notes that stayed open count from their own date."""
    left: dict[str, tuple[date, Decimal]] = {}
    returned = Decimal(0)
    for row in rows_of("history_invoices"):
        if row["currency"] != "EUR" or date.fromisoformat(row["invoice_date"]) > on:
            continue
        if row["type"] == "invoice":
            left[row["number"]] = (date.fromisoformat(row["due_date"]), Decimal(row["amount"]))
        else:
            returned -= abs(Decimal(row["open_amount"]))
    for row in rows_of("history_payments"):
        if row["invoice_number"] in left and date.fromisoformat(row["payment_date"]) <= on:
            due, amount = left[row["invoice_number"]]
            left[row["invoice_number"]] = (due, amount - Decimal(row["amount"]))
    sums = dict.fromkeys(["not_due", "d1_30", "d31_60", "d61_90", "over_90"], Decimal(0)) | {"credits": returned}
    for due, amount in left.values():
        days = (on - due).days
        name = "not_due" if days <= 0 else "d1_30" if days <= 30 else "d31_60" if days <= 60 else "d61_90" if days <= 90 else "over_90"
        sums[name] += amount
    return sums


# Committed verb by verb as in life: in the one transaction of a test, PostgreSQL walks every trigger event again at each verb.
@pytest.mark.volume
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not SAMPLE, reason="SAMPLE_DATA names the folder of the sample files")
def test_the_sample_history_gives_exactly_its_published_figures() -> None:
    folder = Path(SAMPLE) / "receivables"
    run((folder / "history_invoices.csv.gz", folder / "history_payments.csv.gz"))
    actor, entity = person("finance"), LegalEntity.objects.get(code="HIST")

    row = ageing_of(actor, date(2026, 2, 28), entity, "EUR")

    assert (row.open_documents, row.open_balance) == (1641, Decimal("12940671.21"))
    assert {name: (row.documents[name], row.buckets[name]) for name in ("not_due", "d1_30", "d31_60", "d61_90")} == {
        "not_due": (1307, Decimal("10551229.19")),
        "d1_30": (252, Decimal("2156886.16")),
        "d31_60": (28, Decimal("181638.81")),
        "d61_90": (11, Decimal("49278.00")),
    }
    assert (row.over_90_documents, row.over_90) == (8, Decimal("29224.88"))
    assert (row.credit_documents, row.credits) == (35, Decimal("-27585.83"))
    assert row.sales == Decimal("33066439.88")
    assert row.dso is not None
    assert row.dso_countback is not None
    assert (round(row.dso, 2), round(row.dso_countback, 2)) == (Decimal("35.22"), Decimal("33.65"))
    disputed = Document.objects.filter(was_disputed=True, entry__items__open_amount__gt=0)
    assert disputed.count() == 602
    for day in (date(2025, 6, 30), date(2024, 11, 14)):
        (past,) = ageing(actor, day, entity)
        assert {**past.buckets, "over_90": past.over_90, "credits": past.credits}.items() >= recomputed(day).items()
    every_door_shows(row)


def every_door_shows(row: Ageing) -> None:
    """The board, its Excel file and REST show these figures to the cent, with nothing rounded away."""
    client, asked = Client(), {"entity": "HIST", "currency": "EUR", "as_of": "2026-02-28"}
    client.force_login(person("finance", name="Dora Doors"))

    board = client.get(reverse("portfolio"), asked).content.decode().replace("\xa0", " ")
    for shown in ("EUR 12,940,671.21", "1,641 documents", "EUR 29,224.88", "EUR −27,585.83", "35.22 days", "33.65 days"):
        assert shown in board
    for bucket, amount in row.buckets.items():
        assert f"EUR {amount:,.2f}, {row.documents[bucket]:,} document" in board

    file = client.get(reverse("portfolio"), {**asked, "export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(file.streaming_content))).worksheets[1]  # type: ignore[attr-defined]
    columns = {str(cells[0]): cells[1:] for cells in zip(*sheet.iter_rows(values_only=True), strict=True)}
    wanted = ("Overdue", "Over 90 days", "Credits", "Receivable")
    sums = {name: sum(Decimal(str(cell)) for cell in columns[name]) for name in wanted}
    assert (sums["Overdue"], sums["Over 90 days"], sums["Credits"]) == (row.overdue, row.over_90, row.credits)
    assert sums["Receivable"] + sums["Credits"] == row.open_balance

    rest = client.get("/api/v1/ageing", asked).json()
    assert (rest["open_documents"], rest["open_balance"], rest["over_90"]) == (1641, "12940671.21", "29224.88")
    assert (rest["d1_30"], rest["credits"]) == ("2156886.16", "-27585.83")
