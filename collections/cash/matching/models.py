"""What was proposed for a receipt and why, what was decided, what was deducted, and what decisions taught."""

from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import through_customer
from o2c.core.fields import CurrencyField, MoneyField, Record, append_only, money_constraints, one_of, only_these_move


class Tier(models.TextChoices):
    AUTO = "auto", _("certain")
    SUGGEST = "suggest", _("to confirm")
    ACCOUNT = "account", _("customer known")
    NONE = "none", _("payer unknown")


class ProposalState(models.TextChoices):
    OPEN = "open", _("waits")
    BY_RULE = "by_rule", _("booked by rule")
    CONFIRMED = "confirmed", _("confirmed")
    CORRECTED = "corrected", _("corrected")
    SET_ASIDE = "set_aside", _("replaced")
    UNDONE = "undone", _("taken back")


class DeductionReason(models.TextChoices):
    PROMOTION = "promotion", _("promotion")
    PRICE = "price", _("price difference")
    QUALITY = "quality", _("quality or delivery")
    DISCOUNT_LATE = "discount_late", _("discount taken too late")
    BANK_FEE = "bank_fee", _("bank fee above the limit")
    WITHHOLDING = "withholding", _("withholding tax without certificate")
    CLAIM = "claim", _("claim named by the payer")
    UNKNOWN = "unknown", _("no reason given")


class MemoryKind(models.TextChoices):
    ACCOUNT = "account", _("payer's account")
    SPELLING = "spelling", _("payer's name as written")


class MemoryState(models.TextChoices):
    LEARNING = "learning", _("learning")
    TRUSTED = "trusted", _("trusted")
    FORGOTTEN = "forgotten", _("forgotten")


class Mistake(models.TextChoices):
    """Why a booked decision was taken back; all but the last three are mistakes of ours."""

    WRONG_CUSTOMER = "wrong_customer", _("wrong customer")
    WRONG_ITEM = "wrong_item", _("wrong invoice")
    WRONG_AMOUNT = "wrong_amount", _("wrong amount or rest")
    RETURNED = "returned", _("payment came back")
    ASKED = "asked", _("the client wants it otherwise")
    OTHER = "other", _("something else")


OF_ENTITY = {"entity": "entity", "region": "entity__country"}


class MatchProposal(Record):
    """What the engine made of one receipt. `evidence`: reasons as code and values. `plan`: shares and residuals by item.

    What was proposed never changes; a later run that sees it otherwise sets it aside and makes another.
    """

    receipt = models.ForeignKey("collections.Receipt", models.PROTECT, related_name="proposals", verbose_name=_("receipt"))
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", verbose_name=_("our entity"))
    account = models.ForeignKey("accounts.FinancialAccount", models.PROTECT, null=True, related_name="+", verbose_name=_("account"))
    customer = models.ForeignKey("accounts.Customer", models.PROTECT, null=True, related_name="+", verbose_name=_("customer"))
    tier = models.CharField(_("tier"), max_length=8, choices=Tier.choices)
    score = models.PositiveSmallIntegerField(_("score"))
    engine = models.CharField(_("engine"), max_length=20)
    evidence = models.JSONField(_("reasons"), default=list)
    plan = models.JSONField(default=dict)
    unapplied = MoneyField(_("stays unapplied"))
    currency = CurrencyField(_("currency"))
    state = models.CharField(_("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    decided_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True)

    SCOPE: ClassVar[dict[str, str]] = OF_ENTITY

    class Meta:
        constraints = [
            UniqueConstraint(name="matchproposal_one_open", fields=["receipt"], condition=Q(state="open")),
            CheckConstraint(name="matchproposal_score_in_range", condition=Q(score__lte=100)),
            CheckConstraint(name="matchproposal_decided_says_when", condition=Q(state="open") | Q(decided_at__isnull=False)),
            one_of("matchproposal", "tier", Tier),
            one_of("matchproposal", "state", ProposalState),
            *money_constraints("matchproposal", "unapplied"),
        ]
        indexes = [models.Index(name="matchproposal_queue", fields=["entity", "tier"], condition=Q(state="open"))]
        triggers = only_these_move("matchproposal", "state", "decided_by_id", "decided_at")

    def __str__(self) -> str:
        return f"{self.get_tier_display()} {self.score}"

    @property
    def amount(self) -> Decimal:
        """Of the receipt."""
        amount: Decimal = self.receipt.amount
        return amount

    def get_absolute_url(self) -> str:
        return reverse("match_detail", args=[self.public_id])


class Application(Record):
    """One decision that was booked: which allocations and entries settle what with a receipt. Taken back as a whole."""

    receipt = models.ForeignKey("collections.Receipt", models.PROTECT, related_name="applications", verbose_name=_("receipt"))
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", verbose_name=_("our entity"))
    proposal = models.ForeignKey(MatchProposal, models.PROTECT, null=True, related_name="applications")
    applied = MoneyField(_("applied"))
    currency = CurrencyField(_("currency"))
    allocations = ArrayField(models.BigIntegerField(), default=list)
    entries = ArrayField(models.BigIntegerField(), default=list)
    by_rule = models.BooleanField(_("booked by rule"), default=False)
    undone_on = models.DateField(_("taken back on"), null=True)
    undone_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    undone_kind = models.CharField(_("kind of reason"), max_length=14, choices=Mistake.choices, blank=True)
    undone_reason = models.CharField(_("why it was taken back"), max_length=200, blank=True)

    SCOPE: ClassVar[dict[str, str]] = OF_ENTITY

    class Meta:
        constraints = [
            CheckConstraint(name="application_undone_kind_known", condition=Q(undone_kind__in=["", *Mistake.values])),
            CheckConstraint(name="application_undone_says_why", condition=Q(undone_on=None) | ~Q(undone_reason="")),
            *money_constraints("application", "applied"),
        ]
        indexes = [models.Index(name="application_of_receipt", fields=["receipt", "-id"])]
        triggers = only_these_move("application", "undone_on", "undone_by_id", "undone_reason", "undone_kind")

    def __str__(self) -> str:
        return f"{self.applied} {self.currency}"


class Deduction(Record):
    """What a payer kept back from an invoice, as an item of its own that keeps the invoice's due date and ageing."""

    receipt = models.ForeignKey("collections.Receipt", models.PROTECT, related_name="deductions", verbose_name=_("receipt"))
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", verbose_name=_("our entity"))
    customer = models.ForeignKey("accounts.Customer", models.PROTECT, related_name="deductions", verbose_name=_("customer"))
    invoice_item = models.ForeignKey("billing.OpenItem", models.PROTECT, related_name="deducted", verbose_name=_("invoice"))
    item = models.OneToOneField("billing.OpenItem", models.PROTECT, related_name="deduction", verbose_name=_("item"))
    reason = models.CharField(_("reason"), max_length=14, choices=DeductionReason.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))

    SCOPE: ClassVar[dict[str, str]] = OF_ENTITY

    class Meta:
        constraints = [
            CheckConstraint(name="deduction_amount_positive", condition=Q(amount__gt=0)),
            one_of("deduction", "reason", DeductionReason),
            *money_constraints("deduction", "amount"),
        ]
        indexes = [models.Index(name="deduction_list", fields=["-created_at", "-id"])]
        triggers = append_only("deduction")

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.amount} {self.currency}"

    def get_absolute_url(self) -> str:
        return reverse("entry_detail", args=[self.item.entry.public_id])


class PayerMemory(Record):
    """What decisions taught: this account, or this spelling, pays for that customer."""

    kind = models.CharField(_("kind"), max_length=8, choices=MemoryKind.choices)
    value = models.CharField(_("as the bank writes it"), max_length=140)
    customer = models.ForeignKey("accounts.Customer", models.PROTECT, related_name="payer_memories", verbose_name=_("customer"))
    confirmations = models.PositiveIntegerField(_("confirmed"), default=0)
    contradictions = models.PositiveIntegerField(_("taken back"), default=0)
    last_on = models.DateField(_("last used"))
    state = models.CharField(_("state"), max_length=9, choices=MemoryState.choices, default=MemoryState.LEARNING)

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            UniqueConstraint(name="payermemory_once", fields=["kind", "value", "customer"], condition=~Q(state="forgotten")),
            one_of("payermemory", "kind", MemoryKind),
            one_of("payermemory", "state", MemoryState),
        ]
        indexes = [models.Index(name="payermemory_list", fields=["value", "id"])]

    def __str__(self) -> str:
        return self.value


class QuestionState(models.TextChoices):
    SENT = "sent", _("asked")
    ANSWERED = "answered", _("answered")
    DONE = "done", _("done")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Choice(models.TextChoices):
    """What a client may want done with a credit."""

    OLDEST = "oldest", _("use it for the oldest open invoices")
    NEXT = "next", _("keep it for the next invoice")
    REFUND = "refund", _("pay it back")
    OTHER = "other", _("something else")


class CreditQuestion(Record):
    """A client was asked what a credit is for, by a mail with a link of its own that ends; what they chose is kept."""

    item = models.ForeignKey("billing.OpenItem", models.PROTECT, related_name="questions", verbose_name=_("credit"))
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", verbose_name=_("our entity"))
    customer = models.ForeignKey("accounts.Customer", models.PROTECT, related_name="+", verbose_name=_("customer"))
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=2, default="en")
    digest = models.CharField(max_length=64, editable=False)
    expires_at = models.DateTimeField(_("link good until"))
    amount = MoneyField(_("free when asked"))
    currency = CurrencyField(_("currency"))
    state = models.CharField(_("state"), max_length=9, choices=QuestionState.choices, default=QuestionState.SENT)
    choice = models.CharField(_("answer"), max_length=8, choices=Choice.choices, blank=True)
    note = models.CharField(_("in their words"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)

    SCOPE: ClassVar[dict[str, str]] = OF_ENTITY

    class Meta:
        constraints = [
            UniqueConstraint(name="creditquestion_one_open", fields=["item"], condition=Q(state="sent")),
            CheckConstraint(
                name="creditquestion_answer_complete", condition=~Q(state="answered") | (~Q(choice="") & Q(answered_at__isnull=False))
            ),
            one_of("creditquestion", "state", QuestionState),
            *money_constraints("creditquestion", "amount"),
        ]
        indexes = [models.Index(name="creditquestion_latest", fields=["-created_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.item.reference} {self.email}"
