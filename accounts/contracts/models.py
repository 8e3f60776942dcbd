"""On what terms we deal: payment terms, contracts with their amendments, insertion orders."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer, through_customer
from o2c.core.dates import EomMode
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import CurrencyField, FoldedField, MoneyField, Versioned, ends_after_start, history, money_constraints, one_of


class EndOfMonth(models.TextChoices):
    NONE = "none", _("net days")
    NET_THEN_EOM = "net_then_eom", _("net days, then end of month")
    EOM_THEN_NET = "eom_then_net", _("end of month, then net days")


@history
class PaymentTerm(Versioned):
    """When an invoice falls due, and what early payment earns."""

    code = models.CharField(_("code"), max_length=20)
    net_days = models.PositiveSmallIntegerField(_("net days"))
    eom_mode = models.CharField(_("end of month"), max_length=12, choices=EndOfMonth.choices, default=EndOfMonth.NONE)
    discount_percent = models.DecimalField(_("early payment discount in percent"), max_digits=5, decimal_places=2, default=0)
    discount_days = models.PositiveSmallIntegerField(_("discount within days"), default=0)

    class Meta:
        constraints = [
            UniqueConstraint(name="paymentterm_code_once", fields=["code"]),
            CheckConstraint(name="paymentterm_days_at_most_a_year", condition=Q(net_days__lte=365)),
            CheckConstraint(name="paymentterm_discount_below_all", condition=Q(discount_percent__gte=0, discount_percent__lt=100)),
            one_of("paymentterm", "eom_mode", EndOfMonth),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def mode(self) -> EomMode:
        """For `core.dates.due_date`."""
        match self.eom_mode:
            case "net_then_eom":
                return "net_then_eom"
            case "eom_then_net":
                return "eom_then_net"
            case _:
                return "none"


class ContractState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")
    ACTIVE = "active", _("active")
    AMENDED = "amended", _("replaced by an amendment")
    EXPIRED = "expired", _("expired")
    TERMINATED = "terminated", _("terminated")


class Renewal(models.TextChoices):
    NONE = "none", _("ends on its last day")
    TACIT = "tacit", _("renews tacitly")


@history
class Contract(Versioned):
    """What a customer and one of our entities signed. An amendment is a new row with the next `revision`."""

    number = models.CharField(_("number"), max_length=40)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contracts", verbose_name=_("customer"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("our entity"))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends before"), null=True, blank=True)
    renewal = models.CharField(_("renewal"), max_length=10, choices=Renewal.choices, default=Renewal.NONE)
    notice_days = models.PositiveSmallIntegerField(_("notice in days"), default=0)
    currency = CurrencyField(_("currency"))
    terms = models.ForeignKey(PaymentTerm, models.PROTECT, related_name="+", verbose_name=_("payment terms"))
    credit_limit = MoneyField(_("credit limit"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signatory = models.CharField(_("signed by"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=ContractState.choices, default=ContractState.DRAFT)
    amends = models.OneToOneField("self", models.PROTECT, null=True, editable=False, related_name="amended_by")

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            UniqueConstraint(name="contract_number_once", fields=["customer", "number", "revision"]),
            ends_after_start("contract", "starts_on", "ends_on"),
            CheckConstraint(name="contract_credit_limit_positive", condition=Q(credit_limit=None) | Q(credit_limit__gte=0)),
            CheckConstraint(name="contract_active_is_signed", condition=~Q(state="active") | Q(signed_on__isnull=False)),
            *money_constraints("contract", "credit_limit"),
            one_of("contract", "state", ContractState),
            one_of("contract", "renewal", Renewal),
        ]
        indexes = [
            models.Index(name="contract_of_customer", fields=["customer", "state", "starts_on"]),
            models.Index(name="contract_ending", fields=["ends_on"], condition=Q(state="active")),
        ]

    def __str__(self) -> str:
        return self.number if self.revision == 1 else f"{self.number} ({self.revision})"

    def get_absolute_url(self) -> str:
        return reverse("contract_detail", args=[self.public_id])


class OrderState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SIGNED = "signed", _("signed")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


@history
class InsertionOrder(Versioned):
    """A customer's order for advertising: dates and a budget that campaigns may spend. `tolerance_percent` goes on top."""

    number = models.CharField(_("number"), max_length=60)
    search_name = FoldedField(sources=["number"])
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="insertion_orders", verbose_name=_("customer"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("our entity"))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends before"))
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    tolerance_percent = models.DecimalField(_("tolerance in percent"), max_digits=5, decimal_places=2, default=0)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=OrderState.choices, default=OrderState.DRAFT)

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            UniqueConstraint(name="insertionorder_number_once", fields=["customer", "number"]),
            ends_after_start("insertionorder", "starts_on", "ends_on"),
            CheckConstraint(name="insertionorder_amount_positive", condition=Q(amount__gt=0)),
            CheckConstraint(name="insertionorder_tolerance_sane", condition=Q(tolerance_percent__gte=0, tolerance_percent__lte=100)),
            CheckConstraint(name="insertionorder_signed_has_a_day", condition=~Q(state="signed") | Q(signed_on__isnull=False)),
            *money_constraints("insertionorder", "amount"),
            one_of("insertionorder", "state", OrderState),
        ]
        indexes = [GinIndex(name="insertionorder_search", fields=["search_name"], opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("insertion_order_detail", args=[self.public_id])
