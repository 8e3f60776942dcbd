"""The browser's way to notes and files: upload, download, and what a stranger gets."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from factories.core import LegalEntityFactory
from people import empowered, person
from pytest_django import Settings

from o2c.core.access.queries import scope
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity
from o2c.core.files import reach
from o2c.core.files.models import Attachment, Note
from o2c.core.templatetags.files import attachments, note_box

pytestmark = pytest.mark.django_db
ENTITY = "core.legalentity"
PDF = b"%PDF-1.7\n1 0 obj"


@pytest.fixture(autouse=True)
def place(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    carrier = reach.Carrier(lambda actor: scope(LegalEntity.objects, actor, "core.add_note"), "")
    monkeypatch.setitem(reach.CARRIERS, ENTITY, carrier)


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


@pytest.fixture
def author(client: Client) -> Client:
    client.force_login(empowered("core.add_note", "core.attach_file"))
    return client


def test_a_note_is_written_from_the_page(author: Client, entity: LegalEntity) -> None:
    address = reverse("note_new", args=[ENTITY, entity.public_id])

    assert author.get(address).status_code == 200
    refused = author.post(address, {"text": "my card: 4111111111111111"})
    assert refused.status_code == 422
    assert "card number" in refused.content.decode()
    assert author.post(address, {"text": "called"}).status_code == 302
    assert Note.objects.get().text == "called"


def test_a_file_goes_up_and_comes_down_unchanged(author: Client, entity: LegalEntity) -> None:
    address = reverse("file_attach", args=[ENTITY, entity.public_id])
    assert author.post(address, {"file": SimpleUploadedFile("réf.pdf", PDF)}).status_code == 302

    answer = author.get(reverse("file_download", args=[Attachment.objects.get().public_id]))

    assert b"".join(answer) == PDF  # type: ignore[arg-type]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")


def test_a_hostile_file_is_refused_beside_the_field(author: Client, entity: LegalEntity) -> None:
    address = reverse("file_attach", args=[ENTITY, entity.public_id])

    answer = author.post(address, {"file": SimpleUploadedFile("invoice.pdf", b"MZ\x90\0" + b"\0" * 60)})

    assert answer.status_code == 422
    assert "is not a pdf file inside" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_what_is_out_of_reach_does_not_exist(author: Client, entity: LegalEntity) -> None:
    author.post(reverse("file_attach", args=[ENTITY, entity.public_id]), {"file": SimpleUploadedFile("a.pdf", PDF)})
    address = reverse("file_download", args=[Attachment.objects.get().public_id])

    author.force_login(person("auditor"))

    assert author.get(address).status_code == 404
    author.force_login(empowered("core.add_note", name="Ned Elsewhere", entity=LegalEntityFactory(code="DE01")))
    assert author.get(address).status_code == 404
    assert author.get(reverse("note_new", args=[ENTITY, entity.public_id])).status_code == 404
    assert author.get(reverse("note_new", args=["core.user", entity.public_id])).status_code == 404


def test_taking_out_a_restricted_file_leaves_a_trace(author: Client, entity: LegalEntity, monkeypatch: pytest.MonkeyPatch) -> None:
    carrier = reach.Carrier(lambda actor: scope(LegalEntity.objects, actor, "core.add_note"), "core.run_proof")
    monkeypatch.setitem(reach.CARRIERS, ENTITY, carrier)
    author.force_login(empowered("core.add_note", "core.attach_file", "core.run_proof", "core.read_restricted", name="Otto Officer"))
    given = {"file": SimpleUploadedFile("a.pdf", PDF), "visibility": "restricted"}
    author.post(reverse("file_attach", args=[ENTITY, entity.public_id]), given)
    address = reverse("file_download", args=[Attachment.objects.get().public_id])

    assert author.get(address).status_code == 200
    assert AuditEvent.objects.filter(action="file.read").count() == 1

    author.force_login(empowered("core.add_note", "core.attach_file", "core.read_restricted"))
    assert author.get(address).status_code == 404


def test_a_page_offers_notes_and_files_only_where_its_object_carries_them(monkeypatch: pytest.MonkeyPatch, entity: LegalEntity) -> None:
    context = {"request": SimpleNamespace(user=empowered("core.add_note", "core.attach_file"))}
    assert note_box(context, entity)["form"]
    assert attachments(context, entity)["attach"]

    monkeypatch.delitem(reach.CARRIERS, ENTITY)

    assert note_box(context, entity)["form"] is None
    assert not attachments(context, entity)["carries"]
