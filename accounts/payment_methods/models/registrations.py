"""Attempts of customers to register a way to pay: invited by a link, failed with a reason, done with the method they brought."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer, through_customer
from o2c.accounts.payment_methods.models.methods import PaymentMethod
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import Versioned, history, one_of


class RegistrationState(models.TextChoices):
    INVITED = "invited", _("link sent")
    FAILED = "failed", _("failed")
    DONE = "done", _("done")
    WITHDRAWN = "withdrawn", _("withdrawn")


ONGOING = Q(state__in=["invited", "failed"])


@history
class Registration(Versioned):
    """One way to pay that we wait for. Only the digest of the link's secret is kept; a fresh link makes the older one useless."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="registrations", verbose_name=_("customer"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("our entity"))
    kind = models.CharField(_("kind"), max_length=10, choices=[("card", _("card")), ("sdd", _("SEPA direct debit"))])
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=2, default="en")
    state = models.CharField(_("state"), max_length=10, choices=RegistrationState.choices, default=RegistrationState.INVITED)
    digest = models.CharField(max_length=64, editable=False)
    expires_at = models.DateTimeField(_("link good until"))
    links = models.PositiveSmallIntegerField(_("links sent"), default=1)
    failures = models.PositiveSmallIntegerField(_("failed attempts"), default=0)
    failure = models.CharField(_("reason"), max_length=40, blank=True)
    failed_at = models.DateTimeField(_("failed at"), null=True, editable=False)
    method = models.OneToOneField(PaymentMethod, models.PROTECT, null=True, editable=False, related_name="registration")

    MASKED: ClassVar[set[str]] = {"digest"}
    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            UniqueConstraint(name="registration_one_at_a_time", fields=["customer", "entity", "kind"], condition=ONGOING),
            CheckConstraint(name="registration_failed_says_why", condition=~Q(state="failed") | ~Q(failure="")),
            CheckConstraint(name="registration_done_has_method", condition=~Q(state="done") | Q(method__isnull=False)),
            CheckConstraint(name="registration_kind_known", condition=Q(kind__in=["card", "sdd"])),
            one_of("registration", "state", RegistrationState),
        ]
        indexes = [models.Index(name="registration_issues", fields=["-failed_at"], condition=Q(state="failed"))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.email}"

    def get_absolute_url(self) -> str:
        return reverse("registration_detail", args=[self.public_id])
