"""Notes and files: attributed, scoped, never changed, and swept when nothing names them."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from factories.core import LegalEntityFactory
from people import empowered
from pytest_django import Settings

from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError, Conflict
from o2c.core.files import queries, reach, services
from o2c.core.files.models import Attachment, Note, StoredFile
from o2c.core.files.storage import Blob, path_of, store
from o2c.core.pages import timeline

pytestmark = pytest.mark.django_db
ENTITY = "core.legalentity"
PDF = b"%PDF-1.7\n1 0 obj"


@pytest.fixture(autouse=True)
def place(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A storage of its own, and entities that carry notes and files."""
    settings.MEDIA_ROOT = str(tmp_path)
    carrier = reach.Carrier(lambda actor: scope(LegalEntity.objects, actor, "core.add_note"), "core.run_proof")
    monkeypatch.setitem(reach.CARRIERS, ENTITY, carrier)


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


def writer(**limits: Any) -> User:
    return empowered("core.add_note", "core.attach_file", "core.sweep_files", **limits)


def stored(content: bytes = PDF, name: str = "contract.pdf") -> Blob:
    return store(io.BytesIO(content), name)


class TestNotes:
    def test_a_note_is_attributed_audited_and_in_the_timeline(self, entity: LegalEntity) -> None:
        author = writer()

        note = services.add_note(ENTITY, entity.pk, " called the bank ", actor=author)

        assert (note.text, note.created_by) == ("called the bank", author)
        assert AuditEvent.objects.get().action == "note.added"
        assert [entry.title for entry in timeline.entries(entity, author)] == ["called the bank"]

    @pytest.mark.parametrize(
        ("text", "code"), [("  ", "note_says_something"), ("card 4111 1111 1111 1111", "card_number")], ids=["empty", "card"]
    )
    def test_what_may_not_be_written(self, entity: LegalEntity, text: str, code: str) -> None:
        with pytest.raises(BusinessError, match=code):
            services.add_note(ENTITY, entity.pk, text, actor=writer())
        assert not Note.objects.exists()

    def test_nobody_writes_outside_their_scope_or_on_what_carries_no_notes(self, entity: LegalEntity) -> None:
        elsewhere = writer(entity=LegalEntityFactory(code="DE01"))

        for actor, label in [(elsewhere, ENTITY), (writer(name="Wanda Writer"), "core.user")]:
            with pytest.raises(Conflict, match="gone_or_out_of_reach"):
                services.add_note(label, entity.pk, "hello", actor=actor)

    def test_restricted_notes_are_for_restricted_readers(self, entity: LegalEntity) -> None:
        officer, clerk = empowered("core.add_note", "core.run_proof", name="Otto Officer"), writer()

        services.add_note(ENTITY, entity.pk, "suspicion", visibility="restricted", actor=officer)

        assert queries.notes(officer, entity).count() == 1
        assert queries.notes(clerk, entity).count() == 0
        with pytest.raises(BusinessError, match="restricted_not_yours"):
            services.add_note(ENTITY, entity.pk, "guess", visibility="restricted", actor=clerk)

    def test_a_correction_supersedes_the_older_note_which_stays(self, entity: LegalEntity) -> None:
        author = writer()
        wrong = services.add_note(ENTITY, entity.pk, "paid on 3 May", actor=author)

        right = services.add_note(ENTITY, entity.pk, "paid on 4 May", supersedes_id=wrong.pk, actor=author)

        assert list(queries.notes(author, entity)) == [right]
        assert Note.objects.count() == 2
        with pytest.raises(Conflict, match="gone_or_out_of_reach"):
            services.add_note(ENTITY, entity.pk, "paid on 5 May", supersedes_id=wrong.pk, actor=author)

    @pytest.mark.parametrize("table", ["core_note", "core_attachment"])
    @pytest.mark.parametrize("statement", ["UPDATE {} SET visibility = 'restricted'", "DELETE FROM {}", "TRUNCATE {}"])
    def test_the_database_refuses_to_change_them(self, entity: LegalEntity, table: str, statement: str) -> None:
        services.add_note(ENTITY, entity.pk, "called", actor=writer())
        services.attach_file(ENTITY, entity.pk, stored(), actor=writer())
        connection.check_constraints()

        with pytest.raises(IntegrityError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table))


class TestFiles:
    def test_a_file_stands_once_under_its_own_hash(self, entity: LegalEntity) -> None:
        author = writer()

        first = services.attach_file(ENTITY, entity.pk, stored(), actor=author)
        second = services.attach_file(ENTITY, entity.pk, stored(name="copy.pdf"), actor=author)

        assert first.file == second.file
        assert default_storage.open(path_of(first.file.sha256)).read() == PDF
        assert {file.name for file in queries.attachments(author, entity)} == {"contract.pdf", "copy.pdf"}

    def test_a_card_number_is_no_file_name(self, entity: LegalEntity) -> None:
        with pytest.raises(BusinessError, match="card_number"):
            services.attach_file(ENTITY, entity.pk, stored(name="4111111111111111.pdf"), actor=writer())

    def test_bytes_that_are_gone_are_not_named(self, entity: LegalEntity) -> None:
        blob = stored()
        default_storage.delete(path_of(blob.sha256))

        with pytest.raises(BusinessError, match="file_gone"):
            services.attach_file(ENTITY, entity.pk, blob, actor=writer())
        assert not Attachment.objects.exists()

    def test_the_sweep_takes_only_old_bytes_that_nothing_names(self, entity: LegalEntity) -> None:
        author = writer()
        kept = services.attach_file(ENTITY, entity.pk, stored(), actor=author).file
        loose = stored(b"%PDF-1.7\nloose")
        forgotten = StoredFile.objects.create(sha256=stored(b"%PDF-1.7\nforgotten").sha256, size=1, mime="application/pdf")

        assert services.sweep(actor=author, now=timezone.now()) == 0
        assert services.sweep(actor=author, now=timezone.now() + timedelta(days=2)) == 2

        assert list(StoredFile.objects.all()) == [kept]
        assert default_storage.exists(path_of(kept.sha256))
        assert not default_storage.exists(path_of(loose.sha256))
        assert not default_storage.exists(path_of(forgotten.sha256))

    def test_the_sweep_finds_nothing_in_an_empty_storage(self) -> None:
        assert services.sweep(actor=writer(), now=timezone.now()) == 0
