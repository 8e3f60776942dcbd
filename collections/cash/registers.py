"""What this room tells the house when it loads."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from o2c.collections.cash.cheques import night as cheques
from o2c.collections.cash.cheques.models import Cheque
from o2c.collections.cash.cheques.proofs import cheques_banked_daily
from o2c.collections.cash.cheques.queries import cheques as cheques_of
from o2c.collections.cash.matching.night import match_waiting
from o2c.collections.cash.matching.services.deciding import IGNORE
from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.statements.services import IMPORT
from o2c.core.approvals.registry import approval_kind
from o2c.core.files.reach import carries_files
from o2c.core.jobs.kinds import kind
from o2c.core.jobs.night import step
from o2c.core.limits.registry import limit_kind
from o2c.core.pages import menu
from o2c.core.proofs.registry import proof

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
limit_kind(
    "cheque_clearing",
    _("Clearing of cheques"),
    _("A cheque counts as cleared so many working days after the bank credited its slip."),
    unit="days",
    otherwise=Decimal(8),
)
step("collections.find_deposits", _("Deposits of cheques found on the statements"), cheques.find_deposits)
step("collections.clear_cheques", _("Cheques cleared"), cheques.clear)
proof("cheques_banked_daily", _("No cheque is loose past the close of its day"), cheques_banked_daily, "collections")
menu.add("collections", _("Cheques"), "cheque_list", VIEW, order=60)
menu.add("collections", _("Deposit slips"), "deposit_slips", VIEW, order=61)
menu.add("collections", _("Days of cheques"), "cheque_days", VIEW, order=62)
carries_files(Cheque._meta.label_lower, cheques_of)
