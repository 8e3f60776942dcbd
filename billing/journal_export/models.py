"""The journal for finance: our control accounts under the company's own numbers, and what was handed over, once."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.billing.ledger.choices import ControlAccount
from o2c.billing.ledger.models import JournalEntry
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import (
    CurrencyField,
    Dated,
    MoneyField,
    Record,
    append_only,
    ends_after_start,
    history,
    money_constraints,
    one_at_a_time,
    one_of,
)


class MappingState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACTIVE = "active", _("active")


@history
class AccountMapping(Dated):
    """From a day on, one control account of one entity is this account of the company's chart."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("our entity"))
    control_account = models.CharField(_("control account"), max_length=20, choices=ControlAccount.choices)
    number = models.CharField(_("account number"), max_length=20)
    name = models.CharField(_("account name"), max_length=80, blank=True)
    reason = models.TextField(_("reason"))
    state = models.CharField(_("state"), max_length=10, choices=MappingState.choices, default=MappingState.PROPOSED)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [
            one_of("accountmapping", "state", MappingState),
            one_of("accountmapping", "control_account", ControlAccount),
            CheckConstraint(name="accountmapping_number_plain", condition=Q(number__regex=r"^[0-9A-Za-z][0-9A-Za-z.-]*$")),
            ends_after_start("accountmapping"),
            one_at_a_time("accountmapping_one_a_day", "entity", "control_account", condition=Q(state="active")),
        ]

    def __str__(self) -> str:
        return f"{self.entity.code} {self.get_control_account_display()} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("mapping_list")


class JournalExport(Record):
    """What finance got of one entity and month. `sha256` is that of the CSV: made again, it is the same to the byte."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("our entity"))
    month = models.DateField(_("month"))
    entries = models.PositiveIntegerField(_("entries"))
    lines = models.PositiveIntegerField(_("lines"))
    total = MoneyField(_("debits in base currency"))
    currency = CurrencyField(_("base currency"))
    sha256 = models.CharField("SHA-256", max_length=64)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [
            CheckConstraint(name="journalexport_first_of_month", condition=Q(month__day=1)),
            *money_constraints("journalexport", "total"),
        ]
        indexes = [models.Index(name="journalexport_list", fields=["-created_at", "-id"])]
        triggers = append_only("journalexport")

    def __str__(self) -> str:
        return f"{self.entity.code} {self.month:%Y-%m} #{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("journal_export_detail", args=[self.public_id])


class ExportedEntry(models.Model):
    """This entry was handed over, in that export and in no other."""

    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="exported")
    export = models.ForeignKey(JournalExport, models.PROTECT, related_name="handed_over")

    class Meta:
        triggers = append_only("exportedentry")

    def __str__(self) -> str:
        return str(self.entry_id)
