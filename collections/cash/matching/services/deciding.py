"""A person's decisions on receipts: take a proposal, book something else, or leave the money where it is and say why."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.collections.cash.matching import queries
from o2c.collections.cash.matching.models import Application, MatchProposal, ProposalState
from o2c.collections.cash.matching.rules import Residual, Share
from o2c.collections.cash.matching.services.memory import learn
from o2c.collections.cash.matching.services.running import decided, plan_for
from o2c.collections.cash.matching.settling import Plan, settle
from o2c.collections.cash.receipts.models import Receipt, ReceiptState
from o2c.collections.cash.receipts.rules import RECEIPT_MOVES
from o2c.collections.cash.statements.models import LineState, StatementLine
from o2c.collections.cash.statements.rules import LINE_MOVES
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.approvals.services import request_approval
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError, Conflict
from o2c.core.limits.queries import limit
from o2c.core.verbs import lock, lock_one, transition, verb

IGNORE = "ignore_bank_entry"


@verb("collections.confirm_match")
def confirm_match(proposal_id: int, *, actor: User) -> Application:
    """Take the proposal as it is. Raises as `settle`, BusinessError "proposal_without_customer", Conflict "proposal_decided"."""
    return _confirm(proposal_id, "collections.confirm_match", actor)


@verb("collections.confirm_large_match")
def confirm_large_match(proposal_id: int, *, actor: User) -> Application:
    """The same for a receipt above the limit of the day."""
    return _confirm(proposal_id, "collections.confirm_large_match", actor)


def _confirm(proposal_id: int, permission: str, actor: User) -> Application:
    proposal = lock_one(queries.proposals(actor, permission), proposal_id)
    if proposal.state != ProposalState.OPEN:
        raise Conflict("proposal_decided")
    return _book(plan_for(proposal), ProposalState.CONFIRMED, "", actor)


@verb("collections.apply_receipt")
def apply_receipt(
    receipt_id: int,
    *,
    account: FinancialAccount,
    shares: Sequence[Share] = (),
    residuals: Sequence[Residual] = (),
    reason: str = "",
    actor: User,
) -> Application:
    """Book a receipt as a person sees it: whose it is, what it settles, what becomes of the rest; a surplus stays unapplied.

    Raises as `settle`.
    """
    proposal = MatchProposal.objects.filter(receipt=receipt_id, state=ProposalState.OPEN).first()
    plan = Plan(receipt_id, account.pk, tuple(shares), tuple(residuals), proposal.pk if proposal else None)
    return _book(plan, ProposalState.CORRECTED, reason, actor)


def _book(plan: Plan, state: str, reason: str, actor: User) -> Application:
    if not plan.account_id:
        raise BusinessError("proposal_without_customer")
    within = queries.within_reach(actor, "collections.view_cash")
    (application,) = settle([plan], receipts=within, method="manual", reason=reason, actor=actor)
    receipt = application.receipt
    _require_allowed(receipt, actor)
    decided([plan], state, actor)
    learn([receipt])
    facts = {"amount": application.applied, "currency": application.currency, "account": receipt.account}
    record("receipt.applied", receipt, actor=actor, reason=reason, **facts)
    return application


def _require_allowed(receipt: Receipt, actor: User) -> None:
    """Above the limit of the day a decision takes a right of its own."""
    most = limit("match_alone", on=receipt.value_on, entity=receipt.entity, currency=receipt.currency)
    if most is not None and receipt.amount > most and not actor.may("collections.confirm_large_match"):
        raise BusinessError("match_above_limit", limit=most, currency=receipt.currency)


@verb("collections.park_receipt")
def park_receipt(receipt_id: int, *, reason: str, actor: User) -> Receipt:
    """Put a receipt aside with the reason why it cannot be decided today. It still counts as not allocated."""
    return _move(receipt_id, ReceiptState.PARKED, LineState.PARKED, "receipt.parked", reason, "collections.park_receipt", actor)


@verb("collections.resume_receipt")
def resume_receipt(receipt_id: int, *, actor: User) -> Receipt:
    """Take a parked receipt back into the queue. Raises Conflict "wrong_state"."""
    return _move(receipt_id, ReceiptState.UNIDENTIFIED, LineState.NEW, "receipt.resumed", "", "collections.resume_receipt", actor)


def _move(receipt_id: int, state: str, line_state: str, said: str, reason: str, permission: str, actor: User) -> Receipt:
    receipt = lock_one(queries.within_reach(actor, permission), receipt_id)
    transition(receipt, state, RECEIPT_MOVES)
    receipt.reason = reason.strip()
    receipt.save(update_fields=["state", "reason"])
    if receipt.line_id and line_state in LINE_MOVES[StatementLine.objects.get(pk=receipt.line_id).state]:
        StatementLine.objects.filter(pk=receipt.line_id).update(state=line_state, reason=receipt.reason)
    record(said, receipt, actor=actor, reason=reason, amount=receipt.amount, currency=receipt.currency)
    return receipt


@verb("collections.split_receipt")
def split_receipt(receipt_id: int, *, amounts: Sequence[Decimal], reason: str, actor: User) -> list[Receipt]:
    """Take one payment apart into several that are decided one by one: whoever pays for strangers pays several times.

    Raises BusinessError "split_amounts_differ", Conflict "wrong_state".
    """
    receipt = lock_one(queries.within_reach(actor, "collections.split_receipt"), receipt_id)
    if len(amounts) < 2 or min(amounts) <= 0 or sum(amounts) != receipt.amount:
        raise BusinessError("split_amounts_differ", total=sum(amounts), amount=receipt.amount, currency=receipt.currency)
    transition(receipt, ReceiptState.SPLIT, RECEIPT_MOVES)
    receipt.save(update_fields=["state"])
    MatchProposal.objects.filter(receipt=receipt, state=ProposalState.OPEN).update(state=ProposalState.SET_ASIDE, decided_at=timezone.now())
    last = Receipt.objects.filter(line=receipt.line_id).aggregate(last=Max("part"))["last"] or 0
    parts = Receipt.objects.bulk_create(_part(receipt, last + number, amount) for number, amount in enumerate(amounts, start=1))
    record("receipt.split", receipt, actor=actor, reason=reason, after={"amounts": [str(amount) for amount in amounts]})
    return parts


def _part(receipt: Receipt, part: int, amount: Decimal) -> Receipt:
    same = ("line", "entity", "currency", "booked_on", "value_on", "payer", "payer_account", "text")
    return Receipt(part=part, amount=amount, **{name: getattr(receipt, name) for name in same})


@verb("collections.ask_to_ignore")
def ask_to_ignore(line_id: int, *, reason: str, actor: User) -> StatementLine:
    """Ask a second person to leave a bank entry alone for good. Raises as `request_approval`."""
    line = lock_one(scope(StatementLine.objects, actor, "collections.ask_to_ignore"), line_id)
    request_approval.step(IGNORE, line, {"line_id": line.pk, "reason": reason}, reason=reason, actor=actor)
    return line


@verb("collections.ignore_line", dual=True)
def ignore_line(line_id: int, *, reason: str, actor: User) -> StatementLine:
    """Leave a bank entry alone for good, as two people agreed: its money stays unidentified cash, parked with the reason."""
    line = lock_one(scope(StatementLine.objects, actor, "collections.ignore_line"), line_id)
    transition(line, LineState.IGNORED, LINE_MOVES)
    line.reason = reason
    line.save(update_fields=["state", "reason"])
    for receipt in lock(Receipt.objects.all(), list(line.receipts.filter(state=ReceiptState.UNIDENTIFIED).values_list("pk", flat=True))):
        transition(receipt, ReceiptState.PARKED, RECEIPT_MOVES)
        receipt.reason = reason
        receipt.save(update_fields=["state", "reason"])
    record("bank_entry.ignored", line, actor=actor, reason=reason, amount=line.amount, currency=line.currency)
    return line
