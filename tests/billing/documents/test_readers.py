"""The two files of another system: every row is typed or a finding that says what is wrong with it."""

import gzip
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from o2c.billing.documents.readers import InvoiceRow, PaymentRow, invoices, payments
from o2c.core import csv_rows
from o2c.core.errors import BusinessError
from o2c.core.findings import Finding

INVOICES = "number,type,customer_id,customer_name,invoice_date,due_date,currency,amount,open_amount,disputed,status,cleared_date"
PAYMENTS = "invoice_number,customer_id,payment_date,currency,amount,kind"
GOOD = "7,invoice,K1,  Two   Words ,2025-06-01,2025-07-01,EUR,12.50,2.50,yes,partly_paid,"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "file.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_an_invoice_row_is_typed(tmp_path: Path) -> None:
    (row,) = invoices(written(tmp_path, INVOICES, GOOD))

    assert row == InvoiceRow(
        2, "invoice", "7", "K1", "Two Words", date(2025, 6, 1), date(2025, 7, 1), "EUR", Decimal("12.50"), Decimal("2.50"), True
    )


def test_gzip_is_known_by_its_content_not_its_name(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(gzip.compress(f"{INVOICES}\n{GOOD}\n".encode()))

    assert len(list(invoices(path))) == 1


@pytest.mark.parametrize(
    "content",
    [f"{INVOICES}\n".encode() + b"7" * 300_000, f"{INVOICES}\n{GOOD}\n".encode() + b"\n" * 300_000],
    ids=["a line without end", "more than a packed file needs"],
)
def test_a_packed_file_that_would_fill_the_memory_is_refused(tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "ALWAYS_UNPACKED", 1000)
    path = tmp_path / "file.csv"
    path.write_bytes(gzip.compress(content, 1))

    with pytest.raises(BusinessError) as refusal:
        list(invoices(path))

    assert refusal.value.code == "csv_unreadable"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("number", "", "receivable_text"),
        ("number", "x" * 41, "receivable_text"),
        ("number", "a\x00b", "receivable_text"),
        ("type", "refund", "receivable_type_amount"),
        ("amount", "-12.50", "receivable_type_amount"),
        ("amount", "0", "receivable_type_amount"),
        ("amount", "12,50", "receivable_amount"),
        ("amount", "1e3", "receivable_amount"),
        ("amount", "NaN", "receivable_amount"),
        ("amount", "12.505", "receivable_digits"),
        ("open_amount", "13", "receivable_open_above_amount"),
        ("currency", "EURO", "receivable_currency"),
        ("invoice_date", "2025-02-30", "receivable_day"),
        ("invoice_date", "01/06/2025", "receivable_day"),
        ("due_date", "2025-05-31", "receivable_terms"),
        ("due_date", "2027-05-31", "receivable_terms"),
    ],
)
def test_a_wrong_value_is_a_finding_that_names_its_column(tmp_path: Path, field: str, value: str, code: str) -> None:
    row = dict(zip(INVOICES.split(","), GOOD.split(","), strict=True)) | {field: f'"{value}"'}

    (found,) = invoices(written(tmp_path, INVOICES, ",".join(row.values())))

    assert isinstance(found, Finding)
    assert (found.row, found.code) == (2, code)


def test_rows_of_another_shape_and_repeated_numbers_are_findings(tmp_path: Path) -> None:
    found = list(invoices(written(tmp_path, INVOICES, GOOD, "1,2", GOOD, GOOD + ",more")))

    assert [getattr(row, "code", "used") for row in found] == [
        "used",
        "csv_row_shape",
        "receivable_number_twice",
        "csv_row_shape",
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"number,type\n1,2\n", "csv_columns_missing"),
        (b"", "csv_columns_missing"),
        (b"\xff\xfe\x00", "csv_unreadable"),
        (b"\x1f\x8bbroken", "csv_unreadable"),
        (gzip.compress(b"number," * 100_000, mtime=0)[:-20], "csv_unreadable"),
        (INVOICES.encode() + b'\n"' + b"x" * 200_000, "csv_unreadable"),
    ],
)
def test_what_is_no_such_file_is_refused_as_a_whole(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)

    with pytest.raises(BusinessError) as refusal:
        list(invoices(path))

    assert refusal.value.code == code


def test_equal_payments_are_told_apart_by_their_count(tmp_path: Path) -> None:
    line = "7,K1,2025-06-10,EUR,5.00,bank"

    first, second, on_account = payments(written(tmp_path, PAYMENTS, line, line, ",K1,2025-06-10,EUR,5.00,bank"))

    assert isinstance(first, PaymentRow)
    assert isinstance(second, PaymentRow)
    assert isinstance(on_account, PaymentRow)
    assert (first.key, second.key) == ("7/K1/2025-06-10/EUR/5.00/bank/1", "7/K1/2025-06-10/EUR/5.00/bank/2")
    assert on_account.number == ""


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("7,K1,2025-06-10,EUR,5.00,cash", "receivable_payment_kind"),
        ("7,K1,2025-06-10,EUR,0.00,bank", "receivable_payment_amount"),
        ("7,K1,2025-06-10,EUR,-5.00,write_off", "receivable_payment_amount"),
        (",K1,2025-06-10,EUR,5.00,write_off", "receivable_text"),
    ],
)
def test_a_wrong_payment_is_a_finding(tmp_path: Path, line: str, code: str) -> None:
    (found,) = payments(written(tmp_path, PAYMENTS, line))

    assert isinstance(found, Finding)
    assert found.code == code
