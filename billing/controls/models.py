"""What the billing controls found, and when they ran."""

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.customers.models import Customer
from o2c.core.fields import CurrencyField, MoneyField, Record, one_of


class Severity(models.TextChoices):
    STOP = "stop", _("stops the invoice")
    HOLD = "hold", _("holds the line")
    WARN = "warn", _("warning")


class ExceptionState(models.TextChoices):
    OPEN = "open", _("open")
    ASSIGNED = "assigned", _("assigned")
    WAIVED = "waived", _("waived")
    RESOLVED = "resolved", _("resolved")
    AUTO_CLOSED = "auto_closed", _("closed by itself")


class SubjectKind(models.TextChoices):
    CAMPAIGN = "campaign", _("campaign")
    CUSTOMER = "customer", _("customer")
    FINANCIAL_ACCOUNT = "financial_account", _("financial account")
    PURCHASE_ORDER = "purchase_order", _("purchase order")
    DOCUMENT = "document", _("document")


class BillingException(Record):
    """One finding of one control about one object in one month. A run updates it, closes it when its cause is gone, and reopens it."""

    control = models.CharField(_("control"), max_length=10)
    subject_kind = models.CharField(_("kind of object"), max_length=20, choices=SubjectKind.choices)
    subject_id = models.BigIntegerField()
    label = models.CharField(_("object"), max_length=260)
    address = models.UUIDField()
    period = models.DateField(_("month"))
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="billing_exceptions", verbose_name=_("customer"))
    severity = models.CharField(_("severity"), max_length=6, choices=Severity.choices)
    team = models.CharField(_("team"), max_length=40)
    amount = MoneyField(_("amount at risk"))
    currency = CurrencyField(_("currency"))
    why = models.CharField(max_length=40)
    fix = models.CharField(max_length=40)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(_("state"), max_length=12, choices=ExceptionState.choices, default=ExceptionState.OPEN)
    owner = models.ForeignKey("core.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    first_seen = models.DateField(_("first seen"))
    last_seen = models.DateField(_("last seen"))
    waived_until = models.DateField(_("waived until"), null=True)
    closed_on = models.DateField(_("closed on"), null=True)
    reopened = models.PositiveIntegerField(_("times reopened"), default=0)
    resolution = models.CharField(_("resolution"), max_length=200, blank=True)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "customer__entities", "region": "customer__country"}

    class Meta:
        constraints = [
            UniqueConstraint(name="billingexception_key", fields=["control", "subject_kind", "subject_id", "period"]),
            CheckConstraint(name="billingexception_first_of_month", condition=Q(period__day=1)),
            CheckConstraint(
                name="billingexception_waiver_ends",
                condition=Q(state="waived", waived_until__isnull=False) | (~Q(state="waived") & Q(waived_until=None)),
            ),
            CheckConstraint(name="billingexception_assigned_has_owner", condition=~Q(state="assigned") | Q(owner__isnull=False)),
            CheckConstraint(
                name="billingexception_closed_has_a_day",
                condition=Q(state__in=["resolved", "auto_closed"], closed_on__isnull=False)
                | Q(state__in=["open", "assigned", "waived"], closed_on=None),
            ),
            CheckConstraint(name="billingexception_has_a_team", condition=~Q(team="")),
            one_of("billingexception", "severity", Severity),
            one_of("billingexception", "state", ExceptionState),
            one_of("billingexception", "subject_kind", SubjectKind),
        ]
        indexes = [
            models.Index(name="billingexception_list", fields=["state", "-amount", "id"]),
            models.Index(name="billingexception_of_control", fields=["control", "state", "period"]),
        ]

    def __str__(self) -> str:
        return f"{self.control} {self.label} {self.period:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("billing_exception_detail", args=[self.public_id])

    @property
    def subject_url(self) -> str:
        return reverse(f"{self.subject_kind}_detail", args=[self.address])


class ControlRun(Record):
    """One run of one control: over everything, or over one customer or campaign. `waiting` and `amounts`: what is unsettled after it."""

    control = models.CharField(_("control"), max_length=10)
    day = models.DateField(_("day"))
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+", verbose_name=_("customer"))
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="+", verbose_name=_("campaign"))
    found = models.PositiveIntegerField(_("found"))
    opened = models.PositiveIntegerField(_("new"))
    reopened = models.PositiveIntegerField(_("reopened"))
    closed = models.PositiveIntegerField(_("closed"))
    waiting = models.PositiveIntegerField(_("waiting"), default=0)
    amounts = models.JSONField(_("amounts at risk"), default=dict, encoder=DjangoJSONEncoder)
    milliseconds = models.PositiveIntegerField(_("milliseconds"))

    class Meta:
        indexes = [
            models.Index(name="controlrun_latest", fields=["-created_at", "-id"]),
            models.Index(name="controlrun_whole", fields=["control", "-day", "-id"], condition=Q(customer=None, campaign=None)),
        ]

    def __str__(self) -> str:
        return f"{self.control} {self.day}"
