"""The list goes out to Excel and comes back: previewed before and after, stale and impossible rows refused, the rest written."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from factories import accounts as make
from factories.core import LegalEntityFactory
from openpyxl import load_workbook
from people import person

from o2c.accounts.customers.models import Customer
from o2c.core.entities.models import LegalEntity

pytestmark = pytest.mark.django_db


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


@pytest.fixture
def clerk() -> Client:
    client = Client()
    client.force_login(person("clerk"))
    return client


def edited(clerk: Client, edit: Callable[[Any, dict[str, int]], None]) -> SimpleUploadedFile:
    """The list as Excel, with `edit(sheet, column of each header)` applied."""
    answer = clerk.get(reverse("customer_list"), {"export": "xlsx"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    sheet = book.worksheets[-1]
    edit(sheet, {str(cell.value): cell.column for cell in sheet[1]})
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("customers.xlsx", file.getvalue())


def preview(clerk: Client, file: SimpleUploadedFile) -> str:
    return clerk.post(reverse("customer_import"), {"file": file}).content.decode()


def agree(clerk: Client, content: str) -> str:
    found = re.search(r'name="agreed" value="([^"]+)"', content)
    assert found
    return clerk.post(reverse("customer_import"), {"agreed": found[1]}, follow=True).content.decode()


def test_an_unchanged_sheet_changes_nothing(clerk: Client, entity: LegalEntity) -> None:
    make.CustomerFactory.create_batch(3, entity=entity, name_native="北京", tier="key", vat_id="DE136695976")

    assert "Nothing in this file differs" in preview(clerk, edited(clerk, lambda sheet, at: None))


def test_edited_and_new_rows_are_shown_before_they_are_written(clerk: Client, entity: LegalEntity) -> None:
    other = LegalEntityFactory(code="DE01")
    known = make.CustomerFactory(entity=entity, legal_name="Alpha", country="DE")

    def edit(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(2, at["Legal name"]).value = "Alpha Neu"
        sheet.cell(2, at["Country"]).value = "Austria"
        sheet.cell(2, at["Our entities"]).value = "FR01, DE01"
        sheet.cell(3, at["Legal name"]).value = "Beta"
        sheet.cell(3, at["Our entities"]).value = "DE01"

    content = preview(clerk, edited(clerk, edit))
    for shown in ["Alpha Neu", "AT", "Beta", "(new)"]:
        assert shown in content
    known.refresh_from_db()
    assert known.legal_name == "Alpha"

    agree(clerk, content)
    known.refresh_from_db()
    assert (known.legal_name, known.search_name, known.country) == ("Alpha Neu", "alpha neu", "AT")
    assert set(known.entities.all()) == {entity, other}
    assert Customer.objects.get(legal_name="Beta").state == "draft"


def test_stale_and_impossible_rows_are_findings_and_the_others_are_written(clerk: Client, entity: LegalEntity) -> None:
    stale, wrong, right, kept = (make.CustomerFactory(entity=entity, legal_name=name) for name in ["A", "B", "C", "D"])

    def edit(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(2, at["Legal name"]).value = "A2"
        sheet.cell(3, at["VAT id"]).value = "DE136695977"
        sheet.cell(4, at["Legal name"]).value = "C2"
        sheet.cell(5, at["Number"]).value = "ANOTHER"

    file = edited(clerk, edit)
    Customer.objects.filter(pk=stale.pk).update(tier="key")
    content = preview(clerk, file)

    for shown in ["changed", "check digit of DE136695977 is wrong", "A customer keeps its number", "C2"]:
        assert shown in content
    agree(clerk, content)
    assert list(Customer.objects.order_by("pk").values_list("legal_name", flat=True)) == ["A", "B", "C2", "D"]
    assert Customer.objects.get(pk=kept.pk).number == kept.number
    assert (wrong.vat_id, right.legal_name) == ("", "C")


def test_only_who_may_edit_brings_a_sheet_in(entity: LegalEntity) -> None:
    client = Client()
    client.force_login(person("auditor"))

    assert client.get(reverse("customer_import")).status_code == 403
    assert reverse("customer_import") not in client.get(reverse("customer_list")).content.decode()
