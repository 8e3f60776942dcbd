"""How the tables of a bank are read: a mapping per bank account and layout, made on a sample file."""

from typing import ClassVar, cast

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.collections.cash.readers.tables import columns as readers
from o2c.core.fields import CurrencyField, Versioned, history, one_of


class MappingState(models.TextChoices):
    DRAFT = "draft", _("being made")
    ACTIVE = "active", _("in use")
    RETIRED = "retired", _("no longer used")


class DateOrder(models.TextChoices):
    DMY = "dmy", _("day first: 31.03.2026 or 31/03/26")
    MDY = "mdy", _("month first: 03/31/2026")
    YMD = "ymd", _("year first: 2026-03-31 or 20260331")


class DecimalMark(models.TextChoices):
    COMMA = ",", _("comma: 1.234,56")
    POINT = ".", _("point: 1,234.56")


class Separator(models.TextChoices):
    SEMICOLON = ";", _("semicolon")
    COMMA = ",", _("comma")
    TAB = "\t", _("tab")
    BAR = "|", _("vertical bar")


class Charset(models.TextChoices):
    UTF8 = "utf-8-sig", _("Unicode (UTF-8)")
    UTF16 = "utf-16", _("Unicode (UTF-16)")
    WINDOWS = "cp1252", _("Windows, Western Europe")
    CENTRAL = "cp1250", _("Windows, Central Europe")
    LATIN = "iso8859-15", _("ISO 8859-15")
    DOS = "cp850", _("DOS, Western Europe")


@history
class StatementMapping(Versioned):
    """One layout of one account's tables. `columns`: meaning -> place from 0; what is empty is found by looking at each file."""

    account = models.ForeignKey("core.OwnBankAccount", models.PROTECT, related_name="mappings", verbose_name=_("our account"))
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", verbose_name=_("our entity"))
    name = models.CharField(_("name"), max_length=80)
    sample = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+", verbose_name=_("sample file"))
    sample_name = models.CharField(_("sample file"), max_length=200)
    charset = models.CharField(_("characters"), max_length=12, choices=Charset.choices, blank=True)
    separator = models.CharField(_("separator"), max_length=1, choices=Separator.choices, blank=True)
    skip = models.PositiveIntegerField(_("rows before the first entry"), default=0)
    header = models.JSONField(_("headings"), default=list)
    columns = models.JSONField(_("columns"), default=dict)
    dates = models.CharField(_("dates"), max_length=3, choices=DateOrder.choices, blank=True)
    decimals = models.CharField(_("decimal sign"), max_length=1, choices=DecimalMark.choices, blank=True)
    out_word = models.CharField(_("word for money out"), max_length=20, blank=True)
    is_inverted = models.BooleanField(_("a plain amount is money out"), default=False)
    currency = CurrencyField(_("currency"), blank=True)
    state = models.CharField(_("state"), max_length=7, choices=MappingState.choices, default=MappingState.DRAFT)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "entity__country"}

    class Meta:
        constraints = [
            UniqueConstraint(name="statementmapping_name_once", fields=["account", "name"], condition=~Q(state="retired")),
            CheckConstraint(name="statementmapping_used_has_columns", condition=~Q(state="active", columns={})),
            one_of("statementmapping", "state", MappingState),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("mapping", args=[self.public_id])

    def reads(self) -> readers.Mapping:
        """As the readers take it."""
        return readers.Mapping(
            dict(self.columns), self.skip, cast(readers.DateOrder, self.dates), currency=self.currency,
            name=self.name, account=self.account.iban,
            header=tuple(self.header), charset=self.charset, separator=self.separator, decimals=cast(readers.Mark, self.decimals),
            is_inverted=self.is_inverted, out_word=self.out_word,
        )  # fmt: skip
