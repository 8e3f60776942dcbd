"""Our registrations in the supplier databases of clients: without one they pay no invoice."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer, through_customer
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import Versioned, history, one_of


class VendorState(models.TextChoices):
    NEEDED = "needed", _("needed")
    REQUESTED = "requested", _("requested")
    SUBMITTED = "submitted", _("submitted")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    EXPIRING = "expiring", _("expiring")
    EXPIRED = "expired", _("expired")


@history
class VendorRegistration(Versioned):
    """One of our entities as a supplier of a client, in its portal or by its form. `holder` has the login."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="vendor_registrations", verbose_name=_("customer"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("our entity"))
    portal = models.CharField(_("portal or form"), max_length=80)
    address = models.URLField(_("address"), max_length=300, blank=True)
    holder = models.ForeignKey("core.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("login owner"))
    required = ArrayField(models.CharField(max_length=80), default=list, verbose_name=_("required documents"))
    provided = ArrayField(models.CharField(max_length=80), default=list, verbose_name=_("documents provided"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    supplier_no = models.CharField(_("supplier number"), max_length=40, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=VendorState.choices, default=VendorState.NEEDED)
    reason = models.CharField(_("why"), max_length=300, blank=True, editable=False)

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            UniqueConstraint(name="vendorregistration_once", fields=["customer", "entity", "portal"]),
            CheckConstraint(
                name="vendorregistration_accepted_has_number", condition=~Q(state__in=["accepted", "expiring"]) | ~Q(supplier_no="")
            ),
            CheckConstraint(name="vendorregistration_rejection_says_why", condition=~Q(state="rejected") | ~Q(reason="")),
            one_of("vendorregistration", "state", VendorState),
        ]
        indexes = [models.Index(name="vendorregistration_due", fields=["due_on"], condition=~Q(state="accepted"))]

    def __str__(self) -> str:
        return f"{self.portal} ({self.entity.code})"

    def get_absolute_url(self) -> str:
        return reverse("vendor_detail", args=[self.public_id])
