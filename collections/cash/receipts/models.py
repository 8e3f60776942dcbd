"""Money that came in: what a bank entry or a cheque brought, and on whose account it stands."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import CurrencyField, MoneyField, Record, money_constraints, one_of
from o2c.core.money import Money


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
    is applied is read from that item. Until then the money is unidentified cash. `conversion` took it out of unidentified cash
    where the account is kept in the currency the payer instructed: `entry` and its item are in that currency.
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
    conversion = models.OneToOneField(
        "billing.JournalEntry", models.PROTECT, null=True, related_name="converted_receipt", verbose_name=_("conversion")
    )
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

    @property
    def told(self) -> dict[str, Any]:
        """What the bank says of this payment (readers.shapes.Transaction); nothing where it says it of several at once."""
        payments = self.line.payments if self.line else []
        place = self.part - 1 if self.part else 0
        if not self.part and len(payments) != 1:
            return {}
        return dict(payments[place]) if place < len(payments) else {}

    @property
    def instructed(self) -> Money | None:
        """What the payer paid in another currency, by the bank; None where it was ours or nobody says."""
        told = self.told
        amount, currency = told.get("instructed"), told.get("instructed_currency") or ""
        return Money(Decimal(amount), currency) if amount and currency not in ("", self.currency) else None

    def __str__(self) -> str:
        return f"{self.payer or self.text[:40]} {self.amount} {self.currency}".strip()

    def get_absolute_url(self) -> str:
        return reverse("receipt_detail", args=[self.public_id])
