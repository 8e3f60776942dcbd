"""Cash on the way of the money: after the entry that settles come the receipt or cheque that brought it, and the line of the bank."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from o2c.billing.refunds.models import RefundRequest
from o2c.collections.cash.cheques.models import Cheque
from o2c.collections.cash.cheques.queries import cheques
from o2c.collections.cash.receipts.models import Receipt
from o2c.collections.cash.receipts.queries import VIEW, receipts
from o2c.collections.cash.statements.models import StatementLine
from o2c.collections.cash.statements.queries import lines
from o2c.core.money import Money
from o2c.core.tracing import registry as trace
from o2c.core.tracing.registry import Node

NOTHING = Q(pk__in=[])
REFUND = "refunds_payable"  # how cash codes the debit that pays a refund of ours


def of_receipt(row: Receipt) -> Node:
    label = row.payer or row.text[:40] or str(row)
    return Node(label, row.get_absolute_url(), row.value_on, Money(row.amount, row.currency), row.get_state_display())


def of_line(row: StatementLine) -> Node:
    signed = row.amount if row.direction == "credit" else -row.amount
    note = f"{row.statement} {row.bank_reference}".strip()
    return Node(row.payer or row.kind or row.bank_reference, row.get_absolute_url(), row.booked_on, Money(signed, row.currency), note)


def of_cheque(row: Cheque) -> Node:
    return Node(str(row), row.get_absolute_url(), row.received_on, Money(row.amount, row.currency), row.get_state_display())


def lines_of_refund(refund: RefundRequest) -> Q:
    payment = getattr(refund, "payment", None)
    return Q(end_to_end=payment.end_to_end, coded_to=REFUND) if payment and payment.end_to_end else NOTHING


trace.kind("collections.receipt", _("Receipts"), receipts, of_receipt, permission=VIEW)
trace.kind("collections.statementline", _("Bank entries"), lines, of_line, permission=VIEW)
trace.kind("collections.cheque", _("Cheques"), cheques, of_cheque, permission=VIEW)
trace.link(
    "billing.journalentry",
    "collections.receipt",
    forward=lambda entry: Q(entry=entry),
    back=lambda receipt: Q(pk=receipt.entry_id),
)
trace.link(
    "collections.receipt",
    "collections.statementline",
    forward=lambda receipt: Q(pk=receipt.line_id),
    back=lambda line: Q(line=line),
)
trace.link(
    "collections.receipt",
    "collections.cheque",
    forward=lambda receipt: Q(receipt=receipt),
    back=lambda cheque: Q(pk=cheque.receipt_id),
)
trace.link(
    "collections.cheque",
    "collections.statementline",
    forward=lambda cheque: Q(deposit_slip__cheques=cheque),
    back=lambda line: Q(slip__credited_by=line),
)
trace.link(
    "billing.refundrequest",
    "collections.statementline",
    forward=lines_of_refund,
    back=lambda line: Q(payment__end_to_end=line.end_to_end) if line.coded_to == REFUND and line.end_to_end else NOTHING,
)
