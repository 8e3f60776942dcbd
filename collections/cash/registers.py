"""What this room tells the house when it loads."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from o2c.collections.cash import traced
from o2c.collections.cash.cheques import night as cheques
from o2c.collections.cash.cheques.models import Cheque
from o2c.collections.cash.cheques.proofs import cheques_banked_daily
from o2c.collections.cash.cheques.queries import cheques as cheques_of
from o2c.collections.cash.coding.night import code_entries
from o2c.collections.cash.matching.night import match_waiting, on_advice_stored, on_file_imported
from o2c.collections.cash.matching.services.deciding import IGNORE
from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.remittances import retained as advices_retained
from o2c.collections.cash.returns.night import book_returns, on_returns_imported
from o2c.collections.cash.review.proofs import bank_days_are_reviewed
from o2c.collections.cash.statements import retained as statements_retained
from o2c.collections.cash.statements.night import collect
from o2c.collections.cash.statements.proofs import bank_balances_are_the_banks, receipts_are_in_one_place
from o2c.collections.cash.statements.services import IMPORT
from o2c.core import events
from o2c.core.approvals.registry import approval_kind
from o2c.core.files.reach import carries_files
from o2c.core.jobs.kinds import kind
from o2c.core.jobs.night import step
from o2c.core.limits.registry import limit_kind
from o2c.core.pages import menu, panels
from o2c.core.proofs.registry import proof

TRACED = traced  # importing it registers what lies on the way of the money
RETAINED = statements_retained, advices_retained  # importing them registers how long files are kept

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
menu.add("collections", _("Cash"), "cash", VIEW, order=5)
menu.add("collections", _("Matching"), "match_queue", VIEW, order=40)
menu.add("collections", _("Unidentified money"), "unidentified_list", VIEW, order=41)
menu.add("collections", _("Free credits"), "credit_list", VIEW, order=42)
menu.add("collections", _("Asked clients"), "question_list", VIEW, order=47)
menu.add("collections", _("Deductions"), "deduction_list", VIEW, order=43)
menu.add("collections", _("Applied receipts"), "application_list", VIEW, order=44)
menu.add("collections", _("Remittance advices"), "advice_list", VIEW, order=46)
events.listen("statement_file.imported", "collections.matching", on_file_imported)
events.listen("statement_file.imported", "collections.returns", on_returns_imported)
panels.add("home", _("Cash"), "home_cash", permission="collections.hand_over_file", order=11)
panels.add("collections.statementline", _("What it is"), "line_coding", permission=VIEW, order=10)
panels.add("collections.statementline", _("Returned payment"), "line_returned", permission=VIEW, order=20)
events.listen("advice.stored", "collections.matching", on_advice_stored)
panels.add("collections.advice", _("Lines"), "advice_lines", permission=VIEW, order=10)
panels.add("collections.statementmapping", _("Its sample file"), "mapping_files", permission=VIEW, order=10)
panels.add("collections.receipt", _("Decisions"), "receipt_decisions", permission=VIEW, order=10)
menu.add("collections", _("Known payers"), "payer_list", VIEW, order=45)
limit_kind(
    "cheque_clearing",
    _("Clearing of cheques"),
    _("A cheque counts as cleared so many working days after the bank credited its slip."),
    unit="days",
    otherwise=Decimal(8),
)
step(
    "collections.find_deposits", _("Deposits of cheques found on the statements"), cheques.find_deposits,
    after=("collections.import_statements",),
)  # fmt: skip
step("collections.clear_cheques", _("Cheques cleared"), cheques.clear)
proof("cheques_banked_daily", _("No cheque is loose past the close of its day"), cheques_banked_daily, "collections")
menu.add("collections", _("Cheques"), "cheque_list", VIEW, order=60)
menu.add("collections", _("Deposit slips"), "deposit_slips", VIEW, order=61)
menu.add("collections", _("Days of cheques"), "cheque_days", VIEW, order=62)
carries_files(Cheque._meta.label_lower, cheques_of)
step("collections.import_statements", _("Statements imported"), collect, per_entity=False)
step("collections.code_entries", _("Fees and transfers coded"), code_entries, after=("collections.import_statements",))
step("collections.book_returns", _("Returned payments booked"), book_returns, after=("collections.code_entries",))
step("collections.match_cash", _("Payments matched"), match_waiting, after=("collections.book_returns",))
proof("bank_balances_are_the_banks", _("Our bank postings lead to the bank's balances"), bank_balances_are_the_banks, "cash")
proof("receipts_are_in_one_place", _("Each receipt is unidentified, parked or on a customer"), receipts_are_in_one_place, "cash")
proof("bank_days_are_reviewed", _("Every banking day has its statement and its signature"), bank_days_are_reviewed, "cash")
limit_kind("coding_alone", _("Coding alone"), _("Entries above it are coded by somebody with a right of their own."), unit="amount")
menu.add("collections", _("Bank days"), "bank_days", VIEW, order=46)
menu.add("collections", _("Bank files"), "statement_file_list", VIEW, order=47)
menu.add("collections", _("Bank statements"), "bank_statement_list", VIEW, order=48)
menu.add("collections", _("Bank entries"), "statement_line_list", VIEW, order=49)
menu.add("collections", _("Entries to be coded"), "coding_list", VIEW, order=49)
menu.add("collections", _("Same-day application"), "same_day", VIEW, order=48)
menu.add("collections", _("Mappings of tables"), "mapping_list", VIEW, order=55)
menu.add("collections", _("Receipts"), "receipt_list", VIEW, order=50)
