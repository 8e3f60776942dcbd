"""What we issued, or was issued before us: documents never change once they are posted."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import through_customer
from o2c.billing.ledger import triggers
from o2c.billing.ledger.models import JournalEntry, Posted
from o2c.core.fields import CurrencyField, MoneyField, append_only, money_constraints, one_of

SEAL = [
    "id", "kind", "origin", "number", "entry_id", "entity_id", "account_id", "customer_id", "currency", "gross",
    "document_date", "due_date", "was_disputed", "recorded_at",
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


class Document(Posted):
    """The head of a posted document. `gross` is positive for every kind; `was_disputed` is what an imported file said."""

    kind = models.CharField(_("kind"), max_length=14, choices=DocumentKind.choices)
    origin = models.CharField(_("origin"), max_length=10, choices=DocumentOrigin.choices)
    number = models.CharField(_("number"), max_length=60)
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="document", verbose_name=_("entry"))
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", db_index=False, verbose_name=_("our entity"))
    account = models.ForeignKey("accounts.FinancialAccount", models.PROTECT, related_name="documents", verbose_name=_("account"))
    customer = models.ForeignKey("accounts.Customer", models.PROTECT, related_name="documents", verbose_name=_("customer"))
    currency = CurrencyField(_("currency"))
    gross = MoneyField(_("gross amount"))
    document_date = models.DateField(_("document date"))
    due_date = models.DateField(_("due date"))
    was_disputed = models.BooleanField(_("disputed when imported"), default=False)

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            UniqueConstraint(name="document_number_once", fields=["entity", "origin", "number"]),
            CheckConstraint(name="document_gross_positive", condition=Q(gross__gt=0)),
            *money_constraints("document", "gross"),
            one_of("document", "kind", DocumentKind),
            one_of("document", "origin", DocumentOrigin),
        ]
        indexes = [
            models.Index(name="document_list", fields=["-document_date", "-id"]),
            models.Index(name="document_by_number", fields=["number"]),
        ]
        triggers = [*append_only("document"), triggers.sealed(SEAL)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def signed_gross(self) -> Decimal:
        """The gross amount as it counts for what the customer owes: credit notes negative."""
        gross: Decimal = self.gross
        return -gross if self.kind == DocumentKind.CREDIT_NOTE else gross

    def get_absolute_url(self) -> str:
        return reverse("document_detail", args=[self.public_id])
