"""Refunds on the way of the money: from the credits they give back to the entries of release, payment and return."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from o2c.billing.refunds.models import RefundRequest
from o2c.billing.refunds.queries import VIEW, refunds
from o2c.core.money import Money
from o2c.core.tracing import registry as trace
from o2c.core.tracing.registry import Node


def of_refund(row: RefundRequest) -> Node:
    day = row.created_at.date()
    return Node(row.number, row.get_absolute_url(), day, Money(row.amount, row.currency), row.customer.legal_name)


trace.kind("billing.refundrequest", _("Refunds"), refunds, of_refund, permission=VIEW)
trace.link(
    "billing.refundrequest",
    "billing.journalentry",
    forward=lambda refund: Q(refund_released__request=refund) | Q(refund_confirmed__request=refund) | Q(refund_returned__request=refund),
    back=lambda entry: Q(payment__entry=entry) | Q(payment__confirmation=entry) | Q(payment__returned=entry),
)
