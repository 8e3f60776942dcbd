"""Documents that are still being written: no number, nothing posted, anything may change."""

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import through_customer
from o2c.billing.documents.models.document import Document, DocumentKind, Stream
from o2c.core.fields import CurrencyField, MoneyField, Versioned, history, one_of


class DraftState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PENDING = "pending_approval", _("waiting for approval")
    POSTED = "posted", _("posted")
    DISCARDED = "discarded", _("discarded")


@history
class DocumentDraft(Versioned):
    """A document in the making. `lines`: the lines as typed; `net` is what they come to without taxes."""

    account = models.ForeignKey("accounts.FinancialAccount", models.PROTECT, related_name="drafts", verbose_name=_("account"))
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", verbose_name=_("our entity"))
    customer = models.ForeignKey("accounts.Customer", models.PROTECT, related_name="drafts", verbose_name=_("customer"))
    kind = models.CharField(_("kind"), max_length=14, choices=DocumentKind.choices, default=DocumentKind.INVOICE)
    stream = models.CharField(_("stream"), max_length=10, choices=Stream.choices, default=Stream.ADVERTISING, blank=True)
    document_date = models.DateField(_("document date"))
    original = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("original document"))
    reason_code = models.CharField(_("reason"), max_length=40, blank=True)
    buyer_reference = models.CharField(_("buyer's reference"), max_length=100, blank=True)
    note = models.TextField(_("note"), blank=True)
    lines = models.JSONField(_("lines"), default=list, encoder=DjangoJSONEncoder)
    currency = CurrencyField(_("currency"))
    net = MoneyField(_("net amount"), default=0, editable=False)
    state = models.CharField(_("state"), max_length=16, choices=DraftState.choices, default=DraftState.DRAFT, editable=False)
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, related_name="draft", editable=False, verbose_name=_("posted document")
    )

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            CheckConstraint(
                name="documentdraft_posted_has_document",
                condition=Q(state="posted", document__isnull=False) | (~Q(state="posted") & Q(document=None)),
            ),
            CheckConstraint(name="documentdraft_credit_names_original", condition=~Q(kind="credit_note") | Q(original__isnull=False)),
            one_of("documentdraft", "kind", DocumentKind),
            one_of("documentdraft", "stream", Stream),
            one_of("documentdraft", "state", DraftState),
        ]
        indexes = [models.Index(name="documentdraft_open", fields=["-id"], condition=Q(state__in=["draft", "pending_approval"]))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.account.number} {self.document_date}"

    def get_absolute_url(self) -> str:
        return reverse("draft_detail", args=[self.public_id])
