"""The brake on a listed party that met too many customers."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from o2c.compliance.screening.models import ScreeningRun
from o2c.compliance.watchlists.models import WatchlistEntry
from o2c.core.fields import Record, one_of, only_these_move


class BrakeState(models.TextChoices):
    ON = "on", _("on")
    OPENED = "opened", _("alerts opened after all")
    DISMISSED = "dismissed", _("dismissed")


class AlertBrake(Record):
    """One listed party met too many customers: its further hits wait here until an officer decides about all of them."""

    party = models.CharField(_("listed party"), max_length=120)
    entry = models.ForeignKey(WatchlistEntry, models.PROTECT, related_name="+")
    run = models.ForeignKey(ScreeningRun, models.PROTECT, related_name="brakes")
    state = models.CharField(_("state"), max_length=10, choices=BrakeState.choices, default=BrakeState.ON)
    hits = ArrayField(models.BigIntegerField(), default=list)
    reason = models.TextField(_("reason"), blank=True)
    settled_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(_("settled at"), null=True)

    class Meta:
        constraints = [
            one_of("alertbrake", "state", BrakeState),
            UniqueConstraint(name="alertbrake_one_on", fields=["party"], condition=Q(state="on")),
            CheckConstraint(name="alertbrake_settled_with_reason", condition=Q(state="on") | (Q(settled_by__isnull=False) & ~Q(reason=""))),
        ]
        triggers = only_these_move("alertbrake", "state", "hits", "reason", "settled_by_id", "settled_at")

    def __str__(self) -> str:
        return f"{self.entry} ({len(self.hits)})"
