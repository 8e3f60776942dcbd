"""What a customer ordered: insertion orders with dates and a budget that campaigns may spend."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer, through_customer
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import CurrencyField, FoldedField, MoneyField, Versioned, ends_after_start, history, money_constraints, one_of


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
