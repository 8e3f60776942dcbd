"""What goes to the bank, what the bank says, and what is known of each payment."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.billing.ledger.models import JournalEntry
from o2c.billing.refunds.models.requests import RefundRequest
from o2c.core.entities.models import LegalEntity, OwnBankAccount
from o2c.core.fields import CurrencyField, MoneyField, Record, append_only, money_constraints, only_these_move


class FileState(models.TextChoices):
    READY = "ready", _("ready to fetch")
    FETCHED = "fetched", _("fetched")
    DISCARDED = "discarded", _("discarded")


class PaymentFile(Record):
    """One pain.001, as it stands for ever under its hash. `fetches_left`: it is fetched once; again only when others agree."""

    own_account = models.ForeignKey(OwnBankAccount, models.PROTECT, related_name="+", verbose_name=_("paid from"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("our entity"))
    message_id = models.CharField(_("message id"), max_length=35, unique=True)
    format = models.CharField(_("format"), max_length=20)
    content = models.TextField()
    sha256 = models.CharField("SHA-256", max_length=64)
    count = models.PositiveIntegerField(_("payments"))
    total = MoneyField(_("total"))
    currency = CurrencyField(_("currency"))
    execution_on = models.DateField(_("to be carried out on"))
    fetches_left = models.PositiveSmallIntegerField(default=1)
    fetched_at = models.DateTimeField(_("fetched at"), null=True)
    fetched_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("fetched by"))
    discarded_at = models.DateTimeField(_("discarded at"), null=True)
    discard_reason = models.TextField(_("why it was discarded"), blank=True)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [
            CheckConstraint(name="paymentfile_fetched_or_discarded", condition=Q(discarded_at=None) | Q(fetched_at=None, fetches_left=0)),
            *money_constraints("paymentfile", "total"),
        ]
        indexes = [models.Index(name="paymentfile_list", fields=["-created_at", "-id"])]
        triggers = only_these_move("paymentfile", "fetches_left", "fetched_at", "fetched_by_id", "discarded_at", "discard_reason")

    def __str__(self) -> str:
        return self.message_id

    @property
    def state(self) -> str:
        if self.discarded_at:
            return FileState.DISCARDED
        return FileState.READY if self.fetches_left else FileState.FETCHED

    def get_state_display(self) -> str:
        return str(FileState(self.state).label)

    def get_absolute_url(self) -> str:
        return reverse("payment_file_detail", args=[self.public_id])


MOVING = [
    "file_id", "sent_at", "status", "status_reason", "bank_reference", "confirmed_on", "confirmation_id", "returned_on",
    "returned_id",
]  # fmt: skip


class RefundPayment(Record):
    """The payment of a released refund: to whom, in which file, and what bank or card processor answered."""

    request = models.OneToOneField(RefundRequest, models.PROTECT, related_name="payment")
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="refund_released", verbose_name=_("entry of the release"))
    end_to_end = models.CharField(_("end-to-end id"), max_length=35, unique=True)
    holder = models.CharField(_("payee"), max_length=140)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    file = models.ForeignKey(PaymentFile, models.PROTECT, null=True, related_name="payments", verbose_name=_("payment file"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    status = models.CharField(_("status of the bank"), max_length=4, blank=True)
    status_reason = models.CharField(_("reason of the bank"), max_length=140, blank=True)
    bank_reference = models.CharField(_("confirmation"), max_length=80, blank=True)
    confirmed_on = models.DateField(_("paid on"), null=True)
    confirmation = models.OneToOneField(
        JournalEntry, models.PROTECT, null=True, related_name="refund_confirmed", verbose_name=_("entry of the payment")
    )
    returned_on = models.DateField(_("came back on"), null=True)
    returned = models.OneToOneField(
        JournalEntry, models.PROTECT, null=True, related_name="refund_returned", verbose_name=_("entry of the return")
    )

    MASKED: ClassVar[set[str]] = {"iban"}
    SCOPE: ClassVar[dict[str, str]] = {"entity": "request__entity", "region": "request__entity__country"}

    class Meta:
        constraints = [
            CheckConstraint(
                name="refundpayment_confirmed_is_posted",
                condition=Q(confirmed_on=None, confirmation=None) | Q(confirmed_on__isnull=False, confirmation__isnull=False),
            ),
            CheckConstraint(
                name="refundpayment_returned_is_posted",
                condition=Q(returned_on=None, returned=None) | Q(returned_on__isnull=False, returned__isnull=False),
            ),
            *money_constraints("refundpayment", "amount"),
        ]
        triggers = only_these_move("refundpayment", *MOVING)

    def __str__(self) -> str:
        return self.end_to_end

    @property
    def masked(self) -> str:
        return f"{self.iban[:2]}•• •••• {self.iban[-4:]}" if self.iban else ""

    def get_absolute_url(self) -> str:
        return self.request.get_absolute_url()


class StatusReport(Record):
    """One pain.002 of a bank, known by its hash: the same file twice changes nothing."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    message_id = models.CharField(_("message id"), max_length=35)
    original_id = models.CharField(_("answers file"), max_length=35)
    group_status = models.CharField(_("status of the file"), max_length=4, blank=True)
    confirmed = models.PositiveIntegerField(_("confirmed"), default=0)
    returned = models.PositiveIntegerField(_("came back"), default=0)
    noted = models.PositiveIntegerField(_("status noted"), default=0)
    findings = models.JSONField(default=list)

    class Meta:
        triggers = append_only("statusreport")

    def __str__(self) -> str:
        return self.message_id
