"""The customer: one record per legal entity on the other side."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from o2c.core.entities.models import LegalEntity
from o2c.core.fields import FoldedField, Versioned, history, one_of


class CustomerState(models.TextChoices):
    DRAFT = "draft", _("draft")
    ONBOARDING = "onboarding", _("onboarding")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    CLOSING = "closing", _("closing")
    CLOSED = "closed", _("closed")


class CustomerType(models.TextChoices):
    ADVERTISER = "advertiser", _("advertiser")
    AGENCY = "agency", _("agency")
    RESELLER = "reseller", _("reseller")
    PAYER = "payer", _("payer")
    END_CLIENT = "end_client", _("end client")


class RiskClass(models.TextChoices):
    LOW = "low", _("low")
    STANDARD = "standard", _("standard")
    HIGH = "high", _("high")


class Tier(models.TextChoices):
    KEY = "key", _("key account")
    STANDARD = "standard", _("standard")
    SMALL = "small", _("small")


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")
    GERMAN = "de", _("German")
    SPANISH = "es", _("Spanish")


class Origin(models.TextChoices):
    OWN = "own", _("entered here")
    IMPORTED = "imported", _("imported")


def through_customer(entity: str, customer: str = "customer") -> dict[str, str]:
    """The SCOPE of a row that belongs to a customer: lookups to its entity, the customer's region, present portfolio and sales owner."""
    return {
        "entity": entity,
        "region": f"{customer}__country",
        "portfolio": f"{customer}__portfolio_members__current",
        "owner": f"{customer}__sales_owners__current",
    }


@history
class Customer(Versioned):
    """A legal entity on the other side. `number` is ours (or the one it was imported with); `search_name` is its folded names."""

    number = models.CharField(_("number"), max_length=40)
    legal_name = models.CharField(_("legal name"), max_length=200)
    name_latin = models.CharField(_("name in Latin letters"), max_length=200, blank=True)
    name_native = models.CharField(_("name in its own script"), max_length=200, blank=True)
    search_name = FoldedField(sources=["legal_name", "name_latin", "name_native"])
    country = models.CharField(_("country"), max_length=2, blank=True)
    reg_no = models.CharField(_("registration number"), max_length=40, blank=True)
    vat_id = models.CharField(_("VAT id"), max_length=20, blank=True)
    lei = models.CharField(_("LEI"), max_length=20, blank=True)
    type = models.CharField(_("type"), max_length=12, choices=CustomerType.choices, default=CustomerType.ADVERTISER)
    state = models.CharField(_("state"), max_length=12, choices=CustomerState.choices, default=CustomerState.DRAFT)
    risk_class = models.CharField(_("risk class"), max_length=10, choices=RiskClass.choices, default=RiskClass.STANDARD)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, default=Tier.STANDARD)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.ENGLISH)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices, default=Origin.OWN, editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="merged_from")
    entities = models.ManyToManyField(LegalEntity, through="CustomerEntity", related_name="customers", verbose_name=_("our entities"))

    SCOPE: ClassVar[dict[str, str]] = {
        "entity": "entities",
        "region": "country",
        "portfolio": "portfolio_members__current",
        "owner": "sales_owners__current",
    }

    class Meta:
        constraints = [
            UniqueConstraint(name="customer_number_once", fields=["number"]),
            CheckConstraint(name="customer_legal_name_given", condition=~Q(legal_name="")),
            CheckConstraint(name="customer_number_given", condition=~Q(number="")),
            CheckConstraint(name="customer_country_two_letters", condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$")),
            CheckConstraint(name="customer_not_merged_into_itself", condition=Q(merged_into=None) | ~Q(merged_into=F("id"))),
            one_of("customer", "type", CustomerType),
            one_of("customer", "state", CustomerState),
            one_of("customer", "risk_class", RiskClass),
            one_of("customer", "tier", Tier),
            one_of("customer", "language", Language),
            one_of("customer", "origin", Origin),
        ]
        indexes = [
            GinIndex(name="customer_search", fields=["search_name"], opclasses=["gin_trgm_ops"]),
            models.Index(name="customer_number_begins", fields=["number"], opclasses=["varchar_pattern_ops"]),
            models.Index(name="customer_list", fields=["search_name", "id"]),
            models.Index(name="customer_by_vat", fields=["vat_id"], condition=~Q(vat_id="")),
            models.Index(name="customer_by_state", fields=["state", "search_name"]),
            models.Index(name="customer_by_country", fields=["country", "search_name"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.legal_name}"

    def get_absolute_url(self) -> str:
        return reverse("customer_detail", args=[self.public_id])

    def get_verdict_display(self) -> str:
        """Lists annotate `verdict`: whether the last night found that the customer can be billed."""
        verdict = getattr(self, "verdict", "")
        return {"ready": gettext("ready"), "blocked": gettext("blocked")}.get(verdict, "")


@history
class CustomerEntity(Versioned):
    """One of our entities deals with this customer: whoever is limited to the entity sees the customer."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="entity_links")
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="customer_links")

    class Meta:
        constraints = [UniqueConstraint(name="customerentity_once", fields=["customer", "entity"])]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.entity_id}"
