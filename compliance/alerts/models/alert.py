"""An alert: one subject and one listed party, or what somebody reported."""

import copy

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Contact, Customer, through_customer
from o2c.compliance.alerts.rules import OPEN
from o2c.compliance.alerts.rules.kinds import KINDS
from o2c.compliance.screening.models import Hit, ScreenedSubject
from o2c.compliance.watchlists.models import WatchlistEntry
from o2c.core.fields import Record, append_only, one_of, only_these_move


class AlertState(models.TextChoices):
    ALERT = "alert", _("to be taken")
    INVESTIGATING = "investigating", _("investigating")
    MORE_INFO = "more_info", _("waiting for information")
    FALSE_POSITIVE = "false_positive", _("false positive")
    CONFIRMED = "confirmed", _("confirmed")
    ESCALATED = "escalated", _("escalated")
    BLOCKED = "blocked", _("blocked")
    RELEASED = "released", _("released")
    SUPERSEDED = "superseded", _("superseded by a confirmed one")


class AlertKind(models.TextChoices):
    SANCTIONS = "sanctions", _("sanctions")
    PEP = "pep", _("political exposure")
    CORRUPTION = "corruption", _("corruption")
    LAUNDERING = "laundering", _("money laundering")
    OWNERSHIP = "ownership", _("owned by listed parties")
    EMBARGO = "embargo", _("embargo")
    OTHER = "other", _("other")


class AlertOrigin(models.TextChoices):
    SCREENING = "screening", _("screening")
    LIST = "list", _("list read by a person")
    PRESS = "press", _("press")
    BANK = "bank", _("bank")
    TIP = "tip", _("tip")
    AUTHORITY = "authority", _("authority")
    INTERNAL = "internal", _("our own controls")


class ComplianceAlert(Record):
    """One subject and one listed party, whatever number of lists name it; or what somebody reported about a customer.

    `party` is `<source>:<publisher's id>`, or the cluster of the parties that are one; `subject` and `entry` are as last seen
    and empty for a report, whose clock runs from the day it was received. What a person proposed and still waits for the second
    person stands in `clearing_*` and `release_*`.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=AlertKind.choices, default=AlertKind.SANCTIONS)
    origin = models.CharField(_("source"), max_length=12, choices=AlertOrigin.choices, default=AlertOrigin.SCREENING)
    restricted = models.BooleanField(_("named readers only"), default=False)
    title = models.CharField(_("what it is about"), max_length=200, blank=True)
    summary = models.TextField(_("what was reported"), blank=True)
    received_on = models.DateField(_("received on"), null=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+", verbose_name=_("contact"))
    party = models.CharField(_("listed party"), max_length=120)
    subject = models.ForeignKey(ScreenedSubject, models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey(WatchlistEntry, models.PROTECT, null=True, related_name="+")
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=4, null=True)
    holds = models.BooleanField(_("holds the customer"))
    four_eyes = models.BooleanField(_("needs two to clear"))
    state = models.CharField(_("state"), max_length=16, choices=AlertState.choices, default=AlertState.ALERT)
    assignee = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("assigned to"))
    due_at = models.DateTimeField(_("due"))
    paused_since = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    clearing_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    clearing_code = models.CharField(max_length=30, blank=True)
    clearing_reason = models.TextField(blank=True)
    confirmed_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    upheld_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    release_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    release_reason = models.TextField(blank=True)

    SCOPE = through_customer("customer__entities")

    class Meta:
        constraints = [
            one_of("compliancealert", "state", AlertState),
            one_of("compliancealert", "kind", AlertKind),
            one_of("compliancealert", "origin", AlertOrigin),
            CheckConstraint(
                name="compliancealert_met_or_reported",
                condition=Q(entry__isnull=False, subject__isnull=False, score__isnull=False) | ~Q(title=""),
            ),
            CheckConstraint(
                name="compliancealert_secret_kinds_restricted",
                condition=~Q(kind__in=[kind for kind, ways in KINDS.items() if ways.secret]) | Q(restricted=True),
            ),
            UniqueConstraint(
                name="compliancealert_one_open", fields=["customer", "contact", "party"], condition=Q(state__in=OPEN), nulls_distinct=False
            ),
            CheckConstraint(name="compliancealert_not_upheld_by_confirmer", condition=~Q(upheld_by=F("confirmed_by")) | Q(upheld_by=None)),
            CheckConstraint(
                name="compliancealert_confirmed_by_someone",
                condition=~Q(state__in=["escalated", "blocked"]) | Q(confirmed_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="compliancealert_queue", fields=["due_at", "id"], condition=Q(state__in=OPEN)),
            models.Index(name="compliancealert_of_customer", fields=["customer", "state"]),
            models.Index(name="compliancealert_of_party", fields=["party"]),
        ]
        triggers = only_these_move(
            "compliancealert", "subject_id", "entry_id", "score", "holds", "four_eyes", "state", "assignee_id", "due_at", "paused_since",
            "decided_at", "clearing_by_id", "clearing_code", "clearing_reason", "confirmed_by_id", "upheld_by_id", "release_by_id",
            "release_reason",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title or f"{self.subject} / {self.entry}"

    def get_absolute_url(self) -> str:
        return reverse("alert_detail", args=[self.public_id])

    @property
    def of_trail(self) -> "ComplianceAlert":
        """The alert as the audit trail names it: a restricted one is a kind of its own, which fewer people read about."""
        if not self.restricted:
            return self
        twin = copy.copy(self)
        twin.__class__ = RestrictedAlert
        return twin


class RestrictedAlert(ComplianceAlert):
    """An alert only named readers know of; the same rows."""

    class Meta:
        proxy = True


class AlertHit(models.Model):
    """A hit that belongs to an alert: the first one, and each one after something changed."""

    alert = models.ForeignKey(ComplianceAlert, models.PROTECT, related_name="hits")
    hit = models.OneToOneField(Hit, models.PROTECT, related_name="alert_link")

    class Meta:
        triggers = append_only("alerthit")

    def __str__(self) -> str:
        return str(self.hit)
