"""What this room tells the house when it loads."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from o2c.billing.refunds import kinds, queries, traced
from o2c.billing.refunds.models import RefundRequest
from o2c.billing.refunds.retained import under_way
from o2c.billing.refunds.services import follow_refund_approval
from o2c.billing.refunds.services.asking import KIND, KIND_CHANGED_BANK, LIMIT
from o2c.billing.refunds.services.sending import AGAIN
from o2c.core import events, gates
from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.acting import through
from o2c.core.approvals.registry import approval_kind
from o2c.core.files.reach import carries_files
from o2c.core.limits.registry import limit_kind
from o2c.core.pages import jump, menu, panels
from o2c.core.pages.jump import Hit
from o2c.core.retention.judging import QUESTION

TRACED = traced  # importing it registers what lies on the way of the money

BROUGHT = kinds  # importing it registers the kind of request


def refunds_like(actor: User, text: str) -> Iterator[Hit]:
    """Refunds by number for the global search."""
    if actor.may(queries.VIEW):
        for refund in queries.refunds(actor).filter(number__iexact=text.strip())[:3]:
            yield Hit(refund.number, _("Refund"), refund.get_absolute_url(), refund.customer.legal_name)


def on_approval(approval_id: int, _facts: dict[str, Any]) -> None:
    with through("job"):
        follow_refund_approval(approval_id, actor=the_night())


limit_kind(
    LIMIT,
    _("Refund by two persons"),
    _("Up to so much maker and approver are enough and either of them releases; above it three persons take part."),
    unit="amount",
    otherwise=Decimal(0),
)
approval_kind(KIND, _("Refund"), "billing.approve_refund", roles=["approver"], makers=queries.hands_on)
approval_kind(
    KIND_CHANGED_BANK,
    _("Refund to bank details younger than 30 days"),
    "billing.approve_refund",
    roles=["approver", "supervisor"],
    makers=queries.hands_on,
)
approval_kind(AGAIN, _("Fetch a payment file again"), "billing.allow_another_fetch", roles=["approver"])
events.listen("approval.closed", "billing.refunds", on_approval)
gates.answer_for_many(QUESTION, under_way)
menu.add("billing", _("Refunds"), "refund_list", queries.VIEW, order=40)
menu.add("billing", _("Payment files"), "payment_file_list", queries.VIEW, order=41)
menu.add("billing", _("Status reports of banks"), "status_report_list", queries.VIEW, order=42)
panels.add("accounts.customer", _("Refunds"), "customer_refunds", permission=queries.VIEW, order=28)
panels.add("accounts.financialaccount", _("Credits"), "account_credits", permission=queries.VIEW, order=15)
panels.add("accounts.financialaccount", _("Refunds"), "account_refunds", permission=queries.VIEW, order=16)
jump.source(refunds_like)
carries_files(RefundRequest._meta.label_lower, queries.refunds)
