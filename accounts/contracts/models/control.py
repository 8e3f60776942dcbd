"""What our own rules allow: who signs for us up to which amount, and which contracts an entity may make."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.entities.models import LegalEntity
from o2c.core.fields import CurrencyField, Dated, MoneyField, ends_after_start, history, money_constraints, one_at_a_time, one_of

BY_ENTITY: dict[str, str] = {"entity": "entity", "region": "entity__country"}


@history
class SigningAuthority(Dated):
    """A person who signs for one of our entities, up to an amount."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("our entity"))
    person = models.CharField(_("name"), max_length=120)
    up_to = MoneyField(_("up to"))
    currency = CurrencyField(_("currency"))

    SCOPE: ClassVar[dict[str, str]] = BY_ENTITY

    class Meta:
        constraints = [
            ends_after_start("signingauthority"),
            one_at_a_time("signingauthority_once", "entity", "person"),
            CheckConstraint(name="signingauthority_person_given", condition=~Q(person="")),
            CheckConstraint(name="signingauthority_up_to_positive", condition=Q(up_to__gt=0)),
            *money_constraints("signingauthority", "up_to"),
        ]

    def __str__(self) -> str:
        return self.person

    def get_absolute_url(self) -> str:
        return f"{reverse('signing_authority_list')}?entity={self.entity.code}"


class PolicyState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACTIVE = "active", _("active")


@history
class ContractPolicy(Dated):
    """Which contracts an entity may make from a day on. An empty list of countries or products allows all of them.

    `legal_days` and `legal_eom_days`: the longest terms the law of the entity's country allows, net and to the end of a month.
    """

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="contract_policies", verbose_name=_("our entity"))
    terms = ArrayField(models.CharField(max_length=20), verbose_name=_("approved payment terms"))
    legal_days = models.PositiveSmallIntegerField(_("longest net days by law"), default=60)
    legal_eom_days = models.PositiveSmallIntegerField(_("longest days with end of month by law"), default=45)
    currencies = ArrayField(models.CharField(max_length=3), verbose_name=_("allowed currencies"))
    countries = ArrayField(models.CharField(max_length=2), verbose_name=_("allowed countries of customers"), default=list, blank=True)
    products = ArrayField(models.CharField(max_length=60), verbose_name=_("allowed products"), default=list, blank=True)
    back_dating_days = models.PositiveSmallIntegerField(_("days a start may lie back"), default=30)
    credit_check_days = models.PositiveSmallIntegerField(_("days a credit check is good for"), default=365)
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(_("state"), max_length=10, choices=PolicyState.choices, default=PolicyState.PROPOSED, editable=False)

    SCOPE: ClassVar[dict[str, str]] = BY_ENTITY

    class Meta:
        constraints = [
            ends_after_start("contractpolicy"),
            one_at_a_time("contractpolicy_one_at_a_time", "entity", condition=Q(state="active")),
            CheckConstraint(name="contractpolicy_allows_something", condition=Q(terms__len__gt=0, currencies__len__gt=0)),
            one_of("contractpolicy", "state", PolicyState),
        ]

    def __str__(self) -> str:
        return f"{self.entity.code} {self.valid_from:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("contract_policy_detail", args=[self.public_id])
