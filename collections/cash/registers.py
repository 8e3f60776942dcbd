"""What this room tells the house when it loads."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from o2c.collections.cash.matching.night import match_waiting
from o2c.collections.cash.matching.services.deciding import IGNORE
from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.statements.services import IMPORT
from o2c.core.approvals.registry import approval_kind
from o2c.core.jobs.kinds import kind
from o2c.core.jobs.night import step
from o2c.core.limits.registry import limit_kind
from o2c.core.pages import menu

kind(IMPORT, _("Bank file"))
limit_kind(
    "bank_fee",
    _("Bank fee"),
    _("A bank on the way may have kept so much of a payment; more is a deduction."),
    unit="amount",
    otherwise=Decimal(0),
)
limit_kind("match_alone", _("Matching alone"), _("Receipts above it are decided by somebody with a right of their own."), unit="amount")
approval_kind(IGNORE, _("Leave a bank entry alone for good"), "collections.ignore_line", roles=["supervisor", "approver"])
menu.add("collections", _("Matching"), "match_queue", VIEW, order=40)
menu.add("collections", _("Unidentified money"), "unidentified_list", VIEW, order=41)
menu.add("collections", _("Free credits"), "credit_list", VIEW, order=42)
menu.add("collections", _("Deductions"), "deduction_list", VIEW, order=43)
menu.add("collections", _("Applied receipts"), "application_list", VIEW, order=44)
menu.add("collections", _("Known payers"), "payer_list", VIEW, order=45)
step("collections.match_cash", _("Payments matched"), match_waiting)
