"""What is done with an alert: steps, readers, answers of the checklist, the way to legal."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from o2c.compliance.alerts.models.alert import AlertState, ComplianceAlert
from o2c.compliance.alerts.rules import REASONS
from o2c.core.fields import Record, append_only, one_of, only_these_move
from o2c.core.sentences import sentence


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
    def step_words(self) -> str:
        return sentence(f"step.{self.step}")

    @property
    def reason_words(self) -> str:
        return sentence(self.reason_code) if self.reason_code else ""


class AlertReader(models.Model):
    """Somebody who may read a restricted alert, until `ended_at`."""

    alert = models.ForeignKey(ComplianceAlert, models.PROTECT, related_name="readers")
    user = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    added_by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [UniqueConstraint(name="alertreader_once", fields=["alert", "user"], condition=Q(ended_at=None))]
        triggers = only_these_move("alertreader", "ended_at")

    def __str__(self) -> str:
        return str(self.user)


class CheckOutcome(models.TextChoices):
    NOTHING = "nothing", _("nothing found")
    FOUND = "found", _("something found")
    NOT_APPLICABLE = "not_applicable", _("does not apply")


class AlertCheck(models.Model):
    """One question of the kind's checklist as somebody answered it; the latest answer counts."""

    alert = models.ForeignKey(ComplianceAlert, models.PROTECT, related_name="checks")
    code = models.CharField(max_length=40)
    outcome = models.CharField(max_length=16, choices=CheckOutcome.choices)
    note = models.TextField(blank=True)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [one_of("alertcheck", "outcome", CheckOutcome)]
        triggers = append_only("alertcheck")

    def __str__(self) -> str:
        return f"{self.code} {self.outcome}"


class Escalation(Record):
    """A confirmed alert on its way: first the officer's, then, with the evidence pack, legal's, until they have judged."""

    alert = models.ForeignKey(ComplianceAlert, models.PROTECT, related_name="escalations")
    confirmed_by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed at"))
    officer_due_at = models.DateTimeField(_("to be handed over by"))
    handed_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    handed_at = models.DateTimeField(_("handed to legal at"), null=True)
    handed_reason = models.TextField(blank=True)
    legal_due_at = models.DateTimeField(_("to be judged by"), null=True)
    pack = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("judged at"), null=True)
    outcome = models.CharField(_("outcome"), max_length=12, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="escalation_one_open", fields=["alert"], condition=Q(closed_at=None)),
            CheckConstraint(name="escalation_outcome_known", condition=Q(outcome__in=["", "upheld", "overruled"])),
            CheckConstraint(
                name="escalation_judged_after_handover",
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False, handed_at__isnull=False) & ~Q(outcome="")),
            ),
        ]
        triggers = only_these_move(
            "escalation", "handed_by_id", "handed_at", "handed_reason", "legal_due_at", "pack_id", "closed_at", "outcome"
        )

    def __str__(self) -> str:
        return str(self.alert)
