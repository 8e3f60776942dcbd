"""The notes and files of an object, as far as the actor may read them."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, ForeignObjectRel, Model, OuterRef, QuerySet

from o2c.core.access.models import User
from o2c.core.files.models import Attachment, Note, OnObject, StoredFile, Visibility
from o2c.core.files.reach import reads_restricted, visible

H = TypeVar("H", bound=OnObject)


def notes(actor: User, subject: Model) -> QuerySet[Note]:
    """Every note in force on the object, newest first."""
    return _readable(Note.objects.filter(superseded_by=None), actor, subject).order_by("-pk")


def attachments(actor: User, subject: Model) -> QuerySet[Attachment]:
    """Every file in force on the object, newest first."""
    return _readable(Attachment.objects.filter(superseded_by=None).select_related("file"), actor, subject).order_by("-pk")


def attached(actor: User, subject: Model, file: StoredFile | None) -> Attachment | None:
    """The attachment of the object that brought this file, if the actor may read it."""
    return attachments(actor, subject).filter(file=file).first() if file else None


def _readable(rows: QuerySet[H], actor: User, subject: Model) -> QuerySet[H]:
    label = subject._meta.label_lower
    of_object = rows.filter(object_type=label, object_id=subject.pk).select_related("created_by")
    return of_object if reads_restricted(actor, label) else of_object.exclude(visibility=Visibility.RESTRICTED)


def downloadable(actor: User, public_id: UUID) -> Attachment | None:
    """The attachment, if the actor may see its object and, where it is restricted, read it."""
    found = Attachment.objects.select_related("file").filter(public_id=public_id).first()
    if found is None or not visible(actor, found.object_type, found.object_id):
        return None
    return None if found.visibility == Visibility.RESTRICTED and not reads_restricted(actor, found.object_type) else found


def unnamed() -> QuerySet[StoredFile]:
    """Files that no row of any table names, nor any version of a row."""
    rows = StoredFile.objects.all()
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            naming = relation.related_model._base_manager.filter(**{relation.field.attname: OuterRef("pk")})
            rows = rows.filter(~Exists(naming))
    return rows
