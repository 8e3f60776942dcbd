"""The customer's own order: its number and amount, as a balance that billing uses up."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer, through_customer
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import CurrencyField, FoldedField, MoneyField, Versioned, ends_after_start, history, money_constraints, one_of
from o2c.core.files.models import StoredFile


class PurchaseOrderState(models.TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


@history
class PurchaseOrder(Versioned):
    """A customer's purchase order. What is billed, held and remaining is asked of billing, never written here."""

    number = models.CharField(_("number"), max_length=60)
    search_name = FoldedField(sources=["number"])
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="purchase_orders", verbose_name=_("customer"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("our entity"))
    starts_on = models.DateField(_("valid from"))
    ends_on = models.DateField(_("expires before"), null=True, blank=True)
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    tolerance_percent = models.DecimalField(_("tolerance in percent"), max_digits=5, decimal_places=2, default=0)
    reference = models.CharField(_("customer's reference"), max_length=100, blank=True)
    document = models.ForeignKey(StoredFile, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("document"))
    state = models.CharField(_("state"), max_length=10, choices=PurchaseOrderState.choices, default=PurchaseOrderState.OPEN, editable=False)

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            UniqueConstraint(name="purchaseorder_number_once", fields=["customer", "number"]),
            CheckConstraint(name="purchaseorder_number_given", condition=~Q(number="")),
            ends_after_start("purchaseorder", "starts_on", "ends_on"),
            CheckConstraint(name="purchaseorder_amount_positive", condition=Q(amount__gt=0)),
            CheckConstraint(name="purchaseorder_tolerance_sane", condition=Q(tolerance_percent__gte=0, tolerance_percent__lte=100)),
            *money_constraints("purchaseorder", "amount"),
            one_of("purchaseorder", "state", PurchaseOrderState),
        ]
        indexes = [
            GinIndex(name="purchaseorder_search", fields=["search_name"], opclasses=["gin_trgm_ops"]),
            models.Index(name="purchaseorder_of_customer", fields=["customer", "state", "starts_on"]),
        ]

    def __str__(self) -> str:
        return self.number

    def get_standing_display(self) -> str:
        """The state in words; lists annotate `standing`, which is "expired" for an open order past its last day."""
        return gettext("expired") if getattr(self, "standing", "") == "expired" else self.get_state_display()

    def get_absolute_url(self) -> str:
        return reverse("purchase_order_detail", args=[self.public_id])
