"""Purchase orders that arrive, with the paper that is attached to the request."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.forms import currency_field
from o2c.accounts.contracts.queries import purchase_orders
from o2c.accounts.contracts.services.purchase_orders import create_purchase_order, update_purchase_order
from o2c.accounts.requests.kinds.customers import customer_of
from o2c.accounts.requests.kinds.registry import Given, Kind, Payload, request_kind
from o2c.accounts.requests.models import ChangeRequest
from o2c.core.access.models import User
from o2c.core.files.models import Attachment
from o2c.core.files.storage import Blob
from o2c.core.pages import AmountField, DateField


class OrderPayload(Payload):
    number = forms.CharField(label=_("Number of the purchase order"), max_length=60)
    amount = AmountField(label=_("Amount"))
    currency = currency_field()
    starts_on = DateField(label=_("Valid from"))
    ends_on = DateField(label=_("Expires before"), required=False)


def enter_order(request: ChangeRequest, given: Given, actor: User) -> None:
    """A number we have is updated, a new one is entered; a change of number or amount needs the paper on the request."""
    known = purchase_orders(actor).filter(customer=customer_of(request), number=given["number"]).first()
    currency, paper = given.pop("currency"), attached(request)
    if known is not None:
        update_purchase_order.step(known.pk, document=paper, actor=actor, **given)
        return
    customer: Any = request.customer
    create_purchase_order.step(customer=customer, entity=request.entity, currency=currency, document=paper, actor=actor, **given)


def attached(request: ChangeRequest) -> Blob | None:
    """The latest file on the request."""
    rows = Attachment.objects.filter(object_type=request._meta.label_lower, object_id=request.pk).select_related("file")
    latest = rows.order_by("-pk").first()
    return Blob(latest.file.sha256, latest.file.size, latest.file.mime, latest.name) if latest else None


request_kind(Kind("purchase_order", _("Purchase order"), OrderPayload, enter_order, hours=8))
