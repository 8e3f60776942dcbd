"""An Excel list out through the page, edited, and in again: looked at before anything is written, never half."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from factories.core import LegalEntityFactory
from openpyxl import load_workbook
from people import empowered

from o2c.core import verbs
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.models import AuditEvent
from o2c.core.doors import access
from o2c.core.entities.models import LegalEntity
from o2c.core.excel.imports import Current, SheetImport
from o2c.core.excel.read import InColumn
from o2c.core.pages import Column, Table, list_page
from o2c.core.pages.importing import import_page

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@verbs.verb("tests.amend_entity")
def amend_entity(pk: int, *, version: int, actor: User, name: str) -> None:
    entity = verbs.lock_one(LegalEntity.objects, pk, version)
    entity.name = name
    entity.save(update_fields=["name"])


def current(actor: User, keys: Any) -> dict[str, Current]:
    rows = scope(LegalEntity.objects, actor, "tests.view").filter(public_id__in=keys)
    return {str(entity.public_id): Current(entity.pk, entity.version, entity.code, {"name": entity.name}) for entity in rows}


SHEET = SheetImport("entities", "Change entities", [InColumn("name", "Legal name")], current, amend_entity)


class EntityTable(Table):
    title = "Entities"
    columns = [Column("code", "Code"), Column("name", "Legal name", sort="name")]


@access("tests.view")
def entities(request: HttpRequest) -> HttpResponse:
    return list_page(request, scope(LegalEntity.objects, request.user, "tests.view").order_by("code", "pk"), None, EntityTable)


@access("tests.amend_entity")
def entities_import(request: HttpRequest) -> HttpResponse:
    return import_page(request, SHEET, to="entities")


urlpatterns = [path("entities/", entities, name="entities"), path("entities/import/", entities_import), path("", include("o2c.urls"))]


@pytest.fixture
def browser(client: Client) -> Client:
    client.force_login(empowered("tests.view", "tests.amend_entity", "core.export_list"))
    return client


def exported(browser: Client) -> Any:
    answer = browser.get("/entities/?export=xlsx")
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def upload(browser: Client, book: Any) -> Any:
    file = io.BytesIO()
    book.save(file)
    return browser.post("/entities/import/", {"file": SimpleUploadedFile("edited.xlsx", file.getvalue())})


def test_the_export_holds_the_rows_of_the_page_and_is_noted(browser: Client) -> None:
    LegalEntityFactory(code="A", name="=Alpha")
    LegalEntityFactory(code="B", name="Beta")

    book = exported(browser)

    assert [cell.value for cell in book.worksheets[1]["B"]] == ["Legal name", "=Alpha", "Beta"]
    assert AuditEvent.objects.get().after == {"list": "entities", "filters": "export=xlsx", "rows": 2}


def test_an_export_is_refused_to_who_may_not_export(client: Client) -> None:
    client.force_login(empowered("tests.view"))

    assert client.get("/entities/?export=xlsx").status_code == 403


def test_an_edited_export_shows_before_and_after_and_then_writes(browser: Client) -> None:
    entity = LegalEntityFactory(code="A", name="Alpha")
    book = exported(browser)
    book.worksheets[1]["B2"] = "Alpha & Sons"

    shown = upload(browser, book)

    assert shown.status_code == 200
    assert "Alpha &amp; Sons" in shown.content.decode()
    assert LegalEntity.objects.get(pk=entity.pk).name == "Alpha"

    done = browser.post("/entities/import/", {"agreed": shown.context["agreed"]})

    assert done.status_code == 302
    assert LegalEntity.objects.get(pk=entity.pk).name == "Alpha & Sons"
    assert browser.post("/entities/import/", {"agreed": shown.context["agreed"]}).headers["Location"] == "/entities/import/"


def test_what_changed_between_looking_and_agreeing_is_not_overwritten(browser: Client) -> None:
    entity = LegalEntityFactory(code="A", name="Alpha")
    book = exported(browser)
    book.worksheets[1]["B2"] = "Mine"
    shown = upload(browser, book)
    LegalEntity.objects.filter(pk=entity.pk).update(name="Theirs")

    browser.post("/entities/import/", {"agreed": shown.context["agreed"]})

    assert LegalEntity.objects.get(pk=entity.pk).name == "Theirs"


def test_a_file_that_is_no_workbook_is_refused_beside_the_field(browser: Client) -> None:
    answer = browser.post("/entities/import/", {"file": SimpleUploadedFile("x.xlsx", b"not a workbook")})

    assert answer.status_code == 422
    assert "not a readable Excel workbook" in answer.content.decode()


def test_an_agreement_cannot_be_forged(browser: Client) -> None:
    assert browser.post("/entities/import/", {"agreed": "forged"}).headers["Location"] == "/entities/import/"
