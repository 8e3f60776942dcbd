"""Billing runs: what one of our entities bills for a month, what it holds and why, down to each record of spend."""

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import through_customer
from o2c.billing.controls.models import BillingException
from o2c.billing.documents.models import Document
from o2c.billing.spend.models import SpendRecord
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import CurrencyField, MoneyField, Record, money_constraints, one_of


class RunState(models.TextChoices):
    DRAFT = "draft", _("being proposed")
    PROPOSED = "proposed", _("proposed")
    APPROVED = "approved", _("approved")
    POSTING = "posting", _("posting")
    DONE = "done", _("done")
    DISCARDED = "discarded", _("discarded")
    CANCELLED = "cancelled", _("cancelled")


LIVE = Q(state__in=["draft", "proposed", "approved", "posting"])


class BillingRun(Record):
    """All spend of an entity up to the end of a month that was not billed before. `sequence` counts the runs of the month.

    `figures`: per currency what there is in all, and what became of it; the parts add up to the whole.
    """

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("our entity"))
    month = models.DateField(_("month"))
    sequence = models.PositiveSmallIntegerField(_("run of the month"))
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.DRAFT)
    proposed_at = models.DateTimeField(_("proposed at"), null=True)
    figures = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    documents_ready = models.PositiveIntegerField(_("documents"), default=0)
    documents_held = models.PositiveIntegerField(_("documents held"), default=0)
    documents_posted = models.PositiveIntegerField(_("documents posted"), default=0)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [
            UniqueConstraint(name="billingrun_once", fields=["entity", "month", "sequence"]),
            UniqueConstraint(name="billingrun_one_at_a_time", fields=["entity"], condition=LIVE),
            CheckConstraint(name="billingrun_first_of_month", condition=Q(month__day=1)),
            one_of("billingrun", "state", RunState),
        ]
        indexes = [models.Index(name="billingrun_list", fields=["-month", "-sequence", "-id"])]

    def __str__(self) -> str:
        return f"{self.entity.code} {self.month:%Y-%m} / {self.sequence}"

    def get_absolute_url(self) -> str:
        return reverse("billing_run_detail", args=[self.public_id])


class RunDocumentState(models.TextChoices):
    READY = "ready", _("to be issued")
    HELD = "held", _("held")
    POSTED = "posted", _("issued")


class RunDocument(Record):
    """One invoice a run would issue, and the document it became. A held one says why."""

    run = models.ForeignKey(BillingRun, models.PROTECT, related_name="documents", verbose_name=_("billing run"))
    group = models.CharField(max_length=120)
    account = models.ForeignKey("accounts.FinancialAccount", models.PROTECT, related_name="+", verbose_name=_("account"))
    customer = models.ForeignKey("accounts.Customer", models.PROTECT, related_name="+", verbose_name=_("billed to"))
    currency = CurrencyField(_("currency"))
    net = MoneyField(_("net amount"))
    lines = models.PositiveIntegerField(_("lines"))
    state = models.CharField(_("state"), max_length=8, choices=RunDocumentState.choices, default=RunDocumentState.READY)
    why = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, related_name="run_document", verbose_name=_("document")
    )  # fmt: skip

    SCOPE: ClassVar[dict[str, str]] = through_customer("run__entity")

    class Meta:
        constraints = [
            UniqueConstraint(name="rundocument_once", fields=["run", "group"]),
            CheckConstraint(
                name="rundocument_posted_has_document", condition=Q(state="posted", document__isnull=False) | ~Q(state="posted")
            ),
            CheckConstraint(name="rundocument_held_says_why", condition=~Q(state="held") | ~Q(why=[])),
            *money_constraints("rundocument", "net"),
            one_of("rundocument", "state", RunDocumentState),
        ]
        indexes = [models.Index(name="rundocument_of_run", fields=["run", "state", "id"])]

    def __str__(self) -> str:
        return f"{self.account.number} {self.net}"

    def get_absolute_url(self) -> str:
        return reverse("run_document_detail", args=[self.public_id])


class Result(models.TextChoices):
    BILL = "bill", _("to bill")
    BILLED = "billed", _("billed")
    HELD = "held", _("held")
    EXCEPTED = "excepted", _("stopped")
    TEST = "test", _("test")
    UNBILLED = "unbilled", _("not billed")


class RunItem(Record):
    """The spend of one campaign in one month that has the same fate in a run: billed by one line, or not and why.

    `customer` is who it is billed for, or the advertiser where no account is known. Service days are `[first, last]`.
    """

    run = models.ForeignKey(BillingRun, models.PROTECT, related_name="items", verbose_name=_("billing run"))
    document = models.ForeignKey(RunDocument, models.PROTECT, null=True, related_name="items", verbose_name=_("invoice"))
    position = models.PositiveIntegerField(_("line"), null=True)
    customer = models.ForeignKey("accounts.Customer", models.PROTECT, related_name="+", verbose_name=_("customer"))
    account = models.ForeignKey("accounts.FinancialAccount", models.PROTECT, null=True, related_name="+", verbose_name=_("account"))
    campaign = models.ForeignKey("accounts.Campaign", models.PROTECT, related_name="+", verbose_name=_("campaign"))
    purchase_order = models.ForeignKey(
        "accounts.PurchaseOrder", models.PROTECT, null=True, related_name="run_items", verbose_name=_("purchase order")
    )
    condition = models.ForeignKey("accounts.Condition", models.PROTECT, null=True, related_name="+", verbose_name=_("price"))
    discount = models.ForeignKey("accounts.Condition", models.PROTECT, null=True, related_name="+", verbose_name=_("discount"))
    month = models.DateField(_("month"))
    first = models.DateField(_("first service day"))
    last = models.DateField(_("last service day"))
    is_correction = models.BooleanField(_("correction"), default=False)
    records = models.PositiveIntegerField(_("records"))
    units = models.DecimalField(_("units"), max_digits=24, decimal_places=4)
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    result = models.CharField(_("result"), max_length=8, choices=Result.choices)
    reason = models.CharField(_("why"), max_length=40, blank=True)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    exception = models.ForeignKey(BillingException, models.PROTECT, null=True, related_name="+", verbose_name=_("billing exception"))

    SCOPE: ClassVar[dict[str, str]] = through_customer("run__entity")

    class Meta:
        constraints = [
            CheckConstraint(name="runitem_says_why", condition=Q(result__in=["bill", "billed"]) | ~Q(reason="")),
            CheckConstraint(
                name="runitem_billed_has_line", condition=~Q(result="billed") | Q(document__isnull=False, position__isnull=False)
            ),
            *money_constraints("runitem", "amount"),
            one_of("runitem", "result", Result),
        ]
        indexes = [
            models.Index(name="runitem_of_run", fields=["run", "result", "-amount", "id"]),
            models.Index(name="runitem_of_document", fields=["document", "position"]),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("run_item_detail", args=[self.public_id])


class RunCharge(models.Model):
    """A fee, the rest up to a minimum, or a rebate (negative) that an invoice of a run settles besides its spend.

    `base` is what it was reckoned on: the spend of the month, or the lines a rebate is given on. A fee and a minimum are issued once
    a month per condition; what was not issued waits for the next run.
    """

    run = models.ForeignKey(BillingRun, models.PROTECT, related_name="charges", verbose_name=_("billing run"))
    document = models.ForeignKey(RunDocument, models.PROTECT, related_name="charges", verbose_name=_("invoice"))
    condition = models.ForeignKey("accounts.Condition", models.PROTECT, related_name="run_charges", verbose_name=_("condition"))
    month = models.DateField(_("month"))
    base = MoneyField(_("reckoned on"))
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    is_issued = models.BooleanField(_("issued"), default=False)

    class Meta:
        constraints = [
            UniqueConstraint(name="runcharge_once_per_invoice", fields=["document", "condition", "month"]),
            UniqueConstraint(name="runcharge_once_a_month", fields=["condition", "month"], condition=Q(is_issued=True, amount__gt=0)),
            CheckConstraint(name="runcharge_comes_to_something", condition=~Q(amount=0)),
            *money_constraints("runcharge", "base", "amount"),
        ]
        indexes = [models.Index(name="runcharge_of_run", fields=["run", "id"])]

    def __str__(self) -> str:
        return f"{self.condition} {self.month:%Y-%m}"


class RunSpend(models.Model):
    """Which record of spend an item holds, with what is still to be billed of it."""

    item = models.ForeignKey(RunItem, models.PROTECT, related_name="spend", verbose_name=_("item"))
    spend = models.ForeignKey(SpendRecord, models.PROTECT, related_name="run_spend", db_index=False, verbose_name=_("spend"))
    amount = MoneyField(_("amount"))

    class Meta:
        constraints = [UniqueConstraint(name="runspend_once", fields=["item", "spend"])]

    def __str__(self) -> str:
        return f"{self.item_id} {self.spend_id}"
