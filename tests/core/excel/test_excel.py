"""Excel out keeps types and tells its story; Excel in trusts nothing and writes nothing before it is agreed."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from factories.core import LegalEntityFactory
from openpyxl import Workbook, load_workbook
from people import empowered

from o2c.core import verbs
from o2c.core.access.models import User
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError
from o2c.core.excel import read as excel_read
from o2c.core.excel.imports import Current, SheetImport, carry_out, plan
from o2c.core.excel.read import InColumn, read_sheet
from o2c.core.excel.write import workbook


@dataclass
class Out:
    label: str
    kind: str

    def value(self, row: Any) -> Any:
        return getattr(row, self.label)

    def text(self, row: Any) -> str:
        return str(self.value(row))

    def currency_of(self, row: Any) -> str:
        return str(row.currency)


COLUMNS = [Out("name", "text"), Out("amount", "money"), Out("day", "date"), Out("share", "percent")]


def row(name: str = "Plain", amount: str = "12.50", currency: str = "EUR") -> SimpleNamespace:
    return SimpleNamespace(name=name, amount=Decimal(amount), currency=currency, day=date(2026, 2, 28), share=Decimal("0.25"))


def written(*rows: Any) -> Any:
    return load_workbook(workbook(COLUMNS, rows, {"Filter": "=HYPERLINK()"}))


def test_numbers_and_dates_arrive_as_numbers_and_dates() -> None:
    sheet = written(row(), row(amount="7", currency="JPY")).worksheets[1]

    assert [cell.value for cell in sheet[1]] == ["name", "amount", "day", "share"]
    assert (sheet["B2"].value, sheet["B2"].number_format) == (12.5, '#,##0.00\\ "EUR"')
    assert sheet["B3"].number_format == '#,##0\\ "JPY"'
    assert sheet["C2"].value.date() == date(2026, 2, 28)
    assert (sheet["D2"].value, sheet["D2"].number_format) == (0.25, "0.0%")


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-x", "@SUM(A1)", "\tTab", "#N/A", "2026-01-31", "00123"])
def test_text_stays_text_whatever_it_begins_with(text: str) -> None:
    cell = written(row(name=text)).worksheets[1]["A2"]

    assert (cell.data_type, cell.value) == ("s", text)


def test_control_characters_do_not_break_the_file() -> None:
    assert written(row(name="a\x00b\x1f")).worksheets[1]["A2"].value == "ab"


def test_the_first_sheet_says_what_the_file_holds() -> None:
    about = {line[0].value: line[1].value for line in written(row(), row()).worksheets[0]}

    assert about["Filter"] == "=HYPERLINK()"
    assert about["Rows"] == "2"
    assert "Made on" in about


def test_rows_with_a_public_id_carry_key_and_version() -> None:
    keyed = row()
    keyed.public_id, keyed.version = "k-1", 3
    sheet = written(keyed).worksheets[1]

    assert [cell.value for cell in sheet[1]][-2:] == ["Key", "Version"]
    assert [cell.value for cell in sheet[2]][-2:] == ["k-1", 3]


# ---- in

IN = [
    InColumn("name", "Name", required=True, longest=20),
    InColumn("since", "Since", "date"),
    InColumn("size", "Size", "number"),
    InColumn("mood", "Mood", "choice", choices={"good": "Good mood", "bad": "Bad mood"}),
]


def sheet_file(*lines: list[Any]) -> io.BytesIO:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    return file


def test_good_rows_arrive_typed() -> None:
    rows, findings = read_sheet(
        sheet_file(["Name*", "SINCE", "Size", "Mood"], ["Ada", date(2026, 1, 2), 1.5, "Good mood"], [None, None], ["Bo", "2026-01-03"]),
        IN,
        most_rows=10,
    )

    assert not findings
    assert rows[0].values == {"name": "Ada", "since": date(2026, 1, 2), "size": Decimal("1.5"), "mood": "good"}
    assert (rows[1].number, rows[1].values["since"]) == (4, date(2026, 1, 3))


def test_of_many_values_a_wrong_cell_hears_only_the_nearest() -> None:
    countries = InColumn("country", "Country", "choice", choices={str(at): f"Land {at}" for at in range(100)} | {"FR": "France"})

    _rows, (finding,) = read_sheet(sheet_file(["Country"], ["Frence"]), [countries], most_rows=10)

    assert finding.code == "cell_not_among_many"
    assert finding.values["value"] == "Frence"
    assert finding.values["known"].startswith("France, ")
    assert finding.values["known"].count(",") == 4


def test_each_wrong_cell_is_named_with_its_row() -> None:
    rows, findings = read_sheet(
        sheet_file(["name", "since", "size", "mood"], ["", "yesterday", "many", "so so"], ["x" * 21]), IN, most_rows=10
    )

    assert rows == []
    assert [(finding.row, finding.field, finding.code) for finding in findings] == [
        (2, "name", "cell_required"),
        (2, "since", "cell_not_a_date"),
        (2, "size", "cell_not_a_number"),
        (2, "mood", "cell_not_a_choice"),
        (3, "name", "cell_too_long"),
    ]


@pytest.mark.parametrize(
    ("header", "code"),
    [(["Since"], "file_column_missing"), (["Name", "name"], "file_column_twice"), ([], "file_column_missing")],
)
def test_a_wrong_header_is_refused(header: list[str], code: str) -> None:
    with pytest.raises(BusinessError) as refusal:
        read_sheet(sheet_file(header, ["x"]), IN, most_rows=10)

    assert refusal.value.code == code


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old binary excel"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(BusinessError) as refusal:
        read_sheet(io.BytesIO(content), IN, most_rows=10)

    assert refusal.value.code == "file_not_excel"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 40_000_000)

    with pytest.raises(BusinessError) as refusal:
        read_sheet(file, IN, most_rows=10)

    assert refusal.value.code == "file_unpacks_too_large"


def altered(old: bytes, new: bytes, begin: bytes = b"") -> io.BytesIO:
    """A sheet of one name, with other bytes in it than Excel would write."""
    source, file = zipfile.ZipFile(sheet_file(["Name"], ["Ada"])), io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part in source.namelist():
            text = source.read(part)
            archive.writestr(part, begin + text.replace(old, new) if part.endswith("sheet1.xml") else text)
    return file


ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "boom">]>'


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (altered(b"Ada", b"&b;", ENTITY), "file_not_excel"),
        (altered(b'<row r="2"', b'<row r="999999999999"'), "file_too_many_rows"),
        (altered(b"</sheetData>", b""), "file_not_excel"),
    ],
    ids=["entities", "a row that calls itself the billionth", "cut"],
)
def test_a_hostile_sheet_is_refused(file: io.BytesIO, code: str) -> None:
    with pytest.raises(BusinessError) as refusal:
        read_sheet(file, IN, most_rows=10)

    assert refusal.value.code == code


def test_rows_beyond_the_size_a_sheet_says_it_has_are_read() -> None:
    rows, _none = read_sheet(altered(b'ref="A1:A2"', b'ref="A1"'), IN, most_rows=10)

    assert [row.values["name"] for row in rows] == ["Ada"]


def test_a_part_under_a_password_is_no_sheet_of_ours() -> None:
    file = bytearray(sheet_file(["Name"], ["Ada"]).getvalue())
    for at in range(len(file)):
        if file[at : at + 4] == b"PK\x01\x02":
            file[at + 8] |= 1

    with pytest.raises(BusinessError) as refusal:
        read_sheet(io.BytesIO(bytes(file)), IN, most_rows=10)

    assert refusal.value.code == "file_not_excel"


@pytest.mark.parametrize("number", ["1e999999999", "-1e16", "1e-9999", "nan", "inf"])
def test_a_number_no_column_holds_is_a_finding(number: str) -> None:
    """Even to look at it as a whole number would take the machine for hours."""
    _rows, findings = read_sheet(sheet_file(["Name", "Size", "Version"], ["Ada", number, number]), IN, most_rows=10)

    assert [(finding.field, finding.code) for finding in findings] == [("size", "cell_not_a_number"), ("version", "cell_not_a_number")]


def test_the_day_after_the_last_one_is_no_day() -> None:
    last = InColumn("until", "Until", "last_day")

    _rows, (finding,) = read_sheet(sheet_file(["Until"], ["9999-12-31"]), [last], most_rows=10)

    assert finding.code == "cell_not_a_date"


def test_a_nul_in_a_csv_file_does_not_reach_the_database() -> None:
    rows, _none = excel_read.read_csv(io.BytesIO(b"Name\nA\0da\n"), IN, most_rows=10)

    assert rows[0].values == {"name": "Ada"}


def test_more_rows_than_agreed_are_refused() -> None:
    with pytest.raises(BusinessError) as refusal:
        read_sheet(sheet_file(["Name"], *[["x"]] * 11), IN, most_rows=10)

    assert (refusal.value.code, refusal.value.values) == ("file_too_many_rows", {"most": 10})


# ---- the way back into the records


@verbs.verb("tests.change_entity")
def change_entity(pk: int, *, version: int, actor: User, name: str) -> None:
    entity = verbs.lock_one(LegalEntity.objects, pk, version)
    if name == "refuse me":
        raise BusinessError("cell_too_long", field="name", column="Name", longest=3)
    entity.name = name
    entity.save(update_fields=["name"])


def current(actor: User, keys: Any) -> dict[str, Current]:
    rows = LegalEntity.objects.filter(public_id__in=keys)
    return {str(entity.public_id): Current(entity.pk, entity.version, entity.code, {"name": entity.name}) for entity in rows}


SHEET = SheetImport("entities", "Entities", [InColumn("name", "Name")], current, change_entity)


@pytest.mark.django_db
def test_an_edited_sheet_is_rehearsed_then_written_and_stale_rows_are_refused() -> None:
    actor = empowered("tests.change_entity")
    kept, edited, stale, refused = (LegalEntityFactory(name=name) for name in ("Kept", "Old", "Stale", "Refused"))
    lines = [[entity.name, str(entity.public_id), 1] for entity in (kept, edited, stale, refused)]
    lines[1][0], lines[2][0], lines[3][0] = "New", "Mine", "refuse me"
    LegalEntity.objects.filter(pk=stale.pk).update(name="Theirs")
    unknown, twice = ["X", "5a0c3e0e-0000-4000-8000-000000000000", 1], ["Y", str(edited.public_id), 1]
    rows, _none = read_sheet(sheet_file(["Name", "Key", "Version"], *lines, unknown, twice), SHEET.columns, most_rows=10)

    planned, findings = plan(SHEET, rows, actor)

    assert [(step.row, step.before, step.after) for step in planned] == [(3, {"name": "Old"}, {"name": "New"})]
    assert {(finding.row, finding.code) for finding in findings} == {
        (4, "row_stale"),
        (5, "cell_too_long"),
        (6, "row_unknown_key"),
        (7, "row_key_twice"),
    }
    assert LegalEntity.objects.get(pk=edited.pk).name == "Old"

    assert carry_out(SHEET, planned, actor) == (1, [])
    assert LegalEntity.objects.get(pk=edited.pk).name == "New"


@pytest.mark.django_db
def test_who_may_not_change_is_told_row_by_row() -> None:
    entity = LegalEntityFactory(name="Old")
    rows, _none = read_sheet(sheet_file(["Name", "Key", "Version"], ["New", str(entity.public_id), 1]), SHEET.columns, most_rows=10)

    planned, findings = plan(SHEET, rows, empowered("tests.other"))

    assert planned == []
    assert [finding.code for finding in findings] == ["not_allowed"]
    assert not AuditEvent.objects.exists()


def test_the_limits_are_what_the_reference_says() -> None:
    assert (excel_read.MOST_UNPACKED, excel_read.MOST_RATIO) == (200 * 1024 * 1024, 100)
