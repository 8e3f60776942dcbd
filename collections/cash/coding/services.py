"""Verbs that code entries which are no receivable to a control account, by hand or by the bank's code, and take that back."""

from datetime import date
from typing import cast

from o2c.billing.ledger.models import JournalEntry
from o2c.billing.ledger.services import post, take_back_entry
from o2c.billing.refunds.models import RefundPayment
from o2c.billing.refunds.services.answering import confirm_refund_payment
from o2c.collections.cash.coding import rules
from o2c.collections.cash.receipts.models import Receipt, ReceiptState
from o2c.collections.cash.receipts.rules import BankMoney
from o2c.collections.cash.receipts.words import why
from o2c.collections.cash.statements.models import OPEN_LINES, Direction, LineState, StatementLine
from o2c.collections.cash.statements.queries import lines
from o2c.collections.cash.statements.rules import LINE_MOVES
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.entities.models import OwnBankAccount
from o2c.core.errors import BusinessError
from o2c.core.limits.queries import limit
from o2c.core.verbs import lock, lock_one, transition, verb

LIMIT = "coding_alone"


@verb("collections.code_line")
def code_line(line_id: int, *, control_account: str, reason: str, actor: User) -> StatementLine:
    """Say that an entry is no receivable: fees, interest, tax, a transfer between accounts of ours.

    Raises BusinessError "coding_unknown", "coding_too_large", "line_not_booked", "line_has_customer", Conflict "wrong_state".
    """
    line = _locked(line_id, "collections.code_line", actor)
    most = limit(LIMIT, on=line.booked_on, entity=line.entity, currency=line.currency)
    if most is not None and line.amount > most:
        raise BusinessError("coding_too_large", most=most, currency=line.currency)
    return code(line, control_account, reason, actor=actor)


@verb("collections.code_large_line")
def code_large_line(line_id: int, *, control_account: str, reason: str, actor: User) -> StatementLine:
    """The same whatever the amount."""
    return code(_locked(line_id, "collections.code_large_line", actor), control_account, reason, actor=actor)


@verb("collections.code_by_rule")
def code_by_rule(account_id: int, *, actor: User) -> int:
    """Code the open entries of one account whose bank code, or other side, says what they are; how many that were.

    A debit with the end-to-end reference of a refund we sent confirms that refund.
    """
    account = OwnBankAccount.objects.get(pk=account_id)
    own = set(OwnBankAccount.objects.values_list("iban", flat=True))
    waiting = lines(actor, "collections.code_by_rule").filter(account=account, state__in=OPEN_LINES).exclude(entry=None)
    coded = 0
    for line in lock(waiting, list(waiting.values_list("pk", flat=True))):
        if refund := _refund_of(line):
            _confirm(line, refund, actor)
        elif suggestion := rules.suggested(line.kind, line.payer_account, own):
            code(line, suggestion.control_account, f"{suggestion.why}:{next(iter(suggestion.values.values()))}"[:200], actor=actor)
        else:
            continue
        coded += 1
    return coded


def code(line: StatementLine, control_account: str, reason: str, *, actor: User) -> StatementLine:
    """Step: move a locked entry out of unidentified cash."""
    if control_account not in rules.CODABLE:
        raise BusinessError("coding_unknown", field="control_account")
    _settle(line, control_account, control_account, reason, actor)
    record("statement_line.coded", line, actor=actor, after={"control_account": control_account, "amount": line.amount}, reason=why(reason))
    return line


def _settle(line: StatementLine, name: str, other_side: str, reason: str, actor: User) -> None:
    if line.entry is None:
        raise BusinessError("line_not_booked")
    transition(line, LineState.MATCHED, LINE_MOVES)
    receipts = list(Receipt.objects.filter(line=line).exclude(state=ReceiptState.SPLIT).select_for_update().order_by("pk"))
    if any(receipt.state not in (ReceiptState.UNIDENTIFIED, ReceiptState.PARKED) for receipt in receipts):
        raise BusinessError("line_has_customer")
    line.coding = post(rules.coding_posting(money(line), other_side), actor=actor)
    line.coded_to, line.reason = name, reason[:200]
    line.save(update_fields=["state", "coding", "coded_to", "reason"])
    Receipt.objects.filter(pk__in=[receipt.pk for receipt in receipts]).update(state=ReceiptState.CODED, reason=reason[:200])


def money(line: StatementLine) -> BankMoney:
    """A booked entry as money, on the day and at the rate of its posting."""
    entry = cast(JournalEntry, line.entry)
    signed = line.amount if line.direction == Direction.CREDIT else -line.amount
    return BankMoney(line.entity_id, signed, line.currency, line.booked_on, entry.posting_date, entry.reference, "", entry.rate)


def _refund_of(line: StatementLine) -> RefundPayment | None:
    """The refund we sent that this debit pays. A debit from before its release is somebody else's with the same reference."""
    if line.entry is None or line.direction != Direction.DEBIT or not line.end_to_end:
        return None
    sent = RefundPayment.objects.filter(end_to_end=line.end_to_end, amount=line.amount, currency=line.currency, confirmed_on=None)
    sent = sent.filter(entry__posting_date__lte=line.entry.posting_date)
    return sent.filter(request__state="sent").select_related("request").first()


def _confirm(line: StatementLine, payment: RefundPayment, actor: User) -> None:
    """The refund's own posting takes the money from the bank, so the entry's is taken back: it left once."""
    confirm_refund_payment.step(payment.request_id, on=money(line).posted_on, reference=line.bank_reference or line.end_to_end, actor=actor)
    _settle(line, "refunds_payable", "bank", line.end_to_end, actor)
    record("statement_line.refund_confirmed", line, actor=actor, after={"refund": line.end_to_end, "amount": line.amount})


@verb("collections.uncode_line")
def uncode_line(line_id: int, *, on: date, reason: str, actor: User) -> StatementLine:
    """It was a customer's after all: unidentified again from that day. Raises BusinessError "line_not_coded", Conflict "wrong_state"."""
    line = _locked(line_id, "collections.uncode_line", actor)
    if line.coding is None or line.coded_to not in rules.CODABLE:
        raise BusinessError("line_not_coded")
    transition(line, LineState.UNMATCHED, LINE_MOVES)
    take_back_entry(line.coding, on=on, reason=reason, actor=actor)
    Receipt.objects.filter(line=line, state=ReceiptState.CODED).update(state=ReceiptState.UNIDENTIFIED, reason="")
    record("statement_line.uncoded", line, actor=actor, before={"control_account": line.coded_to}, reason=reason)
    line.coding, line.coded_to = None, ""
    line.save(update_fields=["state", "coding", "coded_to"])
    return line


def _locked(line_id: int, permission: str, actor: User) -> StatementLine:
    return lock_one(lines(actor, permission).select_related("entry", "coding__entity"), line_id)
