"""What a document looks like, made once and kept, and how it went to the customer."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import through_customer
from o2c.billing.documents.models.document import Document
from o2c.core.fields import Versioned, append_only, history, one_of


class Rendering(models.Model):
    """The PDF, and the XML where the profile asks for one, of a posted document. Written once; every copy is these bytes."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="rendering", verbose_name=_("document"))
    pdf = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+", verbose_name=_("PDF"))
    xml = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name=_("XML"))
    language = models.CharField(_("language"), max_length=2)
    rendered_at = models.DateTimeField(_("rendered at"), db_default=Now(), editable=False)

    class Meta:
        triggers = append_only("rendering")

    def __str__(self) -> str:
        return str(self.document)


class DeliveryChannel(models.TextChoices):
    EMAIL = "email", _("e-mail")
    POST = "post", _("post")
    PORTAL = "portal", _("customer portal")
    E_INVOICE = "e_invoice", _("electronic invoice")


class DeliveryState(models.TextChoices):
    QUEUED = "queued", _("queued")
    SENT = "sent", _("sent")
    ACCEPTED = "accepted", _("accepted by the platform")
    DELIVERED = "delivered", _("delivered")
    REJECTED = "rejected", _("rejected")


@history
class Delivery(Versioned):
    """One sending of a document to the customer. A rejection says why; sending again is another row."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="deliveries", verbose_name=_("document"))
    customer = models.ForeignKey("accounts.Customer", models.PROTECT, related_name="+", db_index=False, verbose_name=_("customer"))
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, related_name="+", db_index=False, verbose_name=_("our entity"))
    channel = models.CharField(_("channel"), max_length=10, choices=DeliveryChannel.choices)
    recipient = models.CharField(_("recipient"), max_length=254, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    reason = models.CharField(_("why rejected"), max_length=300, blank=True)
    message = models.ForeignKey("core.Outbox", models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("mail"))
    provider_id = models.CharField(_("reference of the provider"), max_length=100, blank=True)
    moved_at = models.DateTimeField(_("since"), db_default=Now(), editable=False)

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            UniqueConstraint(name="delivery_one_under_way", fields=["document"], condition=Q(state="queued")),
            CheckConstraint(
                name="delivery_rejected_says_why", condition=(Q(state="rejected") & ~Q(reason="")) | (~Q(state="rejected") & Q(reason=""))
            ),
            one_of("delivery", "channel", DeliveryChannel),
            one_of("delivery", "state", DeliveryState),
        ]
        indexes = [models.Index(name="delivery_by_state", fields=["state", "-id"])]

    def __str__(self) -> str:
        return f"{self.document_id} {self.channel}"

    def get_absolute_url(self) -> str:
        return reverse("document_detail", args=[self.document.public_id])
