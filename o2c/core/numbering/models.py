"""Series of document numbers, their counters, and the columns of a document that carries such a number."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import Versioned, history

ONLY_FORWARD = """
    RAISE EXCEPTION 'counter: numbers only go forward' USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_only_forward';
    RETURN NULL;
"""


@history
class NumberSeries(Versioned):
    """Numbers of one kind of document of one entity: `FR-2026-000123`. One counter a year."""

    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, verbose_name=_("legal entity"))
    doc_type = models.CharField(_("kind of document"), max_length=30)
    code = models.CharField(_("series"), max_length=20, blank=True)
    prefix = models.CharField(_("prefix"), max_length=20)
    width = models.PositiveSmallIntegerField(_("digits"), default=6)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [
            UniqueConstraint(name="numberseries_one_per_kind", fields=["entity", "doc_type", "code"]),
            UniqueConstraint(name="numberseries_prefix_once", fields=["entity", "prefix"]),
            CheckConstraint(name="numberseries_width_sensible", condition=Q(width__range=(1, 12))),
        ]

    def __str__(self) -> str:
        return self.prefix


class Counter(models.Model):
    """The next free number of a series in a year, and the last date that took one."""

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="counters")
    year = models.PositiveSmallIntegerField()
    next = models.PositiveBigIntegerField(default=1)
    last_on = models.DateField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="counter_one_per_year", fields=["series", "year"]),
            CheckConstraint(name="counter_last_in_year", condition=Q(last_on=None) | Q(last_on__year=F("year"))),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="only_forward",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__next__lt=pgtrigger.F("old__next")) | pgtrigger.Q(new__last_on__lt=pgtrigger.F("old__last_on")),
                func=ONLY_FORWARD,
            ),
            pgtrigger.Trigger(name="never_removed", operation=pgtrigger.Delete, when=pgtrigger.Before, func=ONLY_FORWARD),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}"


class Numbered(models.Model):
    """Base of documents with a number; the nightly proof finds every table made from it.

    `DATED` names the column whose dates must ascend with the numbers.
    """

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="+")
    series_year = models.PositiveSmallIntegerField()
    series_number = models.PositiveBigIntegerField()
    number = models.CharField(_("number"), max_length=40)

    DATED: ClassVar[str] = "document_date"

    class Meta:
        abstract = True
        constraints = [UniqueConstraint(name="%(class)s_number_once", fields=["series", "series_year", "series_number"])]
