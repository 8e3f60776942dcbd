"""The journal for finance: balanced, under the company's own numbers, every entry handed over once and the same each time."""

import csv
import hashlib
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from factories.billing import open_account, posted, settled
from openpyxl import load_workbook
from people import person
from refusals import refused

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.journal_export import exports, services
from o2c.billing.journal_export.models import AccountMapping, ExportedEntry, JournalExport
from o2c.billing.ledger.choices import ControlAccount
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval

pytestmark = pytest.mark.django_db
JUNE, START = date(2025, 6, 10), date(2025, 1, 1)
NUMBERS = {"receivable": "411000", "unapplied": "419100", "revenue": "706000", "bank": "512000"}


@pytest.fixture
def account() -> FinancialAccount:
    return open_account()


@pytest.fixture
def finance() -> User:
    return person("finance")


def mapped(account: FinancialAccount, *names: str) -> None:
    for name in names or NUMBERS:
        AccountMapping.objects.create(
            entity=account.entity, control_account=name, number=NUMBERS[name], valid_from=START, state="active", reason="Chart"
        )


def rows(export: JournalExport) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO("".join(exports.lines(export)))))


def test_a_month_is_handed_over_balanced_under_the_companys_numbers(account: FinancialAccount, finance: User) -> None:
    mapped(account)
    invoice, receipt = posted(account, "120.00", JUNE), posted(account, "100.00", JUNE, "receipt")
    settled(invoice, receipt, "100.00", JUNE)
    posted(account, "7.00", date(2025, 7, 1))

    export = services.export_journal(account.entity_id, month=JUNE, actor=finance)

    got = rows(export)
    assert (export.entries, export.lines, export.total) == (3, 6, Decimal(320))
    assert sum(Decimal(row["debit"]) - Decimal(row["credit"]) for row in got) == 0
    assert sum(Decimal(row["base_debit"]) for row in got) == export.total
    sums: dict[str, Decimal] = {}
    for row in got:
        sums[row["account"]] = sums.get(row["account"], Decimal(0)) + Decimal(row["debit"]) - Decimal(row["credit"])
    assert sums == {"411000": Decimal(20), "706000": Decimal(-120), "512000": Decimal(100), "419100": Decimal(0)}
    assert export.sha256 == hashlib.sha256("".join(exports.lines(export)).encode()).hexdigest()


def test_an_entry_is_handed_over_once_and_what_came_later_comes_next(account: FinancialAccount, finance: User) -> None:
    mapped(account)
    posted(account, "120.00", JUNE)
    first = services.export_journal(account.entity_id, month=JUNE, actor=finance)
    refused("export_nothing", services.export_journal, account.entity_id, month=JUNE, actor=finance)

    posted(account, "30.00", JUNE)
    second = services.export_journal(account.entity_id, month=JUNE, actor=finance)
    assert [row["debit"] for row in rows(second) if row["debit"] != "0.00"] == ["30.00"]
    assert exports.digest(first) == first.sha256
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportedEntry.objects.create(entry=ExportedEntry.objects.filter(export=first).get().entry, export=second)


def test_a_missing_number_is_named_and_nothing_is_handed_over(account: FinancialAccount, finance: User) -> None:
    mapped(account, "receivable")
    posted(account, "120.00", JUNE)

    refusal = refused("mapping_missing", services.export_journal, account.entity_id, month=JUNE, actor=finance)
    assert (refusal.values["accounts"], refusal.values["day"]) == (str(ControlAccount.REVENUE.label), JUNE)
    assert JournalExport.objects.count() == ExportedEntry.objects.count() == 0


def test_a_number_takes_two_people_and_never_changes_what_finance_has(account: FinancialAccount, finance: User) -> None:
    mapped(account)
    posted(account, "120.00", JUNE)
    services.export_journal(account.entity_id, month=JUNE, actor=finance)
    given = {"control_account": "revenue", "number": "707000", "reason": "New chart"}

    early = {**given, "valid_from": JUNE}
    refused("mapping_already_exported", services.propose_mapping, account.entity_id, actor=finance, **early)
    proposed = services.propose_mapping(account.entity_id, valid_from=date(2025, 7, 1), actor=finance, **given)
    asked = ApprovalRequest.objects.get(subject_id=proposed.pk, kind="account_mapping")
    refused("approval_not_yours", decide_approval, asked.pk, approve=True, actor=finance)
    decide_approval(asked.pk, approve=True, actor=person("approver"))

    posted(account, "50.00", date(2025, 7, 2))
    july = services.export_journal(account.entity_id, month=date(2025, 7, 1), actor=finance)
    assert {row["account"] for row in rows(july)} == {"411000", "707000"}
    assert AccountMapping.objects.get(number="706000").valid_until == date(2025, 7, 1)


def test_a_broken_ledger_is_not_handed_over(account: FinancialAccount, finance: User) -> None:
    mapped(account)
    posted(account, "120.00", JUNE)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE billing_journalline SET base_amount = base_amount + 1 WHERE debit > 0")
        cursor.execute("SET LOCAL session_replication_role = origin")

    refused("export_unbalanced", services.export_journal, account.entity_id, month=JUNE, actor=finance)
    assert ExportedEntry.objects.count() == 0


def test_finance_takes_it_in_the_browser_as_csv_and_excel(account: FinancialAccount, finance: User) -> None:
    mapped(account)
    posted(account, "120.00", JUNE)
    client, auditor = Client(), Client()
    client.force_login(finance)
    auditor.force_login(person("auditor"))

    assert client.post(reverse("journal_export_new"), {"entity": account.entity.code, "month": "2025-06-30"}).status_code == 302
    export = JournalExport.objects.get()
    assert "120.00" in client.get(export.get_absolute_url()).content.decode()
    taken = b"".join(client.get(reverse("journal_export_csv", args=[export.public_id])).streaming_content)
    assert hashlib.sha256(taken).hexdigest() == export.sha256
    book = load_workbook(BytesIO(b"".join(client.get(reverse("journal_export_xlsx", args=[export.public_id])).streaming_content)))
    assert [row[8] for row in book.worksheets[1].iter_rows(min_row=2, values_only=True)] == [120, 0]
    assert auditor.post(reverse("journal_export_new"), {}).status_code == 403

    AccountMapping.objects.filter(number="706000").update(number="999")
    assert client.get(reverse("journal_export_csv", args=[export.public_id])).status_code == 302
