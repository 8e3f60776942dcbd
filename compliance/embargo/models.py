"""Embargo rules by country and goods, licences against them, and every check with its answer."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer, through_customer
from o2c.compliance.embargo import rules
from o2c.core.fields import (
    CurrencyField,
    MoneyField,
    Record,
    Versioned,
    append_only,
    ends_after_start,
    history,
    money_constraints,
    one_of,
)


class Goods(models.TextChoices):
    ADVERTISING = "advertising", _("advertising services")
    DATA = "data", _("data and analytics services")
    SOFTWARE = "software", _("software")
    HARDWARE = "hardware", _("hardware")
    DUAL_USE = "dual_use", _("dual-use goods")
    LUXURY = "luxury", _("luxury goods")
    ENERGY = "energy", _("energy and oil equipment")
    MILITARY = "military", _("military goods")


class RuleState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACTIVE = "active", _("in force")
    ENDED = "ended", _("ended")


def _goods_known(table: str) -> CheckConstraint:
    return CheckConstraint(name=f"{table}_goods_known", condition=Q(goods__contained_by=list(Goods.values)))


@history
class EmbargoRule(Versioned):
    """What is forbidden with a country, on the days `[starts_on, ends_on)`; without goods, everything."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    country = models.CharField(_("country"), max_length=2)
    goods = ArrayField(
        models.CharField(max_length=20, choices=Goods.choices), default=list, blank=True, verbose_name=_("goods and services")
    )
    legal_basis = models.TextField(_("legal basis"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RuleState.choices, default=RuleState.PROPOSED)

    class Meta:
        constraints = [
            one_of("embargorule", "state", RuleState),
            ends_after_start("embargorule", "starts_on", "ends_on"),
            CheckConstraint(name="embargorule_country_two_letters", condition=Q(country__regex=r"^[A-Z]{2}$")),
            CheckConstraint(name="embargorule_legal_basis_given", condition=~Q(legal_basis="")),
            _goods_known("embargorule"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("embargo_rule", args=[self.public_id])

    def plain(self) -> rules.Rule:
        """The rule as the check takes it."""
        return rules.Rule(self.code, self.country, self.starts_on, self.ends_on, frozenset(self.goods))


class LicenceState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACTIVE = "active", _("in force")
    WITHDRAWN = "withdrawn", _("withdrawn")


@history
class Licence(Versioned):
    """What an authority allows with a customer in spite of an embargo. It counts once a second person has agreed."""

    number = models.CharField(_("licence number"), max_length=60)
    authority = models.CharField(_("authority"), max_length=120)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    country = models.CharField(_("country"), max_length=2)
    goods = ArrayField(
        models.CharField(max_length=20, choices=Goods.choices), default=list, blank=True, verbose_name=_("goods and services")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    limit = MoneyField(_("up to the amount"), null=True, blank=True)
    currency = CurrencyField(_("currency"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=LicenceState.choices, default=LicenceState.PROPOSED)

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            one_of("licence", "state", LicenceState),
            ends_after_start("licence", "starts_on", "ends_on"),
            UniqueConstraint(name="licence_number_once", fields=["customer", "number", "country"]),
            CheckConstraint(name="licence_number_given", condition=~Q(number="")),
            CheckConstraint(name="licence_limit_with_currency", condition=Q(limit=None, currency="") | (Q(limit__gt=0) & ~Q(currency=""))),
            _goods_known("licence"),
            *money_constraints("licence", "limit"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("embargo_licence", args=[self.public_id])

    def plain(self) -> rules.Licence:
        """The licence as the check takes it."""
        return rules.Licence(self.number, self.country, self.starts_on, self.ends_on, frozenset(self.goods), self.limit, self.currency)


class EmbargoCheck(Record):
    """One check and its answer: what was asked about, with which facts, which rules met it, which licences let it pass."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    question = models.CharField(_("asked before"), max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_label = models.CharField(_("what"), max_length=200)
    day = models.DateField(_("day"))
    facts = models.JSONField()
    met = models.JSONField(default=list)
    passed = models.BooleanField(_("passed"))

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        indexes = [models.Index(name="embargocheck_of_customer", fields=["customer", "-id"])]
        triggers = append_only("embargocheck")

    def __str__(self) -> str:
        return f"{self.subject_label} {self.day}"
