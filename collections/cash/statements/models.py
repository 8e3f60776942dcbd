"""Bank statements: the files they came in, the entries they hold, and the daily review of each account."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import CurrencyField, MoneyField, Record, append_only, money_constraints, one_of, only_these_move
from o2c.core.sentences import sentence


class FileState(models.TextChoices):
    RECEIVED = "received", _("received")
    ASKING = "asking", _("waits for an answer")
    DONE = "done", _("imported")
    REFUSED = "refused", _("refused")


class Outcome(models.TextChoices):
    OK = "ok", _("imported")
    WARN = "warn", _("imported after confirmation")
    ASK = "ask", _("a question is open")
    REJECT = "reject", _("refused")
    DUPLICATE = "duplicate", _("known already")


class StatementKind(models.TextChoices):
    END_OF_DAY = "end_of_day", _("end of day")
    INTRADAY = "intraday", _("intraday")
    ADVICE = "advice", _("advice of details")


class LineState(models.TextChoices):
    NEW = "new", _("new")
    PROPOSED = "proposed", _("proposed")
    MATCHED = "matched", _("matched")
    PARKED = "parked", _("parked")
    IGNORED = "ignored", _("ignored")
    UNMATCHED = "unmatched", _("taken back")


OPEN_LINES = [LineState.NEW, LineState.PROPOSED, LineState.UNMATCHED]


class Direction(models.TextChoices):
    CREDIT = "credit", _("credit")
    DEBIT = "debit", _("debit")


class StatementFile(Record):
    """A bank file as it arrived, once per content. `findings`: what a person must know or answer; `answers`: what they said."""

    stored = models.OneToOneField("core.StoredFile", models.PROTECT, related_name="statement_file")
    name = models.CharField(_("file name"), max_length=200)
    source = models.CharField(_("came by"), max_length=20)
    account = models.ForeignKey("core.OwnBankAccount", models.PROTECT, null=True, related_name="+", verbose_name=_("our account"))
    state = models.CharField(_("state"), max_length=10, choices=FileState.choices, default=FileState.RECEIVED)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    format = models.CharField(_("format"), max_length=30, blank=True)
    findings = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    statements = models.PositiveIntegerField(_("statements"), default=0)
    entries = models.PositiveIntegerField(_("entries"), default=0)
    new_entries = models.PositiveIntegerField(_("new entries"), default=0)
    job = models.ForeignKey("core.Job", models.PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField(_("concluded at"), null=True)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "account__entity", "region": "account__entity__country"}

    class Meta:
        constraints = [
            one_of("statementfile", "state", FileState),
            CheckConstraint(name="statementfile_outcome_known", condition=Q(outcome__in=["", *Outcome.values])),
        ]
        indexes = [models.Index(name="statementfile_latest", fields=["-created_at", "-id"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("statement_file", args=[self.public_id])

    @staticmethod
    def sentence_of(found: dict[str, Any]) -> str:
        """A finding in the reader's language."""
        return sentence(f"bank_file_{found['code']}", found["values"])


class AccountSpelling(Record):
    """How a bank writes one of our accounts where it is not the IBAN: chosen once by a person, known from then on."""

    written = models.CharField(_("as the bank writes it"), max_length=70, unique=True)
    account = models.ForeignKey("core.OwnBankAccount", models.PROTECT, related_name="spellings", verbose_name=_("our account"))

    class Meta:
        triggers = append_only("accountspelling")

    def __str__(self) -> str:
        return self.written


class BankStatement(Record):
    """One statement of one of our accounts. Balances are signed, None where the file has none.

    `key` knows the statement again under another message id; `first_on`: the earliest booking day of its entries.
    """

    account = models.ForeignKey("core.OwnBankAccount", models.PROTECT, related_name="statements", verbose_name=_("our account"))
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", verbose_name=_("our entity"))
    file = models.ForeignKey(StatementFile, models.PROTECT, related_name="imported", verbose_name=_("file"))
    kind = models.CharField(_("kind"), max_length=10, choices=StatementKind.choices)
    format = models.CharField(_("format"), max_length=30)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    number = models.CharField(_("number"), max_length=35, blank=True)
    key = models.CharField(max_length=32)
    currency = CurrencyField(_("currency"))
    opening = MoneyField(_("opening balance"), null=True)
    closing = MoneyField(_("closing balance"), null=True)
    opened_on = models.DateField(_("from"), null=True)
    closed_on = models.DateField(_("as of"))
    first_on = models.DateField(null=True)
    credits = MoneyField(_("credits"))
    debits = MoneyField(_("debits"))
    entries = models.PositiveIntegerField(_("entries"))
    new_entries = models.PositiveIntegerField(_("new entries"))
    difference = MoneyField(_("difference accepted"), default=0)
    difference_reason = models.CharField(_("why the difference was accepted"), max_length=200, blank=True)
    gap_reason = models.CharField(_("why the gap was accepted"), max_length=200, blank=True)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [
            UniqueConstraint(name="bankstatement_once", fields=["account", "key"]),
            CheckConstraint(name="bankstatement_difference_explained", condition=Q(difference=0) | ~Q(difference_reason="")),
            one_of("bankstatement", "kind", StatementKind),
            *money_constraints("bankstatement", "opening", "closing", "credits", "debits"),
        ]
        indexes = [models.Index(name="bankstatement_by_day", fields=["account", "closed_on", "id"])]
        triggers = only_these_move("bankstatement", "new_entries", "gap_reason")

    def __str__(self) -> str:
        return f"{self.number or self.reference} {self.closed_on}"

    def get_absolute_url(self) -> str:
        return reverse("bank_statement", args=[self.public_id])


class StatementLine(Record):
    """One booked entry of a bank account, once, however many files show it.

    `statement` brought it first; `end_of_day` is the earliest end-of-day statement that holds it (None: known only from
    intraday reports and advices). `payments` are the payments inside, as the reader found them (readers.shapes.Transaction).
    `entry` books it: bank against unidentified cash.
    """

    account = models.ForeignKey("core.OwnBankAccount", models.PROTECT, related_name="lines", verbose_name=_("our account"))
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", verbose_name=_("our entity"))
    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines", verbose_name=_("statement"))
    end_of_day = models.ForeignKey(BankStatement, models.PROTECT, null=True, related_name="final_lines", verbose_name=_("end of day"))
    position = models.PositiveIntegerField(_("entry"))
    direction = models.CharField(_("direction"), max_length=6, choices=Direction.choices)
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    booked_on = models.DateField(_("booked on"))
    value_on = models.DateField(_("value date"))
    bank_reference = models.CharField(_("bank's reference"), max_length=140, blank=True)
    kind = models.CharField(_("bank's code"), max_length=40, blank=True)
    is_reversal = models.BooleanField(_("reversal"), default=False)
    text = models.TextField(_("bank's words"), blank=True)
    payer = models.CharField(_("other side"), max_length=140, blank=True)
    payer_account = models.CharField(_("account of the other side"), max_length=64, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    end_to_end = models.CharField(_("end-to-end reference"), max_length=140, blank=True)
    mandate = models.CharField(_("mandate"), max_length=140, blank=True)
    return_code = models.CharField(_("return reason"), max_length=10, blank=True)
    payments = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=10, choices=LineState.choices, default=LineState.NEW)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    coded_to = models.CharField(_("control account"), max_length=20, blank=True)
    entry = models.OneToOneField("billing.JournalEntry", models.PROTECT, null=True, related_name="bank_line", verbose_name=_("entry"))
    coding = models.OneToOneField("billing.JournalEntry", models.PROTECT, null=True, related_name="coded_line")

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [
            CheckConstraint(name="statementline_amount_not_negative", condition=Q(amount__gte=0)),
            CheckConstraint(name="statementline_says_why", condition=~Q(state__in=["parked", "ignored"], reason="")),
            *money_constraints("statementline", "amount"),
            one_of("statementline", "direction", Direction),
            one_of("statementline", "state", LineState),
        ]
        indexes = [
            models.Index(name="statementline_by_day", fields=["account", "booked_on"]),
            models.Index(name="statementline_open", fields=["entity", "value_on"], condition=Q(state__in=["new", "proposed", "unmatched"])),
            models.Index(name="statementline_list", fields=["-booked_on", "-id"]),
            models.Index(name="statementline_end_to_end", fields=["end_to_end"], condition=~Q(end_to_end="")),
        ]

    def __str__(self) -> str:
        return f"{self.payer or self.kind} {self.amount} {self.currency}".strip()

    def get_absolute_url(self) -> str:
        return reverse("statement_line", args=[self.public_id])


class LineKey(models.Model):
    """By what an entry is known again, per way it is told (camt or MT940, end of day or intraday): never twice.

    `occurrence` counts entries that say exactly the same; two equal real payments have two.
    """

    line = models.ForeignKey(StatementLine, models.PROTECT, related_name="keys")
    account = models.ForeignKey("core.OwnBankAccount", models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=20)
    key = models.CharField(max_length=32)
    occurrence = models.PositiveIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(name="linekey_never_twice", fields=["account", "channel", "key", "occurrence"]),
            UniqueConstraint(name="linekey_one_per_channel", fields=["line", "channel"]),
        ]
        triggers = append_only("linekey")

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"


class BankDayReview(Record):
    """A person looked at one banking day of one account: what had come, what was still open, and that it is in order."""

    account = models.ForeignKey("core.OwnBankAccount", models.PROTECT, related_name="reviews", verbose_name=_("our account"))
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", verbose_name=_("our entity"))
    day = models.DateField(_("banking day"))
    lines = models.PositiveIntegerField(_("entries"))
    unmatched = models.PositiveIntegerField(_("unmatched"))
    parked = models.PositiveIntegerField(_("parked"))
    closing = MoneyField(_("closing balance"), null=True)
    note = models.CharField(_("remark"), max_length=200, blank=True)
    reviewer = models.ForeignKey("core.User", models.PROTECT, related_name="+", verbose_name=_("reviewer"))
    signed_at = models.DateTimeField(_("signed at"), auto_now_add=True)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [UniqueConstraint(name="bankdayreview_once", fields=["account", "day"])]
        indexes = [models.Index(name="bankdayreview_latest", fields=["-day", "-id"])]
        triggers = append_only("bankdayreview")

    def __str__(self) -> str:
        return f"{self.account_id} {self.day}"
