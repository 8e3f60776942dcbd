"""Money that came in: what a bank entry or a cheque brought, and on whose account it stands."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import CurrencyField, MoneyField, Record, money_constraints, one_of


class ReceiptState(models.TextChoices):
    UNIDENTIFIED = "unidentified", _("unidentified")
    PARKED = "parked", _("parked")
    ON_CUSTOMER = "on_customer", _("on a customer")
    RETURNED = "returned", _("returned by the bank")
    CODED = "coded", _("no receivable")
    SPLIT = "split", _("split into its payments")


class Receipt(Record):
    """One payment received. `part` counts the payments of a batch entry from 1; 0 is the whole entry.

    `entry` is the posting that put it on the customer's account, with its one open credit item; how much of it
    is applied is read from that item. Until then the money is unidentified cash.
    """

    line = models.ForeignKey("collections.StatementLine", models.PROTECT, null=True, related_name="receipts", verbose_name=_("bank entry"))
    part = models.PositiveIntegerField(_("payment of a batch"), default=0)
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", verbose_name=_("our entity"))
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    booked_on = models.DateField(_("booked on"))
    value_on = models.DateField(_("value date"))
    payer = models.CharField(_("payer"), max_length=140, blank=True)
    payer_account = models.CharField(_("payer's account"), max_length=64, blank=True)
    text = models.TextField(_("purpose"), blank=True)
    customer = models.ForeignKey("accounts.Customer", models.PROTECT, null=True, related_name="receipts", verbose_name=_("customer"))
    account = models.ForeignKey("accounts.FinancialAccount", models.PROTECT, null=True, related_name="+", verbose_name=_("account"))
    entry = models.OneToOneField("billing.JournalEntry", models.PROTECT, null=True, related_name="receipt", verbose_name=_("entry"))
    state = models.CharField(_("state"), max_length=12, choices=ReceiptState.choices, default=ReceiptState.UNIDENTIFIED)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [
            UniqueConstraint(name="receipt_once_per_payment", fields=["line", "part"]),
            CheckConstraint(name="receipt_amount_positive", condition=Q(amount__gt=0)),
            CheckConstraint(
                name="receipt_on_one_customer",
                condition=Q(state__in=["on_customer", "returned"], customer__isnull=False, account__isnull=False, entry__isnull=False)
                | Q(state__in=["unidentified", "parked", "coded", "split"], customer=None, account=None, entry=None),
            ),
            CheckConstraint(name="receipt_parked_says_why", condition=~Q(state="parked", reason="")),
            *money_constraints("receipt", "amount"),
            one_of("receipt", "state", ReceiptState),
        ]
        indexes = [
            models.Index(name="receipt_waiting", fields=["entity", "value_on"], condition=Q(state__in=["unidentified", "parked"])),
            models.Index(name="receipt_of_customer", fields=["customer", "-value_on"], condition=Q(state="on_customer")),
            models.Index(name="receipt_list", fields=["-value_on", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.payer or self.text[:40]} {self.amount} {self.currency}".strip()

    def get_absolute_url(self) -> str:
        return reverse("receipt_detail", args=[self.public_id])
