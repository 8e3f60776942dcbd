"""What a person keeps about a list: named views of it, and the columns they want."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from o2c.core.fields import Record


class SavedView(Record):
    """A name for the filter and order of a list, for its owner or for everyone."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    listing = models.CharField(max_length=100)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    shared = models.BooleanField(default=False)

    class Meta:
        constraints = [
            UniqueConstraint(name="savedview_one_name_per_owner", fields=["owner", "listing", "name"]),
            CheckConstraint(name="savedview_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class ChosenColumns(models.Model):
    """The columns a person wants in a list, in the table's own order."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    listing = models.CharField(max_length=100)
    names = ArrayField(models.CharField(max_length=100))

    class Meta:
        constraints = [UniqueConstraint(name="chosencolumns_one_per_list", fields=["owner", "listing"])]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.listing}"
