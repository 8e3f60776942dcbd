"""No door lets a card number in: every endpoint's input, every column of every sheet, every CSV file we read row by row."""

import gc
import inspect
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from rest_framework import serializers
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from o2c.billing.documents.readers import INVOICE_COLUMNS, PAYMENT_COLUMNS, invoices, payments
from o2c.billing.spend.readers import COLUMNS as SPEND_COLUMNS
from o2c.billing.spend.readers import spend
from o2c.core import csv_rows
from o2c.core.checks import patterns
from o2c.core.errors import BusinessError
from o2c.core.excel.imports import SheetImport
from o2c.core.excel.read import read_sheet
from o2c.core.findings import Finding
from o2c.core.rest.endpoints import Endpoint

CARD = "4111 1111 1111 1111"
TEXT = (serializers.CharField, serializers.ListField, serializers.DictField, serializers.JSONField)


def writing_endpoints() -> list[type[Endpoint]]:
    views: list[Any] = [pattern.callback for pattern in patterns()]
    addresses = [getattr(view, "cls", None) for view in views]
    found = {one for address in addresses for one in getattr(address, "by_method", {}).values()}
    return sorted((one for one in found if one.Input is not serializers.Serializer), key=lambda one: f"{one.__module__}.{one.__name__}")


def text_fields() -> list[Any]:
    cases = []
    for endpoint in writing_endpoints():
        for name, field in endpoint.Input().fields.items():
            if isinstance(field, (*TEXT, serializers.BaseSerializer)):
                cases.append(pytest.param(endpoint, name, id=f"{endpoint.__name__}-{name}"))
    return cases


def given(endpoint: type[Endpoint], body: Any) -> Endpoint:
    request = APIRequestFactory().post("/", json.dumps(body), content_type="application/json")
    return endpoint(Request(request, parsers=[JSONParser()]))


def test_there_is_something_to_guard() -> None:
    assert len(text_fields()) > 20


@pytest.mark.parametrize(("endpoint", "name"), text_fields())
@pytest.mark.parametrize("value", [CARD, 4111111111111111, [{"deep": {"inside": f"paid with {CARD}"}}]])
def test_every_text_of_every_endpoint_refuses_it(endpoint: type[Endpoint], name: str, value: Any) -> None:
    with pytest.raises(BusinessError) as refusal:
        given(endpoint, {name: value}).input()
    assert refusal.value.code == "card_number"


@pytest.mark.parametrize("endpoint", writing_endpoints(), ids=lambda endpoint: endpoint.__name__)
def test_no_endpoint_reads_its_body_past_the_guard(endpoint: type[Endpoint]) -> None:
    assert "request.data" not in inspect.getsource(endpoint)


def sheets() -> list[SheetImport]:
    [pattern.callback for pattern in patterns()]  # every room is loaded
    return sorted((one for one in gc.get_objects() if type(one) is SheetImport), key=lambda sheet: sheet.code)


def text_columns() -> list[Any]:
    return [
        pytest.param(sheet, column.name, id=f"{sheet.code}-{column.name}")
        for sheet in sheets()
        for column in sheet.columns
        if column.kind == "text"
    ]


@pytest.mark.parametrize(("sheet", "name"), text_columns())
def test_every_text_column_of_every_sheet_refuses_it(sheet: SheetImport, name: str) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    headers = [column.name for column in sheet.columns]
    page.append(headers)
    page.append([CARD if header == name else None for header in headers])
    file = io.BytesIO()
    book.save(file)
    rows, findings = read_sheet(file, sheet.columns, most_rows=10)
    assert rows == []
    assert [(found.field, found.value) for found in findings if found.code == "card_number"] == [(name, "")]


FILES = [(invoices, INVOICE_COLUMNS), (payments, PAYMENT_COLUMNS), (spend, SPEND_COLUMNS)]


@pytest.mark.parametrize(
    ("read", "columns", "name"),
    [pytest.param(read, columns, name, id=f"{read.__name__}-{name}") for read, columns in FILES for name in [*sorted(columns), "remark"]],
)
def test_every_column_of_every_csv_file_refuses_it(tmp_path: Path, read: Any, columns: Any, name: str) -> None:
    names = list(dict.fromkeys([*sorted(columns), "remark"]))
    file = tmp_path / "rows.csv"
    file.write_text(",".join(names) + "\n" + ",".join(CARD if each == name else "1" for each in names) + "\n")
    (found,) = read(file)
    assert isinstance(found, Finding)
    assert (found.row, found.field, found.value, found.code) == (2, name, "", "card_number")


def test_every_reader_of_csv_rows_is_tried_here() -> None:
    users = [module.__name__ for module in list(sys.modules.values()) if getattr(module, "read", None) is csv_rows.read]
    assert {name for name in users if name != csv_rows.__name__} == {read.__module__ for read, _columns in FILES}
