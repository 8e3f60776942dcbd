"""What others answered about a customer's data: tax registers about numbers, mail servers about addresses."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models.customer import through_customer
from o2c.accounts.customers.models.reach import Bounce, Contact
from o2c.accounts.customers.models.tax import TaxRegistration
from o2c.core.fields import Record, append_only, one_of


class Answered(models.TextChoices):
    VALID = "valid", _("valid")
    INVALID = "invalid", _("invalid")
    UNREACHABLE = "unreachable", _("register not reachable")


class DomainState(models.TextChoices):
    FOUND = "found", _("takes mail")
    MISSING = "missing", _("takes no mail")
    UNREACHABLE = "unreachable", _("could not be asked")


class TaxAnswer(Record):
    """One answer of a register. A valid or invalid one is used again for a day instead of asking twice."""

    registration = models.ForeignKey(TaxRegistration, models.PROTECT, related_name="answers")
    state = models.CharField(_("answer"), max_length=12, choices=Answered.choices)
    requester = models.CharField(_("asked for"), max_length=20, blank=True)
    consultation_no = models.CharField(_("consultation number"), max_length=40, blank=True)
    name = models.CharField(_("name in the register"), max_length=200, blank=True)
    address = models.TextField(_("address in the register"), blank=True)
    problem = models.CharField(_("why there was no answer"), max_length=60, blank=True)

    SCOPE: ClassVar[dict[str, str]] = through_customer("registration__customer__entities", "registration__customer")

    class Meta:
        constraints = [
            one_of("taxanswer", "state", Answered),
            CheckConstraint(name="taxanswer_unreachable_says_why", condition=~Q(state="unreachable") | ~Q(problem="")),
        ]
        indexes = [models.Index(name="taxanswer_latest", fields=["registration", "-created_at"])]
        triggers = append_only("taxanswer")

    def __str__(self) -> str:
        return f"{self.registration} {self.get_state_display()}"


class MailDomain(models.Model):
    """Whether a domain takes mail, as its name servers answered last."""

    name = models.CharField(_("domain"), max_length=253)
    state = models.CharField(_("state"), max_length=12, choices=DomainState.choices)
    checked_at = models.DateTimeField(_("checked at"))

    class Meta:
        constraints = [UniqueConstraint(name="maildomain_once", fields=["name"]), one_of("maildomain", "state", DomainState)]

    def __str__(self) -> str:
        return self.name


class ContactBounce(Record):
    """One mail that came back from a contact."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="bounces")
    at = models.DateTimeField(_("came back at"))
    bounce = models.CharField(_("kind"), max_length=4, choices=Bounce.choices)
    reason = models.CharField(_("why"), max_length=200, blank=True)

    SCOPE: ClassVar[dict[str, str]] = through_customer("contact__customer__entities", "contact__customer")

    class Meta:
        constraints = [one_of("contactbounce", "bounce", Bounce)]
        indexes = [models.Index(name="contactbounce_of_contact", fields=["contact", "-at"])]
        triggers = append_only("contactbounce")

    def __str__(self) -> str:
        return f"{self.get_bounce_display()} {self.reason}"
