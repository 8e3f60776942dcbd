"""What this room tells the house when it loads."""

from collections.abc import Iterator

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from o2c.core.access.models import User
from o2c.core.entities.queries import entities
from o2c.core.files import queries, services
from o2c.core.files.reach import carries_files
from o2c.core.jobs.night import step
from o2c.core.jobs.progress import Progress
from o2c.core.pages import timeline
from o2c.core.pages.timeline import TimelineEntry


def written(subject: Model, actor: User, limit: int) -> Iterator[TimelineEntry]:
    """Notes and files of an object for its timeline."""
    for note in queries.notes(actor, subject)[:limit]:
        yield TimelineEntry(note.created_at, _("notes"), note.text, who=str(note.created_by or ""), icon="note")
    for file in queries.attachments(actor, subject)[:limit]:
        address = reverse("file_download", args=[file.public_id])
        yield TimelineEntry(file.created_at, _("files"), file.name, who=str(file.created_by or ""), url=address, icon="paperclip")


def sweep_away(j: Progress) -> None:
    """The night's step: bytes that nothing names leave the storage."""
    j.result["files removed"] = services.sweep(actor=j.actor, now=timezone.now())


timeline.source("notes", written)
step("core.sweep_files", _("Unused files removed"), sweep_away, per_entity=False)
carries_files("core.legalentity", entities)
