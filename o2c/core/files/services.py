"""Verbs: writing a note, attaching a file, and sweeping away files that nothing names."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model

from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.cards import refuse_card_number
from o2c.core.errors import BusinessError
from o2c.core.files.models import Attachment, Note, StoredFile, Visibility
from o2c.core.files.queries import notes, unnamed
from o2c.core.files.reach import reached, reads_restricted
from o2c.core.files.storage import FOLDER, Blob, path_of
from o2c.core.verbs import lock_one, verb

KEPT_UNNAMED = timedelta(days=1)


@verb("core.add_note")
def add_note(
    object_type: str,
    object_id: int,
    text: str,
    *,
    visibility: str = Visibility.NORMAL,
    supersedes_id: int | None = None,
    actor: User,
) -> Note:
    """Write something down about an object. A correction supersedes the older note, which stays.

    Raises BusinessError "note_says_something", "card_number", "restricted_not_yours", Conflict "gone_or_out_of_reach".
    """
    subject = reached(actor, object_type, object_id)
    _may_write(actor, object_type, visibility)
    if not text.strip():
        raise BusinessError("note_says_something", field="text")
    text = refuse_card_number(text.strip(), "text")
    older = lock_one(notes(actor, subject), supersedes_id) if supersedes_id else None
    note = Note.objects.create(object_type=object_type, object_id=object_id, text=text, visibility=visibility, supersedes=older)
    record("note.added", note, actor=actor, on=str(subject), visibility=visibility, supersedes=supersedes_id)
    return note


@verb("core.attach_file")
def attach_file(
    object_type: str, object_id: int, blob: Blob, *, visibility: str = Visibility.NORMAL, kind: str = "", actor: User
) -> Attachment:
    """Hang a stored file on an object. Raises BusinessError "file_gone", "restricted_not_yours", Conflict "gone_or_out_of_reach"."""
    subject = reached(actor, object_type, object_id)
    _may_write(actor, object_type, visibility)
    return attach(subject, blob, visibility=visibility, kind=kind, actor=actor)


@verb("core.read_restricted")
def read_restricted(attachment: Attachment, *, actor: User) -> Attachment:
    """Leave in the trail that somebody took a restricted file out. Source: reference 10."""
    record("file.read", attachment, actor=actor, sha256=attachment.file.sha256)
    return attachment


def attach(subject: Model, blob: Blob, *, visibility: str = Visibility.NORMAL, kind: str = "", actor: User) -> Attachment:
    """Step: hang a stored file on an object the outer verb has reached. Raises BusinessError "file_gone"."""
    attachment = Attachment.objects.create(
        object_type=subject._meta.label_lower,
        object_id=subject.pk,
        file=keep(blob),
        name=refuse_card_number(blob.name, "file"),
        visibility=visibility,
        kind=kind,
    )
    record("file.attached", attachment, actor=actor, on=str(subject), sha256=blob.sha256, size=blob.size)
    return attachment


def keep(blob: Blob) -> StoredFile:
    """Step: the row of stored bytes, for a foreign key of any room. Raises BusinessError "file_gone"."""
    known = StoredFile.objects.filter(sha256=blob.sha256).select_for_update(no_key=True).first()
    if not default_storage.exists(path_of(blob.sha256)):
        raise BusinessError("file_gone", field="file", name=blob.name)
    if known is None:
        return StoredFile.objects.get_or_create(sha256=blob.sha256, defaults={"size": blob.size, "mime": blob.mime})[0]
    if known.removed_at is not None:
        known.removed_at = None
        known.save(update_fields=["removed_at"])
    return known


def _may_write(actor: User, object_type: str, visibility: str) -> None:
    """Nobody writes what they could not read afterwards."""
    if visibility == Visibility.RESTRICTED and not reads_restricted(actor, object_type):
        raise BusinessError("restricted_not_yours", field="visibility")


@verb("core.sweep_files")
def sweep_files(sha256s: Sequence[str], *, actor: User) -> list[str]:
    """Forget those of the files that nothing names; returns them, so that their bytes can go once this has committed."""
    gone = list(unnamed().filter(sha256__in=sha256s).select_for_update())
    for stored in gone:
        record("file.swept", stored, actor=actor, sha256=stored.sha256)
    StoredFile.objects.filter(pk__in=[stored.pk for stored in gone]).delete()
    return [stored.sha256 for stored in gone]


def sweep(*, actor: User, now: datetime) -> int:
    """A run: remove bytes that have been in the storage for a day and that nothing names; returns how many files went."""
    removed = 0
    for folder in _folders():
        _none, names = default_storage.listdir(folder)
        old = [name for name in names if now - default_storage.get_modified_time(f"{folder}/{name}") > KEPT_UNNAMED]
        sweep_files(old, actor=actor)
        rows = StoredFile.objects.filter(sha256__in=old)
        named = set(rows.values_list("sha256", flat=True))
        removed += drop_bytes(rows.exclude(removed_at=None).values_list("pk", flat=True))
        for name in set(old) - named:
            default_storage.delete(f"{folder}/{name}")
            removed += 1
    return removed


def drop_bytes(ids: Iterable[int]) -> int:
    """Delete the bytes of files that were removed; their rows are held meanwhile, so that nobody names the same bytes anew."""
    with transaction.atomic():
        rows = StoredFile.objects.filter(pk__in=list(ids), removed_at__isnull=False).order_by("pk")
        gone = [path_of(stored.sha256) for stored in rows.select_for_update(no_key=True)]
        for path in gone:
            default_storage.delete(path)
    return len(gone)


def _folders() -> list[str]:
    try:
        return [f"{FOLDER}/{name}" for name in sorted(default_storage.listdir(FOLDER)[0])]
    except FileNotFoundError:
        return []
