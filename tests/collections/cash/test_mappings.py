"""Tables read by a mapping somebody made: on a sample, per account, by page, REST and folder, and what does not fit in words."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from factories.cash import imported, own_account
from people import empowered, person

from o2c.collections.cash.mappings.models import StatementMapping
from o2c.collections.cash.mappings.services import retire_mapping, save_mapping, start_mapping
from o2c.collections.cash.readers.files import of_bytes
from o2c.collections.cash.readers.shapes import Log, Unreadable
from o2c.collections.cash.readers.tables.columns import Mapping
from o2c.collections.cash.readers.tables.rows import entries
from o2c.collections.cash.readers.tables.sample import understood
from o2c.collections.cash.readers.values import marked_amount
from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.roles import IMPORTING, MAPPING
from o2c.collections.cash.statements.importing.command import import_path
from o2c.collections.cash.statements.models import StatementFile, StatementLine
from o2c.core.audit.models import AuditEvent
from o2c.core.errors import BusinessError, Conflict
from o2c.core.files.storage import store_raw

# Headings nobody could guess, money out by a word of the bank's own, thousands that look like decimals.
TABLE = "Bank Uno\nTag;Wer;Was;Wieviel;Richtung\n03/02/2026;Muster AG;RE-2026-100123;1.190;rein\n03/02/2026;Uno;Fee;3,50;raus\n"
SAID: dict[str, Any] = {
    "skip": 2, "dates": "mdy", "decimals": ",", "out_word": "raus", "name": "Uno CSV",
    "columns": {"booked_on": 0, "payer": 1, "text": 2, "amount": 3, "sign": 4},
}  # fmt: skip


def mapped(table: str = TABLE, **said: Any) -> StatementMapping:
    maker = empowered(VIEW, *MAPPING)
    name = f"Draft {StatementMapping.objects.count()}"
    mapping = start_mapping(own_account(), store_raw(io.BytesIO(table.encode()), "uno.csv"), name=name, actor=maker)
    return save_mapping(mapping.pk, **{**SAID, **said}, actor=maker)


@pytest.mark.parametrize(
    ("written", "mark", "worth"),
    [("1.234", ",", "1234"), ("1.234,5", ",", "1234.5"), ("1,234", ".", "1234"), ("1.50", ",", None), ("1,234.56", ",", None),
     ("-12,50", ",", "-12.50"), ("12,50-", ",", "-12.50"), ("CHF 1'234.50", ".", "1234.50"), ("1.23.456", ",", None)],
)  # fmt: skip
def test_a_known_decimal_sign_leaves_no_choice(written: str, mark: str, worth: str | None) -> None:
    assert marked_amount(written, mark) == (None if worth is None else Decimal(worth))


def test_columns_may_move_but_not_go() -> None:
    mapping = Mapping({"booked_on": 0, "amount": 2}, 1, header=("Day", "Note", "Sum"), name="N", account="A")
    log = Log()
    (entry,) = entries(iter([["Sum", "New", "Day", "Note"], ["5.00", "", "2026-03-02", "x"]]), log, [mapping])
    assert (entry.amount, entry.statement.account, log.remarks[0].code) == (Decimal("5.00"), "A", "mapping_used")
    log = Log()
    with pytest.raises(Unreadable, match="columns_unknown"):
        list(entries(iter([["Total", "Tag", "Note"], ["x", "y", "z"]]), log, [mapping]))
    assert log.remarks[0].values == {"name": "N", "columns": "Day, Sum"}


def test_a_table_that_fits_two_accounts_names_none() -> None:
    both = [Mapping({"booked_on": 0, "amount": 1}, 1, header=("Day", "Sum"), account=account) for account in "AB"]
    (entry,) = entries(iter([["Day", "Sum"], ["2026-03-02", "1"]]), Log(), both)
    assert entry.statement.account == ""


@pytest.mark.parametrize(("order", "written"), [("mdy", "31/03/2026"), ("dmy", "03/31/2026"), ("ymd", "03/04/2026")])
def test_a_date_that_does_not_fit_is_said_with_its_row(order: Any, written: str) -> None:
    mapping = Mapping({"booked_on": 0, "amount": 1}, 1, order, header=("Day", "Sum"), name="N")
    found = understood(of_bytes("t.csv", f"Day;Sum\n{written};1,00\n".encode()), mapping)
    assert found.refusal is not None
    assert (found.refusal.code, found.refusal.values["row"]) == (f"row_date_{order}", 2)


def test_a_plain_amount_may_be_money_out() -> None:
    mapping = Mapping({"booked_on": 0, "amount": 1}, 1, "ymd", header=("Day", "Sum"), is_inverted=True)
    found = understood(of_bytes("t.csv", b"Day;Sum\n20260302;7,00\n2026-03-02;-5,00\n"), mapping)
    assert [entry.direction for entry in found.first] == ["debit", "credit"]


@pytest.mark.django_db
def test_a_mapping_names_the_account_and_reads_the_table() -> None:
    mapping = mapped()
    file = imported(TABLE.replace("03/02", "03/03"), name="next.csv")  # by folder or page, without an account
    assert (file.state, file.account, file.new_entries) == ("done", mapping.account, 2), file.findings
    credit, debit = StatementLine.objects.order_by("position")
    assert (credit.amount, credit.direction, credit.payer, f"{credit.booked_on}") == (1190, "credit", "Muster AG", "2026-03-03")
    assert (debit.amount, debit.direction) == (Decimal("3.50"), "debit")
    assert [found["code"] for found in file.findings] == ["mapping_used"]


@pytest.mark.django_db
def test_what_does_not_fit_is_asked_for_the_account_and_only_there() -> None:
    mapping = mapped()
    table = "Datum;Name;Betrag\n02.03.2026;Muster AG;5,00\n"
    file = imported(table, name="other.csv", accounts={"": mapping.account_id})
    assert (file.state, [found["code"] for found in file.findings if found["kind"] == "ask"]) == ("asking", ["mapping_misfit"])
    assert "Tag" in file.sentence_of(file.findings[0])
    assert imported(table, name="other.csv", confirmed=["mapping_misfit"]).new_entries == 1
    assert [found["code"] for found in imported(table.replace("5,", "6,"), name="x.csv").findings] == ["account_missing"]


@pytest.mark.django_db
def test_a_mapping_must_read_its_sample() -> None:
    for said, code in (
        ({"columns": {"amount": 3}}, "mapping_without_date"),
        ({"columns": {"booked_on": 0}}, "mapping_without_amount"),
        ({"columns": {"booked_on": 0, "amount": 3, "credit": 3}}, "mapping_two_amounts"),
        ({"skip": 9}, "mapping_header_past_sample"),
        ({"decimals": "."}, "bank_file_row_amount_mark"),
        ({"dates": "ymd"}, "bank_file_row_date_ymd"),
        ({"dates": ""}, "bank_file_date_order_unclear"),
    ):
        with pytest.raises(BusinessError) as refusal:
            mapped(**said)
        assert refusal.value.code == code
    assert set(StatementMapping.objects.values_list("state", flat=True)) == {"draft"}
    assert not AuditEvent.objects.filter(action="mapping.saved").exists()


@pytest.mark.django_db
def test_a_retired_mapping_reads_nothing_and_stays_so() -> None:
    mapping = mapped()
    maker = empowered(*MAPPING)
    retire_mapping(mapping.pk, reason="The bank sends camt now", actor=maker)
    for move in (lambda: save_mapping(mapping.pk, **SAID, actor=maker), lambda: retire_mapping(mapping.pk, reason="again", actor=maker)):
        with pytest.raises(Conflict, match="wrong_state"):
            move()
    assert imported(TABLE, name="uno.csv").findings[0]["code"] == "columns_unknown"
    with pytest.raises(IntegrityError, match="statementmapping_used_has_columns"), transaction.atomic():
        StatementMapping.objects.update(state="active", columns={})


@pytest.mark.django_db
def test_other_kinds_of_file_need_no_mapping() -> None:
    with pytest.raises(BusinessError) as refusal:
        mapped(":20:X\n:25:1/2\n")
    assert refusal.value.code == "bank_file_not_a_table"


@pytest.mark.django_db
def test_a_refused_file_becomes_a_mapping_and_is_imported(client: Client) -> None:
    own_account()
    file = imported(TABLE, name="uno.csv")
    assert (file.state, file.findings[0]["code"]) == ("refused", "columns_unknown")
    client.force_login(person("cash_clerk"))
    assert b"Make a mapping of this file" in client.get(file.get_absolute_url()).content
    client.post(reverse("statement_file_map", args=[file.public_id]), {"account": own_account().public_id, "name": "Uno"})
    mapping = StatementMapping.objects.get()
    edit = reverse("mapping_edit", args=[mapping.public_id])
    assert b"Say what the columns mean" in client.get(edit).content
    columns = {f"column_{meaning}": place for meaning, place in SAID["columns"].items()}
    typed = {**columns, "name": "Uno", "skip": 2, "dates": "mdy", "decimals": ",", "out_word": "raus", "version": mapping.version}
    shown = client.post(edit, {**typed, "show": "1"}).content.decode()
    assert "1,190.00" in shown
    assert "Muster AG" in shown
    assert StatementMapping.objects.get().state == "draft"
    missing = client.post(edit, {**typed, "column_amount": "", "show": "1"}).content.decode()
    assert "which column holds the amount" in missing
    assert client.post(edit, typed).status_code == 302
    waiting = client.get(reverse("mapping_files", args=[mapping.public_id])).content
    assert file.get_absolute_url().encode() in waiting
    assert client.get(mapping.get_absolute_url()).status_code == 200
    client.post(reverse("statement_file_retry", args=[file.public_id]))
    assert StatementFile.objects.get().state == "received"


@pytest.mark.django_db
def test_the_command_reads_by_the_mapping(tmp_path: Any) -> None:
    mapping = mapped()
    path = tmp_path / "uno.csv"
    path.write_text(TABLE)
    row = import_path(path, account=mapping.account, actor=empowered(VIEW, *IMPORTING))
    assert (row["outcome"], row["new_entries"], row["credits"]) == ("ok", 2, "1190")
