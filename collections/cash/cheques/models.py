"""Cheques: registered the day they come, banked on a slip, cleared or bounced. The day is closed by somebody else."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import CurrencyField, MoneyField, Record, Versioned, append_only, history, money_constraints, one_of


class SlipState(models.TextChoices):
    OPEN = "open", _("being collected")
    BANKED = "banked", _("banked")
    CREDITED = "credited", _("credited by the bank")


class ChequeState(models.TextChoices):
    RECEIVED = "received", _("received")
    ON_SLIP = "on_slip", _("on a deposit slip")
    BANKED = "banked", _("banked")
    CLEARED = "cleared", _("cleared")
    BOUNCED = "bounced", _("bounced")
    RETURNED = "returned_to_drawer", _("returned to the drawer")


@history
class DepositSlip(Versioned):
    """The cheques taken to one of our banks on a day. `credited_by`: the bank entry that shows their total."""

    account = models.ForeignKey("core.OwnBankAccount", models.PROTECT, related_name="deposit_slips", verbose_name=_("our account"))
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", verbose_name=_("our entity"))
    number = models.CharField(_("number"), max_length=40)
    day = models.DateField(_("day"))
    currency = CurrencyField(_("currency"))
    total = MoneyField(_("total"))
    count = models.PositiveIntegerField(_("cheques"))
    state = models.CharField(_("state"), max_length=10, choices=SlipState.choices, default=SlipState.OPEN, editable=False)
    credited_by = models.OneToOneField(
        "collections.StatementLine", models.PROTECT, null=True, related_name="deposit_slip", editable=False, verbose_name=_("bank entry")
    )

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        verbose_name = _("deposit slip")
        constraints = [
            UniqueConstraint(name="depositslip_number_once", fields=["entity", "number"]),
            CheckConstraint(name="depositslip_not_empty", condition=Q(count__gt=0, total__gt=0)),
            CheckConstraint(
                name="depositslip_credited_by_entry",
                condition=Q(state="credited", credited_by__isnull=False) | (~Q(state="credited") & Q(credited_by=None)),
            ),
            *money_constraints("depositslip", "total"),
            one_of("depositslip", "state", SlipState),
        ]
        indexes = [models.Index(name="depositslip_list", fields=["-day", "-id"])]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("deposit_slip", args=[self.public_id])


@history
class Cheque(Versioned):
    """One cheque. `entry` holds it: cheques in hand against unidentified cash; `receipt` is its money, as of any payment."""

    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", verbose_name=_("our entity"))
    number = models.CharField(_("cheque number"), max_length=40)
    drawer = models.CharField(_("drawer"), max_length=140)
    bank = models.CharField(_("drawer's bank"), max_length=140)
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    dated_on = models.DateField(_("dated"))
    received_on = models.DateField(_("received on"))
    purpose = models.CharField(_("invoices or purpose"), max_length=300, blank=True)
    receipt = models.OneToOneField("collections.Receipt", models.PROTECT, related_name="cheque", editable=False, verbose_name=_("receipt"))
    entry = models.OneToOneField("billing.JournalEntry", models.PROTECT, related_name="cheque", editable=False, verbose_name=_("entry"))
    slip = models.ForeignKey(DepositSlip, models.PROTECT, null=True, related_name="cheques", editable=False, verbose_name=_("deposit slip"))
    state = models.CharField(_("state"), max_length=20, choices=ChequeState.choices, default=ChequeState.RECEIVED, editable=False)
    reason = models.CharField(_("why bounced or returned"), max_length=200, blank=True, editable=False)
    fee_entry = models.OneToOneField("billing.JournalEntry", models.PROTECT, null=True, related_name="cheque_fee", editable=False)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        verbose_name = _("cheque")
        constraints = [
            UniqueConstraint(name="cheque_once", fields=["entity", "bank", "number", "drawer"]),
            CheckConstraint(name="cheque_amount_positive", condition=Q(amount__gt=0)),
            CheckConstraint(
                name="cheque_on_a_slip",
                condition=Q(state__in=["on_slip", "banked", "cleared", "bounced"], slip__isnull=False)
                | Q(state__in=["received", "returned_to_drawer"], slip=None),
            ),
            CheckConstraint(name="cheque_says_why", condition=~Q(state__in=["bounced", "returned_to_drawer"]) | ~Q(reason="")),
            *money_constraints("cheque", "amount"),
            one_of("cheque", "state", ChequeState),
        ]
        indexes = [
            models.Index(name="cheque_list", fields=["-received_on", "-id"]),
            models.Index(name="cheque_loose", fields=["entity", "received_on"], condition=Q(state="received")),
            models.Index(name="cheque_under_way", fields=["slip"], condition=Q(state="banked")),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.drawer}"

    def get_absolute_url(self) -> str:
        return reverse("cheque_detail", args=[self.public_id])


class ChequeDay(Record):
    """A day of cheques of one entity, closed by somebody who recorded none of them: nothing was left in the drawer."""

    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", verbose_name=_("our entity"))
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("cheques"))
    slips = models.PositiveIntegerField(_("deposit slips"))
    note = models.CharField(_("remark"), max_length=200, blank=True)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [UniqueConstraint(name="chequeday_once", fields=["entity", "day"])]
        indexes = [models.Index(name="chequeday_latest", fields=["-day", "-id"])]
        triggers = append_only("chequeday")

    def __str__(self) -> str:
        return f"{self.entity_id} {self.day}"
