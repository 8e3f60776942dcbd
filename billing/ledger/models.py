"""The truth about what customers owe: entries that never change, one open item per due amount, allocations between two items."""

from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Case, CheckConstraint, F, Q, UniqueConstraint, Value, When
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import through_customer
from o2c.billing.ledger import triggers
from o2c.billing.ledger.choices import ControlAccount, EntryKind, ItemState, Method, Side
from o2c.core.acting import actor_id
from o2c.core.fields import CurrencyField, MoneyField, append_only, money_constraints, one_of

ENTRY_SEAL = [
    "id", "kind", "reference", "entity_id", "account_id", "customer_id", "currency", "rate",
    "document_date", "posting_date", "reverses_id", "source_key", "recorded_at", "recorded_by_id",
]  # fmt: skip
LINE_SEAL = ["id", "entry_id", "control_account", "currency", "debit", "credit", "base_amount"]
ITEM_SEAL = [
    "id", "entry_id", "entity_id", "account_id", "customer_id", "side", "kind", "control_account", "reference", "currency",
    "original_amount", "base_amount", "due_date", "ageing_date", "posting_date", "recorded_at",
]  # fmt: skip
ALLOCATION_SEAL = [
    "id", "entity_id", "debit_item_id", "credit_item_id", "entry_id", "currency", "amount", "debit_base", "credit_base",
    "effective_on", "method", "reason", "reverses_id", "recorded_at", "recorded_by_id",
]  # fmt: skip


class Sealed(models.Model):
    """A fact, sealed by the database with a hash over its columns."""

    row_hash = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        abstract = True


class Posted(Sealed):
    """A fact with an address of its own and the moment it was recorded."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        abstract = True


class JournalEntry(Posted):
    """One posted event. `rate`: units of its currency for one unit of the entity's base currency, never looked up again."""

    kind = models.CharField(_("kind"), max_length=14, choices=EntryKind.choices)
    reference = models.CharField(_("reference"), max_length=80)
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", db_index=False, verbose_name=_("our entity"))
    account = models.ForeignKey("accounts.FinancialAccount", models.PROTECT, null=True, related_name="+", verbose_name=_("account"))
    customer = models.ForeignKey("accounts.Customer", models.PROTECT, null=True, related_name="+", verbose_name=_("customer"))
    currency = CurrencyField(_("currency"))
    rate = models.DecimalField(_("rate"), max_digits=24, decimal_places=12)
    document_date = models.DateField(_("document date"))
    posting_date = models.DateField(_("posting date"))
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("reverses"))
    source_key = models.CharField(_("source key"), max_length=120, blank=True, help_text=_("What must never be posted twice"))
    recorded_by = models.ForeignKey("core.User", models.PROTECT, default=actor_id, related_name="+", db_index=False)

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            UniqueConstraint(name="journalentry_posted_once", fields=["entity", "source_key"], condition=~Q(source_key="")),
            CheckConstraint(name="journalentry_rate_positive", condition=Q(rate__gt=0)),
            CheckConstraint(name="journalentry_reversal_names_original", condition=Q(kind="reversal") | Q(reverses=None)),
            one_of("journalentry", "kind", EntryKind),
        ]
        indexes = [
            models.Index(name="journalentry_by_reference", fields=["reference"]),
            BrinIndex(name="journalentry_by_posting_date", fields=["posting_date"]),
            BrinIndex(name="journalentry_since", fields=["recorded_at"], autosummarize=True),
        ]
        triggers = [*append_only("journalentry"), triggers.sealed(ENTRY_SEAL)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("entry_detail", args=[self.public_id])


class JournalLine(Sealed):
    """One side of an entry on a control account. `base_amount`: debit positive, credit negative, in the base currency.

    A currency difference has neither debit nor credit, only a base amount.
    """

    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="lines")
    control_account = models.CharField(_("control account"), max_length=20, choices=ControlAccount.choices)
    currency = CurrencyField(_("currency"))
    debit = MoneyField(_("debit"), default=0)
    credit = MoneyField(_("credit"), default=0)
    base_amount = MoneyField(_("in base currency"))

    class Meta:
        constraints = [
            CheckConstraint(
                name="journalline_one_side",
                condition=Q(debit__gt=0, credit=0) | Q(debit=0, credit__gt=0) | (Q(debit=0, credit=0) & ~Q(base_amount=0)),
            ),
            *money_constraints("journalline", "debit", "credit"),
            one_of("journalline", "control_account", ControlAccount),
        ]
        triggers = [*append_only("journalline"), triggers.BALANCED, triggers.sealed(LINE_SEAL)]

    def __str__(self) -> str:
        return f"{self.control_account} {self.debit or -self.credit}"


class OpenItem(Posted):
    """One due amount. `open_amount` is a cache that only the database writes; the truth is original less allocations."""

    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="items")
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", db_index=False, verbose_name=_("our entity"))
    account = models.ForeignKey("accounts.FinancialAccount", models.PROTECT, related_name="items", verbose_name=_("account"))
    customer = models.ForeignKey("accounts.Customer", models.PROTECT, related_name="items", verbose_name=_("customer"))
    side = models.CharField(_("side"), max_length=6, choices=Side.choices)
    kind = models.CharField(_("kind"), max_length=14, choices=EntryKind.choices)
    control_account = models.CharField(_("control account"), max_length=20, choices=ControlAccount.choices)
    reference = models.CharField(_("document number"), max_length=80)
    currency = CurrencyField(_("currency"))
    original_amount = MoneyField(_("original amount"))
    open_amount = MoneyField(_("open amount"))
    base_amount = MoneyField(_("original amount in base currency"))
    due_date = models.DateField(_("due date"))
    ageing_date = models.DateField(_("aged from"))
    posting_date = models.DateField(_("posting date"))
    state = models.GeneratedField(
        expression=Case(
            When(open_amount=0, then=Value("closed")), When(open_amount=F("original_amount"), then=Value("open")), default=Value("partly")
        ),
        output_field=models.CharField(_("state"), max_length=6, choices=ItemState.choices),
        db_persist=True,
    )

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            CheckConstraint(name="openitem_original_positive", condition=Q(original_amount__gt=0)),
            CheckConstraint(name="openitem_open_within_original", condition=Q(open_amount__gte=0, open_amount__lte=F("original_amount"))),
            *money_constraints("openitem", "original_amount", "open_amount"),
            one_of("openitem", "side", Side),
            one_of("openitem", "kind", EntryKind),
            one_of("openitem", "control_account", ControlAccount),
        ]
        indexes = [
            models.Index(name="openitem_open_of_account", fields=["account"], condition=Q(open_amount__gt=0)),
            models.Index(name="openitem_due_of_customer", fields=["customer", "due_date"], condition=Q(side="debit", open_amount__gt=0)),
            models.Index(name="openitem_list", fields=["due_date", "id"], include=["entity"], condition=Q(open_amount__gt=0)),
            models.Index(name="openitem_by_reference", fields=["reference"]),
            models.Index(name="openitem_ageing", fields=["entity", "currency", "posting_date"]),
            models.Index(  # boards and totals sum a million items from it alone
                name="openitem_board",
                fields=["entity", "currency", "customer"],
                include=["id", "side", "control_account", "ageing_date", "posting_date", "open_amount"],
                condition=Q(open_amount__gt=0),
            ),
        ]
        triggers = [
            *triggers.immutable_but_cache("openitem", ITEM_SEAL),
            triggers.OPENS_IN_FULL,
            triggers.sealed(ITEM_SEAL),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("entry_detail", args=[self.entry.public_id])


class Allocation(Posted):
    """This credit settles this debit for this amount from this date. Taken back by a negative row, never removed.

    `debit_base` and `credit_base`: what the two items carried for the amount in the base currency. `entry` journals the
    move where the items sit on different control accounts or carry different rates.
    """

    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", db_index=False)
    debit_item = models.ForeignKey(OpenItem, models.PROTECT, related_name="credits", db_index=False)
    credit_item = models.ForeignKey(OpenItem, models.PROTECT, related_name="debits", db_index=False)
    entry = models.ForeignKey(JournalEntry, models.PROTECT, null=True, related_name="allocations")
    currency = CurrencyField(_("currency"))
    amount = MoneyField(_("amount"))
    debit_base = MoneyField()
    credit_base = MoneyField()
    effective_on = models.DateField(_("effective on"))
    method = models.CharField(_("method"), max_length=10, choices=Method.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("reverses"))
    recorded_by = models.ForeignKey("core.User", models.PROTECT, default=actor_id, related_name="+", db_index=False)

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity", "debit_item__customer")

    class Meta:
        constraints = [
            CheckConstraint(
                name="allocation_only_reversals_are_negative",
                condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
            ),
            *money_constraints("allocation", "amount"),
            one_of("allocation", "method", Method),
        ]
        indexes = [
            models.Index(name="allocation_of_debit", fields=["debit_item", "effective_on"]),
            models.Index(name="allocation_of_credit", fields=["credit_item", "effective_on"]),
            models.Index(name="allocation_reversal_of_debit", fields=["debit_item"], condition=Q(amount__lt=0)),
            models.Index(name="allocation_reversal_of_credit", fields=["credit_item"], condition=Q(amount__lt=0)),
            models.Index(name="allocation_by_day", fields=["effective_on", "entity"]),
            BrinIndex(name="allocation_since", fields=["recorded_at"], autosummarize=True),
        ]
        triggers = [
            *append_only("allocation"),
            triggers.FITTING_ITEMS,
            triggers.KEEP_OPEN_AMOUNT,
            triggers.NEVER_OVERDRAWN,
            triggers.sealed(ALLOCATION_SEAL),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
