"""What each reader makes of one small file, and how it refuses hostile ones."""

import gzip
import io
import re
import zipfile
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from bank_files import BAI2, CAMT, MT940, OFX, camt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from o2c.collections.cash.readers import files, xlsx
from o2c.collections.cash.readers.files import of_bytes
from o2c.collections.cash.readers.reading import READERS, Reader, Reading, entries
from o2c.collections.cash.readers.shapes import Entry, Log, Unreadable
from o2c.collections.cash.readers.values import local_amount


def read(tmp_path: Path, content: bytes | str, name: str = "statement") -> Reading:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Reader().read(path)


def entries_of(content: str) -> list[Entry]:
    return list(entries(of_bytes("statement", content.encode()), Log()))


def codes(reading: Reading) -> list[str]:
    return [remark.code for remark in reading.remarks]


def refused(reading: Reading) -> str:
    assert reading.outcome == "reject"
    assert reading.entries == 0
    assert reading.refusal is not None
    return reading.refusal.code


def test_camt_gives_payer_purpose_and_references() -> None:
    [credit, debit] = entries_of(CAMT)
    assert (credit.direction, credit.amount, credit.currency, credit.booked_on) == ("credit", Decimal("119.00"), "EUR", date(2026, 3, 2))
    [payment] = credit.transactions
    assert (payment.payer, payment.payer_account, payment.text) == ("Muster & Söhne", "DE02120300000000202051", "RE-2026-100123")
    assert (payment.end_to_end, payment.structured, credit.bank_reference) == ("", ("RF18539007547034",), "REF1")
    assert (debit.direction, debit.amount) == ("debit", Decimal("3.50"))


def test_mt940_joins_labels_broken_over_two_pieces() -> None:
    [credit, back] = entries_of(MT940)
    assert (credit.amount, credit.value_on, credit.booked_on) == (Decimal("119.00"), date(2025, 12, 31), date(2026, 1, 2))
    [payment] = credit.transactions
    assert (payment.end_to_end, payment.text, payment.payer) == ("E2E-100123", "Rechnung RE-2026-100123", "Muster & Soehne")
    assert (back.direction, back.is_reversal) == ("debit", True)


def test_bai2_reads_value_dates_and_text_with_slashes() -> None:
    [entry] = entries_of(BAI2)
    assert (entry.amount, entry.currency, entry.value_on) == (Decimal("80300"), "JPY", date(2026, 3, 2))
    assert entry.transactions[0].text == "WIRE IN/INV 12,34 MORE / TEXT, WITH COMMAS"


def test_ofx_reads_signed_amounts() -> None:
    assert [(entry.direction, entry.amount) for entry in entries_of(OFX)] == [("credit", Decimal("1006.60")), ("debit", Decimal("10.00"))]


def test_a_spreadsheet_is_read_like_its_csv(tmp_path: Path) -> None:
    workbook, buffer = Workbook(), io.BytesIO()
    workbook.active.append(["Date", "Payer", "Text", "Amount", "Currency"])
    workbook.active.append([date(2026, 3, 2), "=cmd()", "RE-1", 12.5, "EUR"])
    workbook.save(buffer)
    reading = read(tmp_path, buffer.getvalue(), "s.xlsx")
    assert (reading.outcome, reading.credits, reading.currency) == ("ok", Decimal("12.5"), "EUR")


@pytest.mark.parametrize(("written", "amount"), [
    ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("1\u00a0234,56", "1234.56"), ("1'234.56", "1234.56"), ("12,50-", "-12.50"),
    ("(7.25)", "-7.25"), ("100.00 CR", "100.00"), ("40.00 DR", "-40.00"), ("+ $73.01", "73.01"),
    ("12..34", None), ("1E5", None), ("Infinity", None),
])  # fmt: skip
def test_amounts_as_spreadsheets_write_them(written: str, amount: str | None) -> None:
    assert local_amount(written) == (None if amount is None else Decimal(amount))


def test_two_equal_payments_are_both_kept(tmp_path: Path) -> None:
    reading = read(tmp_path, camt(("119.00", ""), ("119.00", ""), closing="238.00"))
    assert (reading.outcome, reading.entries) == ("ok", 2)


def test_an_entry_repeated_under_one_reference_counts_once_when_the_balance_proves_it(tmp_path: Path) -> None:
    reading = read(tmp_path, camt(("119.00", "R1"), ("119.00", "R1"), closing="119.00"))
    assert (reading.outcome, codes(reading), reading.entries, reading.credits) == ("warn", ["entry_repeated"], 1, Decimal("119.00"))


def test_a_balance_that_misses_is_a_question_for_a_person(tmp_path: Path) -> None:
    reading = read(tmp_path, camt(("119.00", "R1"), closing="120.00"))
    assert (reading.outcome, codes(reading)) == ("warn", ["balance_differs"])


def test_the_second_copy_is_a_duplicate_under_any_name_and_packing(tmp_path: Path) -> None:
    reader, content = Reader(), camt(("119.00", "R1"), closing="119.00").encode()
    for name, written in {
        "a.xml": content,
        "b.xml": content,
        "c.xml.gz": gzip.compress(content, mtime=0),
        "d.xml": content.replace(b"MSG", b"GSM"),
    }.items():
        (tmp_path / name).write_bytes(written)
    assert [reader.read(tmp_path / name).outcome for name in ("a.xml", "b.xml", "c.xml.gz", "d.xml")] == [
        "ok",
        "duplicate",
        "duplicate",
        "duplicate",
    ]


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/").replace("DOTS", ".."), content)
    return buffer.getvalue()


def sheet(rows: bytes) -> bytes:
    """A workbook whose only sheet has these rows."""
    buffer, changed = io.BytesIO(), io.BytesIO()
    Workbook().save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = re.sub(rb"<sheetData\s*(/>|>\s*</sheetData>)", lambda _empty: b"<sheetData>" + rows + b"</sheetData>", content)
            packed.writestr(name, content)
    return changed.getvalue()


HOSTILE = {
    "xml_doctype": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Document><BkToCstmrStmt/></Document>',
    "xml_too_deep": b"<Document><BkToCstmrStmt>" + b"<a>" * 200_000,
    "xml_broken": camt(("119.00", "R1"))[:700].encode(),
    "file_empty": b" \n\r\t",
    "not_a_statement": b"<html><body>Your session has ended</body></html>",
    "unknown_format": b"Dear Sir or Madam",
    "entry_amount": camt(("1E5", "R1")).encode(),
    "entry_without_direction": camt(("1.00", "R1")).replace("<CdtDbtInd>CRDT</CdtDbtInd><Sts>", "<Sts>").encode(),
    "file_bomb": gzip.compress(b" " * 30_000_000, mtime=0),
    "file_bomb_in_a_sheet": sheet(b" " * 30_000_000),
    "archive_member_path": archive(DOTS__evil=b"x"),
    "archive_nested": archive(inner=archive(a=b"b")),
    "archive_without_statement": archive(readme=b"Hello"),
    "file_truncated": OFX.partition("</BANKTRANLIST>")[0].encode(),
    "row_columns": b"Date,Text,Amount\n2026-03-02,a,1.00\n2026-03-02,1.00\n",
}


@pytest.mark.parametrize("code", HOSTILE)
def test_a_hostile_file_is_refused(tmp_path: Path, code: str) -> None:
    assert refused(read(tmp_path, HOSTILE[code])) == code.removesuffix("_in_a_sheet")


def test_a_row_that_calls_itself_the_billionth_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 100)
    with pytest.raises(Unreadable, match="row_too_long"):
        list(xlsx.rows_of(of_bytes("s", sheet(b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'))))


def test_an_external_entity_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    hostile = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]><Document><BkToCstmrStmt>&a;</BkToCstmrStmt></Document>'
    )
    assert refused(read(tmp_path, hostile)) == "xml_doctype"


def test_a_large_upload_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_UPLOAD", 10)
    assert refused(read(tmp_path, CAMT)) == "file_too_large"


@pytest.mark.parametrize(("rows", "question"), [
    ("Date,Text,Amount\n03/04/2026,a,1.00\n", "date_order_unclear"),
    ("Date,Text,Amount,Currency\n2026-03-02,a,1.00,EUR\n2026-03-02,b,1.00,USD\n", "two_currencies"),
    ("Date,Text,Amount\n2026-03-02,a,12..34\n", "row_amount"),
    ("Date,Text,Amount,D/C\n2026-03-02,a,-1.00,C\n", "sign_contradicts"),
    ("Date,Text,Debit,Credit\n2026-03-02,a,1.00,0\n2026-03-02,b,-1.00,0\n", "signs_disagree"),
])  # fmt: skip
def test_what_a_table_leaves_open_is_asked(tmp_path: Path, rows: str, question: str) -> None:
    reading = read(tmp_path, rows)
    assert (reading.outcome, codes(reading)) == ("ask", [question])


SAMPLES = {"camt": CAMT, "mt940": MT940, "bai2": BAI2, "ofx": OFX, "csv": "Date;Text;Amount\n02.03.2026;a;1.234,56\n", "xlsx": ""}


@pytest.mark.parametrize("kind", READERS)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_damage_ends_in_a_reading_or_a_refusal(kind: str, data: st.DataObject) -> None:
    """Any bytes changed, cut or put in: never another exception than the refusal."""
    content = bytearray(SAMPLES[kind].encode() or archive(sheet=b"<x/>"))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content)))
        content[place : place + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=5))
    with suppress(Unreadable):
        assert all(entry.amount >= 0 for entry in READERS[kind](of_bytes("s", bytes(content)), Log()))
