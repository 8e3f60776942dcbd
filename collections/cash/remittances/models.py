"""What payers say their payment is for: an advice with its lines, kept whether the money is here yet or not."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import CurrencyField, MoneyField, Record, append_only, money_constraints, one_of, only_these_move


class AdviceState(models.TextChoices):
    OPEN = "open", _("waits for the money")
    USED = "used", _("used")
    WITHDRAWN = "withdrawn", _("withdrawn")


class RemittanceAdvice(Record):
    """An advice as sent, once per file. `total` is what the sender states, None where they state none."""

    stored = models.OneToOneField("core.StoredFile", models.PROTECT, related_name="advice")
    name = models.CharField(_("file name"), max_length=200)
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", verbose_name=_("our entity"))
    number = models.CharField(_("advice number"), max_length=140)
    payer = models.CharField(_("payer"), max_length=140, blank=True)
    currency = CurrencyField(_("currency"))
    total = MoneyField(_("total"), null=True)
    paid = MoneyField(_("sum of the lines"))
    state = models.CharField(_("state"), max_length=9, choices=AdviceState.choices, default=AdviceState.OPEN)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [
            UniqueConstraint(
                name="remittanceadvice_number_once", fields=["entity", "number"], condition=~Q(state="withdrawn") & ~Q(number="")
            ),
            CheckConstraint(name="remittanceadvice_withdrawn_says_why", condition=~Q(state="withdrawn", reason="")),
            one_of("remittanceadvice", "state", AdviceState),
            *money_constraints("remittanceadvice", "total", "paid"),
        ]
        indexes = [models.Index(name="remittanceadvice_latest", fields=["-created_at", "-id"])]
        triggers = only_these_move("remittanceadvice", "state", "reason")

    def __str__(self) -> str:
        return self.number or self.name

    def get_absolute_url(self) -> str:
        return reverse("advice_detail", args=[self.public_id])


class AdviceLine(models.Model):
    """One document of an advice: what is paid of it and what is kept back. Negative for credit notes and claims."""

    advice = models.ForeignKey(RemittanceAdvice, models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    document = models.CharField(_("document number"), max_length=140)
    currency = CurrencyField(_("currency"))
    paid = MoneyField(_("paid"))
    deduction = MoneyField(_("deduction"), default=0)
    reason = models.CharField(_("reason"), max_length=140, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="adviceline_once", fields=["advice", "position"]),
            *money_constraints("adviceline", "paid", "deduction"),
        ]
        triggers = append_only("adviceline")

    def __str__(self) -> str:
        return f"{self.document} {self.paid}"
