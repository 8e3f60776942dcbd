"""Corrections of posted documents: what is wrong, what is credited, what is billed anew, and what came of it."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import through_customer
from o2c.billing.documents.models import Document, DocumentLine
from o2c.billing.documents.reasons import Cause
from o2c.billing.spend.models import SpendRecord
from o2c.core.fields import CurrencyField, MoneyField, Versioned, append_only, ends_after_start, history, money_constraints, one_of
from o2c.core.sentences import kept_sentence


class CorrectionKind(models.TextChoices):
    CREDIT = "credit", _("credit note")
    REBILL = "rebill", _("credit note and new invoice")
    DEBIT = "debit", _("debit note")


class CorrectionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waiting for approval")
    APPROVED = "approved", _("approved")
    EXECUTED = "executed", _("posted")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Team(models.TextChoices):
    """Where the error arose."""

    SALES = "sales", _("sales")
    PRICING = "pricing", _("prices and conditions")
    MASTER_DATA = "master_data", _("master data")
    BILLING = "billing", _("billing")
    OPERATIONS = "operations", _("operations")
    SYSTEM = "system", _("system or feed")
    CUSTOMER = "customer", _("customer")


@history
class Correction(Versioned):
    """One case of credit and rebill. The head of the new invoice: `rebill_account`, `buyer_reference`.

    `source`: what asked for it (`dispute`, `request`, ...) and the public id there, so that the answer goes back to it.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="correction_cases", verbose_name=_("document"))
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", db_index=False, verbose_name=_("our entity"))
    customer = models.ForeignKey("accounts.Customer", models.PROTECT, related_name="correction_cases", verbose_name=_("customer"))
    currency = CurrencyField(_("currency"))
    kind = models.CharField(_("what is issued"), max_length=10, choices=CorrectionKind.choices)
    cause = models.CharField(_("cause"), max_length=20, choices=Cause.choices)
    team = models.CharField(_("arose in"), max_length=20, choices=Team.choices)
    explanation = models.TextField(_("explanation"), max_length=2000)
    rebill_account = models.ForeignKey(
        "accounts.FinancialAccount", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account of the new invoice")
    )
    buyer_reference = models.CharField(_("reference on the new invoice"), max_length=100, blank=True)
    credited = MoneyField(_("credited, net"), default=Decimal(0), editable=False)
    rebilled = MoneyField(_("billed anew, net"), default=Decimal(0), editable=False)
    state = models.CharField(_("state"), max_length=10, choices=CorrectionState.choices, default=CorrectionState.DRAFT, editable=False)
    reason = models.CharField(_("why rejected or withdrawn"), max_length=500, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    executed_at = models.DateTimeField(_("posted"), null=True, editable=False)
    credit_note = models.OneToOneField(
        Document, models.PROTECT, null=True, related_name="credit_case", editable=False, verbose_name=_("credit note")
    )
    rebill = models.OneToOneField(
        Document, models.PROTECT, null=True, related_name="rebill_case", editable=False, verbose_name=_("new document")
    )
    source = models.CharField(_("asked for by"), max_length=20, blank=True, editable=False)
    source_id = models.UUIDField(null=True, editable=False)

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        verbose_name = _("correction")
        constraints = [
            UniqueConstraint(
                name="correction_one_open_per_document", fields=["document"], condition=Q(state__in=["draft", "submitted", "approved"])
            ),
            CheckConstraint(name="correction_explained", condition=~Q(explanation="")),
            CheckConstraint(
                name="correction_executed_has_documents",
                condition=~Q(state="executed")
                | Q(kind="credit", credit_note__isnull=False, rebill=None)
                | Q(kind="rebill", credit_note__isnull=False, rebill__isnull=False)
                | Q(kind="debit", credit_note=None, rebill__isnull=False),
            ),
            CheckConstraint(name="correction_refusal_says_why", condition=~Q(state__in=["rejected", "withdrawn"]) | ~Q(reason="")),
            *money_constraints("correction", "credited", "rebilled"),
            one_of("correction", "kind", CorrectionKind),
            one_of("correction", "cause", Cause),
            one_of("correction", "team", Team),
            one_of("correction", "state", CorrectionState),
        ]
        indexes = [
            models.Index(name="correction_list", fields=["state", "-id"]),
            models.Index(name="correction_by_execution", fields=["executed_at"], condition=Q(state="executed")),
        ]

    def __str__(self) -> str:
        return kept_sentence(**self.in_words)

    @property
    def in_words(self) -> dict[str, Any]:
        return {"code": "correction_named", "values": {"document": self.document.number}}

    def get_absolute_url(self) -> str:
        return reverse("correction_detail", args=[self.public_id])


@history
class CorrectionLine(Versioned):
    """What is credited of a line of the original, and what is billed instead. Without an original line: a line it never had."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="lines", verbose_name=_("correction"))
    position = models.PositiveIntegerField(_("line"))
    original_line = models.ForeignKey(DocumentLine, models.PROTECT, null=True, related_name="+", verbose_name=_("original line"))
    description = models.CharField(_("description"), max_length=300)
    unit = models.CharField(_("unit"), max_length=10)
    credit_quantity = models.DecimalField(_("quantity credited"), max_digits=20, decimal_places=8, default=Decimal(0))
    credit_price = models.DecimalField(_("price credited"), max_digits=20, decimal_places=8, default=Decimal(0))
    rebill_quantity = models.DecimalField(_("quantity billed anew"), max_digits=20, decimal_places=8, default=Decimal(0))
    rebill_price = models.DecimalField(_("price billed anew"), max_digits=20, decimal_places=8, default=Decimal(0))
    purchase_order = models.ForeignKey(
        "accounts.PurchaseOrder", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("purchase order")
    )
    service_from = models.DateField(_("service from"), null=True, blank=True)
    service_until = models.DateField(_("service until before"), null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="correctionline_position_once", fields=["correction", "position"]),
            UniqueConstraint(
                name="correctionline_original_once", fields=["correction", "original_line"], condition=Q(original_line__isnull=False)
            ),
            CheckConstraint(name="correctionline_prices_not_negative", condition=Q(credit_price__gte=0, rebill_price__gte=0)),
            ends_after_start("correctionline", "service_from", "service_until"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.description}"


class CorrectionSpend(models.Model):
    """A record of spend whose difference (negative) a line gives back. When the credit is posted, this becomes its `SpendBilling`."""

    line = models.ForeignKey(CorrectionLine, models.PROTECT, related_name="spend", verbose_name=_("line"))
    spend = models.ForeignKey(SpendRecord, models.PROTECT, related_name="+", verbose_name=_("spend"))
    amount = MoneyField(_("amount"))

    class Meta:
        constraints = [
            UniqueConstraint(name="correctionspend_once", fields=["line", "spend"]),
            CheckConstraint(name="correctionspend_gives_back", condition=Q(amount__lt=0)),
        ]
        triggers = append_only("correctionspend")

    def __str__(self) -> str:
        return f"{self.line_id} {self.spend_id}"
