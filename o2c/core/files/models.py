"""Notes and attachments on any object: added, never changed. Files stand in the storage under their own hash."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import Record, append_only, one_of


class Visibility(models.TextChoices):
    NORMAL = "normal", _("everyone who sees the record")
    RESTRICTED = "restricted", _("restricted readers only")


class StoredFile(Record):
    """Bytes in the storage, known by their SHA-256. The row goes only when nothing names it any more; the bytes of a named file
    only after its legal period (`removed_at`), and they are back when the same ones are stored anew.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size"))
    mime = models.CharField(max_length=100)
    removed_at = models.DateTimeField(_("removed after its legal period"), null=True, editable=False)

    class Meta:
        constraints = [CheckConstraint(name="storedfile_sha256_hex", condition=Q(sha256__regex="^[0-9a-f]{64}$"))]

    def __str__(self) -> str:
        return self.sha256[:12]


class OnObject(Record):
    """Base of what hangs on an object of any floor. `supersedes` is the older one this one takes the place of."""

    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    visibility = models.CharField(_("visible to"), max_length=12, choices=Visibility.choices, default=Visibility.NORMAL)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")

    class Meta:
        abstract = True


class Note(OnObject):
    """What somebody wrote down about an object."""

    text = models.TextField(_("note"))

    class Meta:
        constraints = [
            one_of("note", "visibility", Visibility),
            CheckConstraint(name="note_says_something", condition=~Q(text="")),
        ]
        indexes = [models.Index(name="note_of_object", fields=["object_type", "object_id", "-id"])]
        triggers = append_only("note")

    def __str__(self) -> str:
        return self.text[:60]


class Attachment(OnObject):
    """A file on an object, under the name it came with."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    name = models.CharField(_("file name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=30, blank=True)

    class Meta:
        constraints = [one_of("attachment", "visibility", Visibility)]
        indexes = [models.Index(name="attachment_of_object", fields=["object_type", "object_id", "-id"])]
        triggers = append_only("attachment")

    def __str__(self) -> str:
        return self.name
