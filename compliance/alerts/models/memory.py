"""What was decided about a pair, and what a decision kept quiet."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Contact, Customer
from o2c.compliance.alerts.models.alert import ComplianceAlert
from o2c.compliance.alerts.rules import REASONS
from o2c.compliance.screening.models import Hit, ScreenedSubject, ScreeningRun
from o2c.core.fields import append_only, one_of


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
    hit = models.ForeignKey(Hit, models.PROTECT, null=True, related_name="+")
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
    score = models.DecimalField(max_digits=5, decimal_places=4, null=True)

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
