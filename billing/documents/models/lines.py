"""Lines and tax rows of posted documents: they arrive with their document, add up to it, and never change."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from o2c.billing.documents import triggers as own
from o2c.billing.documents.models.document import Document
from o2c.billing.ledger import triggers
from o2c.billing.ledger.models import Sealed
from o2c.core.fields import CurrencyField, MoneyField, append_only, ends_after_start, money_constraints, one_of

CATEGORIES = ["S", "Z", "E", "AE", "K", "G", "O"]
LINE_SEAL = [
    "id", "document_id", "position", "description", "detail", "quantity", "unit", "unit_price", "currency", "net", "tax_category",
    "tax_rate", "service_from", "service_until", "campaign_id", "purchase_order_id", "order_number", "condition_id", "advertiser_id",
    "advertiser_name", "original_line_id",
]  # fmt: skip
TAX_SEAL = ["id", "document_id", "currency", "category", "rate", "base", "amount", "reason", "reason_code"]


class DocumentLine(Sealed):
    """One line. Service days `[service_from, service_until)`; `detail` and `advertiser_name` as they were called on that day."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField(_("position"))
    description = models.CharField(_("description"), max_length=300)
    detail = models.CharField(_("campaign"), max_length=300, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=20, decimal_places=8)
    unit = models.CharField(_("unit"), max_length=10)
    unit_price = models.DecimalField(_("unit price"), max_digits=20, decimal_places=8)
    currency = CurrencyField(_("currency"))
    net = MoneyField(_("net amount"))
    tax_category = models.CharField(_("tax category"), max_length=2)
    tax_rate = models.DecimalField(_("tax rate"), max_digits=7, decimal_places=4)
    service_from = models.DateField(_("service from"), null=True)
    service_until = models.DateField(_("service until before"), null=True)
    campaign = models.ForeignKey("accounts.Campaign", models.PROTECT, null=True, related_name="document_lines", verbose_name=_("campaign"))
    purchase_order = models.ForeignKey(
        "accounts.PurchaseOrder", models.PROTECT, null=True, related_name="document_lines", verbose_name=_("purchase order")
    )
    order_number = models.CharField(_("order number"), max_length=60, blank=True)
    condition = models.ForeignKey(
        "accounts.Condition", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("price")
    )
    advertiser = models.ForeignKey(
        "accounts.Customer", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("advertiser")
    )
    advertiser_name = models.CharField(_("advertiser"), max_length=200, blank=True)
    original_line = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="credits", db_index=False, verbose_name=_("original line")
    )

    class Meta:
        constraints = [
            UniqueConstraint(name="documentline_position_once", fields=["document", "position"]),
            ends_after_start("documentline", "service_from", "service_until"),
            CheckConstraint(name="documentline_described", condition=~Q(description="")),
            CheckConstraint(name="documentline_price_not_negative", condition=Q(unit_price__gte=0)),
            CheckConstraint(name="documentline_rate_in_percent", condition=Q(tax_rate__gte=0, tax_rate__lte=100)),
            *money_constraints("documentline", "net"),
            one_of("documentline", "tax_category", [(code, code) for code in CATEGORIES]),
        ]
        indexes = [models.Index(name="documentline_of_original", fields=["original_line"], condition=Q(original_line__isnull=False))]
        triggers = [
            *append_only("documentline"), own.LINES_ADD_UP, own.LINE_CREDITS_WITHIN_ORIGINAL, triggers.sealed(LINE_SEAL),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.position} {self.description}"


class DocumentTax(Sealed):
    """The tax of one category and rate, on the summed net of its lines; `reason` says why nothing is charged."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="taxes")
    currency = CurrencyField(_("currency"))
    category = models.CharField(_("tax category"), max_length=2)
    rate = models.DecimalField(_("tax rate"), max_digits=7, decimal_places=4)
    base = MoneyField(_("taxed amount"))
    amount = MoneyField(_("tax"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    reason_code = models.CharField(_("code of the reason"), max_length=30, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="documenttax_once", fields=["document", "category", "rate"]),
            *money_constraints("documenttax", "base", "amount"),
            one_of("documenttax", "category", [(code, code) for code in CATEGORIES]),
        ]
        triggers = [*append_only("documenttax"), own.TAXES_ADD_UP, triggers.sealed(TAX_SEAL)]

    def __str__(self) -> str:
        return f"{self.category} {self.rate}"
