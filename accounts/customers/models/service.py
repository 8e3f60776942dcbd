"""How we serve a customer: target times by tier, how often we may write, what was said, and how the client works."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models.customer import Customer, Tier, through_customer
from o2c.accounts.customers.models.reach import Contact
from o2c.core.fields import Record, Versioned, append_only, history, one_of


class ServiceKind(models.TextChoices):
    REQUEST = "request", _("change requests")
    CASE = "case", _("questions and complaints")
    ONBOARDING = "onboarding", _("onboarding")
    PROCESS = "process", _("changes of the client's process")


class Channel(models.TextChoices):
    CALL = "call", _("call")
    MAIL = "mail", _("mail")
    LETTER = "letter", _("letter")
    MEETING = "meeting", _("meeting")
    CHAT = "chat", _("chat")


class Direction(models.TextChoices):
    OUT = "out", _("we to them")
    IN = "in", _("they to us")


class Tone(models.TextChoices):
    FRIENDLY = "friendly", _("friendly")
    NEUTRAL = "neutral", _("neutral")
    TENSE = "tense", _("tense")
    ANGRY = "angry", _("angry")


class Purpose(models.TextChoices):
    GENERAL = "general", _("general")
    REMINDER = "reminder", _("reminder")


class PoRule(models.TextChoices):
    NONE = "none", _("no purchase order needed")
    BEFORE = "before", _("purchase order before the service")
    ON_INVOICE = "on_invoice", _("purchase order number on the invoice")


class ProcessState(models.TextChoices):
    REQUESTED = "requested", _("requested")
    APPLIED = "applied", _("applied")
    CONFIRMED = "confirmed", _("confirmed by the client")
    REJECTED = "rejected", _("rejected")


@history
class TierTarget(Versioned):
    """The working hours within which something is done for customers of a tier."""

    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices)
    kind = models.CharField(_("what for"), max_length=12, choices=ServiceKind.choices)
    hours = models.DecimalField(_("working hours"), max_digits=6, decimal_places=1)

    class Meta:
        constraints = [
            UniqueConstraint(name="tiertarget_once", fields=["tier", "kind"]),
            CheckConstraint(name="tiertarget_hours_positive", condition=Q(hours__gt=0)),
            one_of("tiertarget", "tier", Tier),
            one_of("tiertarget", "kind", ServiceKind),
        ]

    def __str__(self) -> str:
        return f"{self.get_tier_display()}: {self.get_kind_display()}"


@history
class ContactCap(Versioned):
    """How many reminders customers of a tier may get within some days before somebody has to say why."""

    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices)
    most = models.PositiveSmallIntegerField(_("reminders"))
    days = models.PositiveSmallIntegerField(_("within days"))

    class Meta:
        constraints = [
            UniqueConstraint(name="contactcap_once", fields=["tier"]),
            CheckConstraint(name="contactcap_positive", condition=Q(most__gte=1, days__gte=1)),
            one_of("contactcap", "tier", Tier),
        ]

    def __str__(self) -> str:
        return self.get_tier_display()


class Interaction(Record):
    """One contact with a customer, either way. `over_cap`: why it was made although the cap was reached."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="interactions")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="interactions", verbose_name=_("contact"))
    at = models.DateTimeField(_("at"))
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices, default=Direction.OUT)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices, default=Purpose.GENERAL)
    tone = models.CharField(_("tone"), max_length=10, choices=Tone.choices, default=Tone.NEUTRAL)
    subject = models.CharField(_("about"), max_length=200)
    text = models.TextField(_("what was said"), blank=True)
    over_cap = models.CharField(_("why although the cap was reached"), max_length=200, blank=True)

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            CheckConstraint(name="interaction_subject_given", condition=~Q(subject="")),
            one_of("interaction", "channel", Channel),
            one_of("interaction", "direction", Direction),
            one_of("interaction", "purpose", Purpose),
            one_of("interaction", "tone", Tone),
        ]
        indexes = [models.Index(name="interaction_of_customer", fields=["customer", "-at"])]
        triggers = append_only("interaction")

    def __str__(self) -> str:
        return self.subject


@history
class ClientProcess(Versioned):
    """How a client wants to be dealt with: portal, purchase orders, cut-offs, payment runs. Changed only by a process change."""

    customer = models.OneToOneField(Customer, models.PROTECT, related_name="process")
    portal = models.CharField(_("portal"), max_length=80, blank=True)
    portal_url = models.URLField(_("address of the portal"), blank=True)
    po_rule = models.CharField(_("purchase orders"), max_length=12, choices=PoRule.choices, default=PoRule.NONE)
    cut_off_day = models.PositiveSmallIntegerField(_("invoices until day of the month"), null=True, blank=True)
    payment_run_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("payment run days"))
    contacts = models.CharField(_("who decides there"), max_length=300, blank=True)
    instructions = models.TextField(_("instructions"), blank=True)

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            CheckConstraint(name="clientprocess_cut_off_in_month", condition=Q(cut_off_day=None) | Q(cut_off_day__range=(1, 31))),
            CheckConstraint(name="clientprocess_runs_in_month", condition=Q(payment_run_days__contained_by=list(range(1, 32)))),
            one_of("clientprocess", "po_rule", PoRule),
        ]

    def __str__(self) -> str:
        return str(self.customer)


@history
class ProcessChange(Versioned):
    """A change of a client's process: requested, applied by us within the target time, confirmed by the client."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="process_changes", verbose_name=_("customer"))
    wanted = models.JSONField(_("what changes"), encoder=DjangoJSONEncoder)
    reason = models.CharField(_("why"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=ProcessState.choices, default=ProcessState.REQUESTED)
    due_at = models.DateTimeField(_("due"))
    applied_at = models.DateTimeField(_("applied at"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    answer = models.CharField(_("the client's answer"), max_length=300, blank=True, editable=False)

    TELLS_OF: ClassVar[str] = "accounts.clientprocess"
    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            UniqueConstraint(name="processchange_one_open", fields=["customer"], condition=Q(state="requested")),
            CheckConstraint(
                name="processchange_applied_has_a_moment",
                condition=Q(state__in=["requested", "rejected"], applied_at=None)
                | Q(state__in=["applied", "confirmed"], applied_at__isnull=False),
            ),
            CheckConstraint(
                name="processchange_closed_has_an_answer",
                condition=Q(state__in=["requested", "applied"], closed_at=None)
                | (Q(state__in=["confirmed", "rejected"], closed_at__isnull=False) & ~Q(answer="")),
            ),
            one_of("processchange", "state", ProcessState),
        ]
        indexes = [models.Index(name="processchange_due", fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"{self.customer}: {self.reason}"[:200]

    def get_absolute_url(self) -> str:
        return reverse("process_change_detail", args=[self.public_id])

    def get_standing_display(self) -> str:
        """The state in words; lists annotate `standing`, which is "late" past the target time."""
        return gettext("late") if getattr(self, "standing", "") == "late" else self.get_state_display()
