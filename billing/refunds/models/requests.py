"""A refund from draft to the bank's answer, the credits it takes from, and captures of cards it may go back to."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import BankAccount, Customer, through_customer
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.accounts.payment_methods.models import PaymentMethod
from o2c.billing.ledger.models import OpenItem
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import CurrencyField, MoneyField, Record, Versioned, append_only, history, money_constraints, one_of


class RefundState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waiting for approval")
    APPROVED = "approved", _("approved")
    RELEASED = "released", _("released")
    SENT = "sent", _("sent")
    CONFIRMED = "confirmed", _("paid, confirmed")
    RETURNED = "returned", _("came back")
    REJECTED = "rejected", _("rejected")
    CANCELLED = "cancelled", _("cancelled")


class NextNumber(Func):
    """The next number of a refund, from a sequence of the database."""

    template = "'RF' || lpad(nextval('billing_refund_number')::text, 7, '0')"
    output_field = models.CharField()


class CardCapture(Record):
    """What a card was charged, as its processor told us: a refund goes back to the same card and never above it."""

    method = models.ForeignKey(PaymentMethod, models.PROTECT, related_name="+", verbose_name=_("card"))
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    reference = models.CharField(_("reference of the processor"), max_length=80)
    amount = MoneyField(_("captured"))
    currency = CurrencyField(_("currency"))
    captured_on = models.DateField(_("captured on"))

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            UniqueConstraint(name="cardcapture_once", fields=["method", "reference"]),
            CheckConstraint(name="cardcapture_amount_positive", condition=Q(amount__gt=0)),
            *money_constraints("cardcapture", "amount"),
        ]
        triggers = append_only("cardcapture")

    def __str__(self) -> str:
        return f"{self.method} {self.reference}"


REQUEST_STAYS = """
    IF OLD.state <> 'draft' THEN
        RAISE EXCEPTION 'what was submitted stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'refundrequest_submitted_stays';
    END IF;
    RETURN NEW;
"""


@history
class RefundRequest(Versioned):
    """Money that goes back. From submission on its amount is reserved on the credits it takes from.

    `three_persons`: above the limit, so whoever releases is neither maker nor approver. `screened_at`: when the payee was
    found clear for the release.
    """

    number = models.CharField(_("number"), max_length=20, unique=True, db_default=NextNumber(), editable=False)
    account = models.ForeignKey(FinancialAccount, models.PROTECT, related_name="refunds", verbose_name=_("account"))
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="refunds", verbose_name=_("customer"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("our entity"))
    currency = CurrencyField(_("currency"))
    amount = MoneyField(_("amount"))
    bank_account = models.ForeignKey(BankAccount, models.PROTECT, null=True, related_name="+", verbose_name=_("bank account"))
    capture = models.ForeignKey(CardCapture, models.PROTECT, null=True, related_name="refunds", verbose_name=_("card payment"))
    reason = models.TextField(_("reason"))
    set_off_reason = models.TextField(_("why nothing is set off first"), blank=True)
    three_persons = models.BooleanField(_("three persons"), default=True)
    submitted_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("submitted by"))
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    approved_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("approved by"))
    approved_at = models.DateTimeField(_("approved"), null=True)
    released_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("released by"))
    released_at = models.DateTimeField(_("released"), null=True)
    screened_at = models.DateTimeField(_("payee found clear"), null=True)
    outcome = models.TextField(_("outcome"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RefundState.choices, default=RefundState.DRAFT)

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            one_of("refundrequest", "state", RefundState),
            CheckConstraint(name="refundrequest_amount_not_negative", condition=Q(amount__gt=0) | Q(amount=0, state="cancelled")),
            CheckConstraint(
                name="refundrequest_one_way_back",
                condition=Q(bank_account__isnull=False, capture=None) | Q(bank_account=None, capture__isnull=False),
            ),
            CheckConstraint(name="refundrequest_says_why", condition=~Q(reason="")),
            CheckConstraint(
                name="refundrequest_end_says_why", condition=~Q(state__in=["rejected", "cancelled", "returned"]) | ~Q(outcome="")
            ),
            CheckConstraint(
                name="refundrequest_approved_by_another",
                condition=Q(approved_by=None) | (~Q(approved_by=F("created_by")) & ~Q(approved_by=F("submitted_by"))),
            ),
            CheckConstraint(
                name="refundrequest_released_was_approved",
                condition=~Q(state__in=["released", "sent", "confirmed", "returned"])
                | Q(approved_by__isnull=False, released_by__isnull=False, screened_at__isnull=False),
            ),
            CheckConstraint(
                name="refundrequest_three_persons",
                condition=Q(three_persons=False)
                | Q(released_by=None)
                | (~Q(released_by=F("created_by")) & ~Q(released_by=F("submitted_by")) & ~Q(released_by=F("approved_by"))),
            ),
            *money_constraints("refundrequest", "amount"),
        ]
        indexes = [
            models.Index(name="refundrequest_list", fields=["-created_at", "-id"]),
            models.Index(name="refundrequest_of_customer", fields=["customer", "-created_at"]),
            models.Index(name="refundrequest_twice", fields=["customer", "currency", "amount", "submitted_at"]),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="submitted_stays",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.AnyChange(
                    "account", "customer", "entity", "currency", "amount", "bank_account", "capture", "three_persons"
                ),
                func=REQUEST_STAYS,
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def tone(self) -> str:
        """The state as it is coloured: "confirmed" elsewhere means a confirmed suspicion, here money that arrived."""
        return "paid" if self.state == RefundState.CONFIRMED else self.state

    def get_absolute_url(self) -> str:
        return reverse("refund_detail", args=[self.public_id])


LINES_STAY = """
    IF EXISTS (SELECT FROM billing_refundrequest WHERE id = OLD.refund_id AND state <> 'draft') THEN
        RAISE EXCEPTION 'what was submitted stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'refundrequest_submitted_stays';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class RefundLine(models.Model):
    """So much of one credit goes back."""

    refund = models.ForeignKey(RefundRequest, models.PROTECT, related_name="lines")
    item = models.ForeignKey(OpenItem, models.PROTECT, related_name="refund_lines", verbose_name=_("credit"))
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))

    class Meta:
        constraints = [
            UniqueConstraint(name="refundline_credit_once", fields=["refund", "item"]),
            CheckConstraint(name="refundline_amount_positive", condition=Q(amount__gt=0)),
            *money_constraints("refundline", "amount"),
        ]
        triggers = [
            pgtrigger.Trigger(name="submitted_stays", operation=pgtrigger.Update | pgtrigger.Delete, when=pgtrigger.Before, func=LINES_STAY)
        ]

    def __str__(self) -> str:
        return f"{self.item.reference} {self.amount}"
