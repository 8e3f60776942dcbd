"""Who must agree to what: policies by amount, requests that carry a verb, and the decisions on them."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, DecimalRangeField, RangeOperators
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import CurrencyField, MoneyField, Record, Versioned, append_only, history, money_constraints, one_of


class PolicyState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACTIVE = "active", _("active")


class Days(Func):
    function = "daterange"
    output_field = DateRangeField()


class Amounts(Func):
    function = "numrange"
    output_field = DecimalRangeField()


@history
class ApprovalPolicy(Versioned):
    """From when on, and for which amounts, a kind of request needs which roles, one after the other.

    `from_amount` inclusive, `until_amount` exclusive; without a currency it holds for requests without an amount.
    """

    kind = models.CharField(_("kind"), max_length=60)
    currency = CurrencyField(_("currency"), blank=True)
    from_amount = MoneyField(_("from"), default=0)
    until_amount = MoneyField(_("below"), null=True, blank=True)
    roles = ArrayField(models.CharField(max_length=40), verbose_name=_("roles, one per step"))
    starts_on = models.DateField(_("from day"))
    ends_on = models.DateField(_("until day"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PolicyState.choices, default=PolicyState.PROPOSED)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        constraints = [
            one_of("approvalpolicy", "state", PolicyState),
            CheckConstraint(name="approvalpolicy_band_in_order", condition=Q(until_amount=None) | Q(until_amount__gt=F("from_amount"))),
            CheckConstraint(name="approvalpolicy_days_in_order", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))),
            CheckConstraint(name="approvalpolicy_has_steps", condition=Q(roles__len__range=(1, 3))),
            ExclusionConstraint(
                name="approvalpolicy_one_per_amount",
                expressions=[
                    (F("kind"), RangeOperators.EQUAL),
                    (F("currency"), RangeOperators.EQUAL),
                    (Amounts("from_amount", "until_amount"), RangeOperators.OVERLAPS),
                    (Days("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state=PolicyState.ACTIVE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.currency} {self.from_amount:f}".strip()

    def get_absolute_url(self) -> str:
        return reverse("approval_policies")


class RequestState(models.TextChoices):
    PENDING = "pending", _("waiting for approval")
    APPROVED = "approved", _("approved and done")
    REJECTED = "rejected", _("rejected")
    FALLEN = "fallen", _("fallen: the record changed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")


class ApprovalRequest(Record):
    """A verb with its arguments that waits for other people. The last approval runs it."""

    kind = models.CharField(_("kind"), max_length=60)
    verb = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    payload_hash = models.CharField(max_length=64)
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, null=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_label = models.CharField(_("record"), max_length=200)
    amount = MoneyField(_("amount"), null=True)
    currency = CurrencyField(_("currency"), blank=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("reason"))
    requester = models.ForeignKey("core.User", models.PROTECT, related_name="+", verbose_name=_("asked by"))
    requested_for = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    barred = ArrayField(models.BigIntegerField(), default=list)
    roles = ArrayField(models.CharField(max_length=40))
    state = models.CharField(_("state"), max_length=10, choices=RequestState.choices, default=RequestState.PENDING)
    expires_at = models.DateTimeField(_("expires"))
    closed_at = models.DateTimeField(null=True)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [
            one_of("approvalrequest", "state", RequestState),
            UniqueConstraint(
                name="approvalrequest_one_pending",
                fields=["kind", "subject_type", "subject_id"],
                condition=Q(state=RequestState.PENDING),
            ),
            CheckConstraint(
                name="approvalrequest_amount_with_currency", condition=Q(amount=None, currency="") | (Q(amount__gte=0) & ~Q(currency=""))
            ),
            *money_constraints("approvalrequest", "amount"),
        ]
        indexes = [models.Index(name="approvalrequest_waiting", fields=["expires_at"], condition=Q(state=RequestState.PENDING))]

    def __str__(self) -> str:
        return self.subject_label

    def get_absolute_url(self) -> str:
        return reverse("approval_detail", args=[self.public_id])


class Decision(models.TextChoices):
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")


class ApprovalStep(Record):
    """One person's decision. `delegate_of` is the absent person whose role was used."""

    request = models.ForeignKey(ApprovalRequest, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=40)
    approver = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    delegate_of = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision.choices)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("approvalstep", "decision", Decision),
            UniqueConstraint(name="approvalstep_once", fields=["request", "position"]),
            UniqueConstraint(name="approvalstep_one_per_person", fields=["request", "approver"]),
            CheckConstraint(name="approvalstep_rejection_says_why", condition=Q(decision=Decision.APPROVED) | ~Q(reason="")),
        ]
        triggers = append_only("approvalstep")

    def __str__(self) -> str:
        return f"{self.approver} {self.decision}"
