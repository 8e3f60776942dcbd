"""Alerts, what was done with them, what was decided, and what a decision kept quiet."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Contact, Customer, through_customer
from o2c.compliance.alerts.rules import OPEN, REASONS
from o2c.compliance.screening.models import Hit, ScreenedSubject, ScreeningRun
from o2c.compliance.watchlists.models import WatchlistEntry
from o2c.core.fields import Record, append_only, one_of, only_these_move
from o2c.core.sentences import sentence


class AlertState(models.TextChoices):
    ALERT = "alert", _("to be taken")
    INVESTIGATING = "investigating", _("investigating")
    MORE_INFO = "more_info", _("waiting for information")
    FALSE_POSITIVE = "false_positive", _("false positive")
    CONFIRMED = "confirmed", _("confirmed")
    ESCALATED = "escalated", _("with legal")
    BLOCKED = "blocked", _("blocked")
    RELEASED = "released", _("released")
    SUPERSEDED = "superseded", _("superseded by a confirmed one")


class ComplianceAlert(Record):
    """One subject and one listed party. `party` is `<source>:<publisher's id>`; `subject` and `entry` are as last seen.

    What a person proposed and still waits for the second person stands in `clearing_*` and `release_*`.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+", verbose_name=_("contact"))
    party = models.CharField(_("listed party"), max_length=120)
    subject = models.ForeignKey(ScreenedSubject, models.PROTECT, related_name="+")
    entry = models.ForeignKey(WatchlistEntry, models.PROTECT, related_name="+")
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=4)
    holds = models.BooleanField(_("holds the customer"))
    four_eyes = models.BooleanField(_("needs two to clear"))
    state = models.CharField(_("state"), max_length=16, choices=AlertState.choices, default=AlertState.ALERT)
    assignee = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("assigned to"))
    due_at = models.DateTimeField(_("due"))
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
            "compliancealert", "subject_id", "entry_id", "score", "holds", "four_eyes", "state", "assignee_id", "due_at", "clearing_by_id",
            "clearing_code", "clearing_reason", "confirmed_by_id", "upheld_by_id", "release_by_id", "release_reason",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.subject} / {self.entry}"

    def get_absolute_url(self) -> str:
        return reverse("alert_detail", args=[self.public_id])


class AlertHit(models.Model):
    """A hit that belongs to an alert: the first one, and each one after something changed."""

    alert = models.ForeignKey(ComplianceAlert, models.PROTECT, related_name="hits")
    hit = models.OneToOneField(Hit, models.PROTECT, related_name="alert_link")

    class Meta:
        triggers = append_only("alerthit")

    def __str__(self) -> str:
        return str(self.hit)


class AlertMove(models.Model):
    """One step of an alert: who, when, from where to where, and why."""

    alert = models.ForeignKey(ComplianceAlert, models.PROTECT, related_name="moves")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    step = models.CharField(max_length=40)
    from_state = models.CharField(max_length=16, blank=True)
    to_state = models.CharField(max_length=16, choices=AlertState.choices)
    reason_code = models.CharField(max_length=30, blank=True, choices=REASONS)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [one_of("alertmove", "to_state", AlertState)]
        indexes = [models.Index(name="alertmove_of_alert", fields=["alert", "-at"])]
        triggers = append_only("alertmove")

    def __str__(self) -> str:
        return f"{self.step} {self.to_state}"

    @property
    def reason_words(self) -> str:
        return sentence(self.reason_code) if self.reason_code else ""


class Verdict(models.TextChoices):
    FALSE_POSITIVE = "false_positive", _("false positive")
    CONFIRMED = "confirmed", _("confirmed")
    RELEASED = "released", _("released")
    REOPENED = "reopened", _("reopened")


class Decision(models.Model):
    """A verdict on one pair, with both fingerprints as they were. The latest one counts; a verdict never covers a name."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    party = models.CharField(max_length=120)
    alert = models.ForeignKey(ComplianceAlert, models.PROTECT, related_name="decisions")
    hit = models.ForeignKey(Hit, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=16, choices=Verdict.choices)
    reason_code = models.CharField(max_length=30, blank=True, choices=REASONS)
    reason = models.TextField()
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    second = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(null=True)
    subject_fingerprint = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64)
    config_version = models.CharField(max_length=12)
    score = models.DecimalField(max_digits=5, decimal_places=4)

    class Meta:
        constraints = [
            one_of("decision", "verdict", Verdict),
            CheckConstraint(name="decision_two_different_people", condition=Q(second=None) | ~Q(second=F("by"))),
            CheckConstraint(name="decision_reason_given", condition=~Q(reason="")),
        ]
        indexes = [models.Index(name="decision_of_pair", fields=["customer", "contact", "party", "-id"])]
        triggers = append_only("decision")

    def __str__(self) -> str:
        return f"{self.verdict} {self.party}"


class Suppression(models.Model):
    """A pair that would have been an alert, had it not been decided: which decision kept it quiet, in which run."""

    run = models.ForeignKey(ScreeningRun, models.PROTECT, related_name="+")
    subject = models.ForeignKey(ScreenedSubject, models.PROTECT, related_name="+")
    party = models.CharField(max_length=120)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="suppressions")
    day = models.DateField()

    class Meta:
        constraints = [UniqueConstraint(name="suppression_once", fields=["run", "subject", "party", "day"])]
        triggers = append_only("suppression")

    def __str__(self) -> str:
        return f"{self.subject} {self.party}"


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
