"""What became of a contract's control rules: each answer as it was given, and who let a failing one pass until when."""

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.models.contracts import Contract
from o2c.accounts.contracts.rules.control import RULES, Outcome
from o2c.accounts.customers.models import through_customer
from o2c.core.fields import Record, Versioned, append_only, history, one_of

RULE_CODES = [(rule.code, rule.code) for rule in RULES]
OUTCOMES = [(Outcome.PASS, _("pass")), (Outcome.FAIL, _("fail")), (Outcome.WAIVED, _("waived"))]


class WaiverState(models.TextChoices):
    PROPOSED = "proposed", _("waiting for approval")
    GRANTED = "granted", _("granted")
    ENDED = "ended", _("ended")


@history
class ContractWaiver(Versioned):
    """One failing rule of one contract may fail until a day: asked for by one person, granted by another."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="waivers", verbose_name=_("contract"))
    rule = models.CharField(_("rule"), max_length=5)
    reason = models.CharField(_("reason"), max_length=500)
    until = models.DateField(_("expires before"))
    state = models.CharField(_("state"), max_length=10, choices=WaiverState.choices, default=WaiverState.PROPOSED, editable=False)
    granted_by = models.ForeignKey("core.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("granted by"))
    granted_at = models.DateTimeField(_("granted at"), null=True, editable=False)

    SCOPE: ClassVar[dict[str, str]] = through_customer("contract__entity", "contract__customer")

    class Meta:
        constraints = [
            UniqueConstraint(
                name="contractwaiver_one_per_rule", fields=["contract", "rule"], condition=Q(state__in=["proposed", "granted"])
            ),
            CheckConstraint(
                name="contractwaiver_granted_by_somebody",
                condition=~Q(state="granted") | Q(granted_by__isnull=False, granted_at__isnull=False),
            ),
            CheckConstraint(name="contractwaiver_by_second_person", condition=Q(granted_by=None) | ~Q(granted_by=models.F("created_by"))),
            CheckConstraint(name="contractwaiver_says_why", condition=~Q(reason="")),
            one_of("contractwaiver", "rule", RULE_CODES),
            one_of("contractwaiver", "state", WaiverState),
        ]

    def __str__(self) -> str:
        return f"{self.contract} {self.rule}"

    @property
    def entity(self) -> object:
        """Where the request for it belongs."""
        return self.contract.entity

    def get_absolute_url(self) -> str:
        return self.contract.get_absolute_url()


class Stage(models.TextChoices):
    SUBMITTED = "submitted", _("submitted")
    APPROVED = "approved", _("approved")
    ACTIVE = "active", _("active")


class ContractRuleResult(Record):
    """What one rule said about one version of a contract when it moved: never changed afterwards."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="rule_results")
    contract_version = models.PositiveIntegerField()
    stage = models.CharField(max_length=10, choices=Stage.choices)
    rule = models.CharField(max_length=5)
    outcome = models.CharField(max_length=6, choices=OUTCOMES)
    reasons = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    waiver = models.ForeignKey(ContractWaiver, models.PROTECT, null=True, related_name="+")

    SCOPE: ClassVar[dict[str, str]] = through_customer("contract__entity", "contract__customer")

    class Meta:
        constraints = [
            UniqueConstraint(name="contractruleresult_once", fields=["contract", "contract_version", "stage", "rule"]),
            CheckConstraint(
                name="contractruleresult_waived_names_waiver",
                condition=Q(outcome="waived", waiver__isnull=False) | (~Q(outcome="waived") & Q(waiver=None)),
            ),
            one_of("contractruleresult", "stage", Stage),
            one_of("contractruleresult", "rule", RULE_CODES),
            one_of("contractruleresult", "outcome", OUTCOMES),
        ]
        triggers = append_only("contractruleresult")

    def __str__(self) -> str:
        return f"{self.contract_id} {self.rule} {self.outcome}"
