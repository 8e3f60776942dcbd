"""SEPA direct debit mandates: a customer lets one of our entities collect from an account."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer, through_customer
from o2c.accounts.payment_methods.models.methods import PaymentMethod
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import CurrencyField, MoneyField, Record, Versioned, append_only, history, money_constraints, one_of


class Scheme(models.TextChoices):
    CORE = "core", _("CORE")
    B2B = "b2b", _("B2B")


class MandateState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SENT = "sent", _("sent")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")
    EXPIRED = "expired", _("expired")


@history
class Mandate(Versioned):
    """Signed by the customer for one creditor; `reference` is unique there. A B2B mandate counts once the bank confirmed it."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="mandates", verbose_name=_("customer"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("our entity"))
    method = models.OneToOneField(PaymentMethod, models.PROTECT, related_name="mandate", editable=False)
    reference = models.CharField(_("mandate reference"), max_length=35)
    scheme = models.CharField(_("scheme"), max_length=4, choices=Scheme.choices, default=Scheme.CORE)
    one_off = models.BooleanField(_("for one collection only"), default=False)
    iban = models.CharField(_("IBAN"), max_length=34)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    holder = models.CharField(_("account holder"), max_length=140)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed by the bank on"), null=True, blank=True)
    last_used_on = models.DateField(_("last collection"), null=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=MandateState.choices, default=MandateState.DRAFT)
    reason = models.CharField(_("why"), max_length=200, blank=True, editable=False)

    MASKED: ClassVar[set[str]] = {"iban"}
    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            UniqueConstraint(name="mandate_reference_once", fields=["entity", "reference"]),
            CheckConstraint(
                name="mandate_active_is_signed",
                condition=Q(state__in=["draft", "sent"]) | Q(signed_on__isnull=False),
            ),
            CheckConstraint(
                name="mandate_b2b_is_confirmed",
                condition=~Q(scheme="b2b", state="active") | Q(confirmed_on__isnull=False),
            ),
            one_of("mandate", "scheme", Scheme),
            one_of("mandate", "state", MandateState),
        ]
        indexes = [
            models.Index(name="mandate_lapsing", fields=["last_used_on", "signed_on"], condition=Q(state__in=["active", "suspended"]))
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("mandate_detail", args=[self.public_id])

    @property
    def masked(self) -> str:
        """The IBAN as lists show it: country and last four characters."""
        return f"{self.iban[:2]}•• •••• {self.iban[-4:]}"


class MandateAmendment(Record):
    """What a mandate said before and says since: the next collection tells the bank."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="amendments")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        triggers = append_only("mandateamendment")

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.reason}"


class RejectedCollection(Record):
    """A collection the bank did not carry out or took back, with its code."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="rejections")
    code = models.CharField(_("code"), max_length=4)
    rejected_on = models.DateField(_("rejected on"))
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    reference = models.CharField(_("collection"), max_length=35)

    class Meta:
        constraints = [
            UniqueConstraint(name="rejectedcollection_once", fields=["mandate", "reference", "code"]),
            CheckConstraint(name="rejectedcollection_amount_positive", condition=Q(amount__gt=0)),
            *money_constraints("rejectedcollection", "amount"),
        ]
        triggers = append_only("rejectedcollection")

    def __str__(self) -> str:
        return f"{self.code} {self.reference}"
