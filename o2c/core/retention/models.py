"""How long the law wants each kind of record, and the releases by which two people let some of them go."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import Dated, Versioned, ends_after_start, history, one_at_a_time, one_of, only_these_move


class RecordKind(models.TextChoices):
    ACCOUNTING = "accounting", _("invoices and vouchers")
    CONTRACT = "contract", _("contracts and orders")
    CORRESPONDENCE = "correspondence", _("correspondence")
    IDENTITY = "identity", _("proofs of identity")
    PERSONAL = "personal", _("contacts, addresses and bank details")


class PeriodState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACTIVE = "active", _("active")


class ReleaseState(models.TextChoices):
    COUNTING = "counting", _("being counted")
    PROPOSED = "proposed", _("proposed")
    RELEASED = "released", _("released")
    DONE = "done", _("done")
    DISCARDED = "discarded", _("discarded")
    STOPPED = "stopped", _("stopped")


class ItemState(models.TextChoices):
    WAITING = "waiting", _("would go")
    REMOVED = "removed", _("removed")
    KEPT = "kept", _("kept")


@history
class RetentionPeriod(Dated):
    """So many years the law of a country wants a kind of record kept, from the event or from the end of its year."""

    country = models.CharField(_("country"), max_length=2)
    kind = models.CharField(_("kind of record"), max_length=15, choices=RecordKind.choices)
    years = models.PositiveSmallIntegerField(_("years"))
    from_year_end = models.BooleanField(_("counted from the end of the year"), default=True)
    source = models.CharField(_("source"), max_length=200, help_text=_("The law and its paragraph"))
    state = models.CharField(_("state"), max_length=10, choices=PeriodState.choices, default=PeriodState.PROPOSED)

    class Meta:
        constraints = [
            ends_after_start("retentionperiod"),
            one_at_a_time("retentionperiod_one_a_day", "country", "kind", condition=Q(state="active")),
            one_of("retentionperiod", "kind", RecordKind),
            one_of("retentionperiod", "state", PeriodState),
            CheckConstraint(name="retentionperiod_country_two_letters", condition=Q(country__regex=r"^[A-Z]{2}$")),
            CheckConstraint(name="retentionperiod_years_possible", condition=Q(years__range=(1, 100))),
            CheckConstraint(name="retentionperiod_source_given", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("retention_period_list")


@history
class RetentionRelease(Versioned):
    """What one person proposes to remove on a day, and another lets go. `created_by` is who proposed it."""

    day = models.DateField(_("as of"))
    state = models.CharField(_("state"), max_length=10, choices=ReleaseState.choices, default=ReleaseState.COUNTING)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    released_by = models.ForeignKey("core.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("released by"))
    released_at = models.DateTimeField(_("released at"), null=True, editable=False)

    class Meta:
        constraints = [
            one_of("retentionrelease", "state", ReleaseState),
            models.UniqueConstraint(
                name="retentionrelease_one_open", fields=["day"], condition=Q(state__in=["counting", "proposed", "released"])
            ),
            CheckConstraint(
                name="retentionrelease_by_second_person",
                condition=~Q(state__in=["released", "done", "stopped"])
                | (Q(released_by__isnull=False, released_at__isnull=False) & ~Q(released_by=F("created_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("retention_release_detail", args=[self.public_id])


class RetentionItem(models.Model):
    """One file, or the personal fields of one customer, of a release. What it was stays here when its bytes are gone."""

    release = models.ForeignKey(RetentionRelease, models.PROTECT, related_name="items", verbose_name=_("release"))
    object_type = models.CharField(_("what"), max_length=60)
    object_id = models.BigIntegerField()
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, null=True, related_name="+", verbose_name=_("our entity"))
    kind = models.CharField(_("kind of record"), max_length=15, choices=RecordKind.choices)
    country = models.CharField(_("country"), max_length=2)
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size"), null=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    event_on = models.DateField(_("kept since"))
    free_on = models.DateField(_("period over on"))
    state = models.CharField(_("state"), max_length=8, choices=ItemState.choices, default=ItemState.WAITING)
    why = models.JSONField(_("why kept"), default=dict)
    done_at = models.DateTimeField(_("done at"), null=True)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "country"}

    class Meta:
        constraints = [
            models.UniqueConstraint(name="retentionitem_once", fields=["release", "object_type", "object_id"]),
            one_of("retentionitem", "state", ItemState),
            one_of("retentionitem", "kind", RecordKind),
            CheckConstraint(name="retentionitem_done_has_a_moment", condition=Q(state="waiting", done_at=None) | Q(done_at__isnull=False)),
        ]
        indexes = [models.Index(name="retentionitem_waiting", fields=["release", "id"], condition=Q(state="waiting"))]
        triggers = only_these_move("retentionitem", "state", "why", "done_at")

    def __str__(self) -> str:
        return self.name
