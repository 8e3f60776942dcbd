"""Where a customer is and whom we write to, each with the days it holds."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models.customer import Customer, Language, through_customer
from o2c.accounts.customers.models.emptied import ADDRESS, CONTACT, personal_history
from o2c.core.fields import Dated, ends_after_start, one_at_a_time, one_of


class AddressKind(models.TextChoices):
    BILLING = "billing", _("billing")
    REGISTERED = "registered", _("registered office")
    DELIVERY = "delivery", _("delivery")


class ContactRole(models.TextChoices):
    FINANCE = "finance", _("finance")
    ESCALATION = "escalation", _("escalation")
    LEGAL = "legal", _("legal")


class ContactState(models.TextChoices):
    UNVERIFIED = "unverified", _("not verified")
    VALID = "valid", _("valid")
    INVALID = "invalid", _("invalid")


class Bounce(models.TextChoices):
    HARD = "hard", _("hard: the address does not exist")
    SOFT = "soft", _("soft: temporary")


@personal_history(ADDRESS)
class Address(Dated):
    """One address of a kind at a time; a change is a new row from a day on, so old documents keep theirs."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="addresses")
    kind = models.CharField(_("kind"), max_length=12, choices=AddressKind.choices, default=AddressKind.BILLING)
    lines = models.TextField(_("street and number"))
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100)
    country = models.CharField(_("country"), max_length=2)

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            ends_after_start("address"),
            one_at_a_time("address_one_per_kind", "customer", "kind"),
            CheckConstraint(name="address_country_two_letters", condition=Q(country__regex=r"^[A-Z]{2}$")),
            one_of("address", "kind", AddressKind),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in [*self.lines.splitlines(), f"{self.postcode} {self.city}".strip(), self.country] if part)


@personal_history(CONTACT)
class Contact(Dated):
    """A person at the customer, with what we know about whether mail arrives."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contacts")
    person = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=12, choices=ContactRole.choices, default=ContactRole.FINANCE)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.ENGLISH)
    state = models.CharField(_("state"), max_length=12, choices=ContactState.choices, default=ContactState.UNVERIFIED)
    bounce = models.CharField(_("last bounce"), max_length=4, choices=Bounce.choices, blank=True, editable=False)
    bounced_at = models.DateTimeField(_("bounced at"), null=True, editable=False)
    bounce_reason = models.CharField(_("why it bounced"), max_length=200, blank=True, editable=False)

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            ends_after_start("contact"),
            CheckConstraint(name="contact_reachable", condition=~Q(email="") | ~Q(phone="")),
            CheckConstraint(name="contact_hard_bounce_is_invalid", condition=~Q(bounce="hard") | Q(state="invalid")),
            one_of("contact", "role", ContactRole),
            one_of("contact", "state", ContactState),
            one_of("contact", "language", Language),
            CheckConstraint(name="contact_bounce_known", condition=Q(bounce__in=["", *Bounce.values])),
        ]
        indexes = [models.Index(name="contact_by_email", fields=["email"], condition=~Q(email=""))]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    def get_absolute_url(self) -> str:
        return reverse("contact_detail", args=[self.public_id])
