"""The head of a document: number, parties, totals, references. Its lines and taxes are rows of their own."""

from decimal import Decimal
from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import through_customer
from o2c.billing.documents import triggers as own
from o2c.billing.ledger import triggers
from o2c.billing.ledger.models import JournalEntry, Posted
from o2c.core.fields import CurrencyField, MoneyField, append_only, money_constraints, one_of
from o2c.core.numbering.models import Numbered, NumberSeries

SEAL = [
    "id", "kind", "origin", "number", "entry_id", "entity_id", "account_id", "customer_id", "currency", "gross",
    "document_date", "due_date", "was_disputed", "recorded_at",
    # What only documents of our own have, added later.
    "+stream", "+net", "+tax", "+rate", "+original_id", "+rebill_of_id", "+reason_code", "+ageing_date", "+buyer_reference",
    "+contract_id", "+note", "+parties", "+content_hash",
]  # fmt: skip


class DocumentKind(models.TextChoices):
    INVOICE = "invoice", _("invoice")
    CREDIT_NOTE = "credit_note", _("credit note")
    DEBIT_NOTE = "debit_note", _("debit note")
    FEE_NOTE = "fee_note", _("fee note")
    INTEREST_NOTE = "interest_note", _("interest note")


class DocumentOrigin(models.TextChoices):
    OWN = "own", _("issued here")
    IMPORTED = "imported", _("imported")


class Stream(models.TextChoices):
    """Streams of invoices: each has number series and a layout of its own."""

    ADVERTISING = "", _("advertising")
    GOODS = "goods", _("goods")
    SERVICES = "services", _("services on call")


class Document(Numbered, Posted):
    """The head of a posted document. `gross` is positive for every kind.

    Documents issued here hold everything they say: `parties` is who sold, who was billed, how it is paid and on what terms,
    as of that day; `rate` units of the currency for one of the entity's base; `content_hash` covers lines and taxes, and the
    row's seal covers all. Of imported ones only the head is known; `was_disputed` is what their file said.
    """

    kind = models.CharField(_("kind"), max_length=14, choices=DocumentKind.choices)
    origin = models.CharField(_("origin"), max_length=10, choices=DocumentOrigin.choices)
    stream = models.CharField(_("stream"), max_length=10, choices=Stream.choices, default=Stream.ADVERTISING, blank=True)
    number = models.CharField(_("number"), max_length=60)
    # Imported documents have a number of their own making and no series.
    series = models.ForeignKey(NumberSeries, models.PROTECT, null=True, related_name="+", db_index=False)  # type: ignore[assignment]
    series_year = models.PositiveSmallIntegerField(null=True)  # type: ignore[assignment]
    series_number = models.PositiveBigIntegerField(null=True)  # type: ignore[assignment]
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="document", verbose_name=_("entry"))
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", db_index=False, verbose_name=_("our entity"))
    account = models.ForeignKey("accounts.FinancialAccount", models.PROTECT, related_name="documents", verbose_name=_("account"))
    customer = models.ForeignKey("accounts.Customer", models.PROTECT, related_name="documents", verbose_name=_("customer"))
    currency = CurrencyField(_("currency"))
    rate = models.DecimalField(_("rate"), max_digits=24, decimal_places=12, null=True)
    net = MoneyField(_("net amount"), null=True)
    tax = MoneyField(_("tax"), null=True)
    gross = MoneyField(_("gross amount"))
    document_date = models.DateField(_("document date"))
    due_date = models.DateField(_("due date"))
    ageing_date = models.DateField(_("aged from"), null=True)
    original = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="corrections", db_index=False, verbose_name=_("original document")
    )
    rebill_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="rebills", db_index=False, verbose_name=_("rebill of"))
    reason_code = models.CharField(_("reason"), max_length=40, blank=True)
    buyer_reference = models.CharField(_("buyer's reference"), max_length=100, blank=True)
    contract = models.ForeignKey(
        "accounts.Contract", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("contract")
    )
    note = models.TextField(_("note"), blank=True)
    parties = models.JSONField(_("parties"), null=True, encoder=DjangoJSONEncoder)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    was_disputed = models.BooleanField(_("disputed when imported"), default=False)

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            UniqueConstraint(name="document_number_once", fields=["entity", "origin", "number"]),
            UniqueConstraint(name="document_series_once", fields=["series", "series_year", "series_number"], condition=Q(origin="own")),
            CheckConstraint(name="document_gross_positive", condition=Q(gross__gt=0)),
            CheckConstraint(name="document_totals", condition=Q(net=None, tax=None) | Q(gross=F("net") + F("tax"))),
            CheckConstraint(
                name="document_own_is_whole",
                condition=Q(origin="imported")
                | (Q(net__isnull=False, rate__gt=0, series__isnull=False, series_year__isnull=False, series_number__isnull=False)
                & Q(parties__isnull=False, ageing_date__isnull=False)
                & ~Q(content_hash="")),
            ),
            CheckConstraint(
                name="document_credit_names_original",
                condition=Q(origin="imported") | ~Q(kind="credit_note") | Q(original__isnull=False),
            ),
            *money_constraints("document", "net", "tax", "gross"),
            one_of("document", "kind", DocumentKind),
            one_of("document", "origin", DocumentOrigin),
            one_of("document", "stream", Stream),
        ]  # fmt: skip
        indexes = [
            models.Index(name="document_list", fields=["-document_date", "-id"]),
            models.Index(name="document_by_number", fields=["number"]),
            models.Index(name="document_of_original", fields=["original"], condition=Q(original__isnull=False)),
            models.Index(name="document_rebill_of", fields=["rebill_of"], condition=Q(rebill_of__isnull=False)),
            models.Index(name="document_own", fields=["id"], condition=Q(origin="own")),
        ]
        triggers = [*append_only("document"), own.CREDITS_WITHIN_ORIGINAL, triggers.sealed(SEAL)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def signed_gross(self) -> Decimal:
        """The gross amount as it counts for what the customer owes: credit notes negative."""
        gross: Decimal = self.gross
        return -gross if self.kind == DocumentKind.CREDIT_NOTE else gross

    def get_absolute_url(self) -> str:
        return reverse("document_detail", args=[self.public_id])
