"""What is charged: price lists, and dated conditions of a list or of a customer's contract."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.models.contracts import Contract
from o2c.accounts.contracts.models.control import BY_ENTITY
from o2c.accounts.customers.models import Customer, through_customer
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import CurrencyField, Dated, DateSpan, Versioned, ends_after_start, history, one_of
from o2c.core.files.models import StoredFile


@history
class PriceList(Versioned):
    """The prices of one of our entities in one currency, for customers without their own."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="price_lists", verbose_name=_("our entity"))
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=100)
    currency = CurrencyField(_("currency"))

    SCOPE: ClassVar[dict[str, str]] = BY_ENTITY

    class Meta:
        constraints = [
            UniqueConstraint(name="pricelist_code_once", fields=["entity", "code"]),
            CheckConstraint(name="pricelist_code_given", condition=~Q(code="")),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("price_list_detail", args=[self.public_id])


class ConditionKind(models.TextChoices):
    PRICE = "price", _("unit price")
    REBATE = "rebate", _("rebate in percent")
    DISCOUNT = "discount", _("discount in percent")
    MINIMUM = "minimum", _("minimum amount")
    FEE = "fee", _("fee")
    TOLERANCE = "tolerance", _("tolerated difference between counts in percent")


class ConditionState(models.TextChoices):
    PROPOSED = "proposed", _("waiting for approval")
    ACTIVE = "active", _("active")
    WITHDRAWN = "withdrawn", _("withdrawn")


SHARES = [ConditionKind.REBATE, ConditionKind.DISCOUNT, ConditionKind.TOLERANCE]


@history
class Condition(Dated):
    """One price, rebate, discount, minimum, fee or tolerance on the days it holds, for a list or for a customer's contract.

    `value`: a unit price, percent, or amount in `currency`, by kind. Without a product it holds for all of them.
    """

    price_list = models.ForeignKey(PriceList, models.PROTECT, null=True, blank=True, related_name="conditions")
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, blank=True, related_name="conditions", verbose_name=_("contract"))
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+", verbose_name=_("customer"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("our entity"))
    kind = models.CharField(_("kind"), max_length=10, choices=ConditionKind.choices, default=ConditionKind.PRICE)
    product = models.CharField(_("product"), max_length=60, blank=True)
    unit = models.CharField(_("per"), max_length=20, blank=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=8)
    currency = CurrencyField(_("currency"))
    document = models.ForeignKey(StoredFile, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("document"))
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("takes the place of"))
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(_("state"), max_length=10, choices=ConditionState.choices, default=ConditionState.PROPOSED, editable=False)
    approved_by = models.ForeignKey("core.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("approved by"))
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            ends_after_start("condition"),
            ExclusionConstraint(
                name="condition_one_at_a_time",
                expressions=[
                    (Coalesce(F("customer"), 0), RangeOperators.EQUAL),
                    (Coalesce(F("price_list"), 0), RangeOperators.EQUAL),
                    (F("entity"), RangeOperators.EQUAL),
                    (F("currency"), RangeOperators.EQUAL),
                    (F("product"), RangeOperators.EQUAL),
                    (F("kind"), RangeOperators.EQUAL),
                    (DateSpan("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state="active"),
            ),
            CheckConstraint(
                name="condition_of_list_or_contract",
                condition=Q(price_list__isnull=False, contract=None, customer=None)
                | Q(price_list=None, contract__isnull=False, customer__isnull=False),
            ),
            CheckConstraint(name="condition_value_not_negative", condition=Q(value__gte=0)),
            CheckConstraint(name="condition_share_at_most_all", condition=~Q(kind__in=SHARES) | Q(value__lte=100)),
            CheckConstraint(name="condition_says_why", condition=~Q(reason="")),
            CheckConstraint(
                name="condition_active_by_second_person",
                condition=~Q(state="active") | (Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("created_by"))),
            ),
            CheckConstraint(name="condition_of_contract_has_document", condition=Q(contract=None) | Q(document__isnull=False)),
            one_of("condition", "kind", ConditionKind),
            one_of("condition", "state", ConditionState),
        ]
        indexes = [models.Index(name="condition_of_contract", fields=["contract", "kind"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.product}".strip()

    def get_absolute_url(self) -> str:
        return reverse("condition_detail", args=[self.public_id])
