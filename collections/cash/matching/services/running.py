"""The run over what waits: keeping its proposals, and booking the certain ones by rule."""

from collections.abc import Sequence

from django.utils import timezone

from o2c.billing.ledger.models import OpenItem
from o2c.collections.cash.matching import queries, rules
from o2c.collections.cash.matching.models import Application, MatchProposal, ProposalState, Tier
from o2c.collections.cash.matching.plans import from_json
from o2c.collections.cash.matching.settling import Plan, settle
from o2c.collections.cash.receipts.models import ReceiptState
from o2c.collections.cash.remittances.services import mark_used
from o2c.collections.cash.statements.models import LineState, StatementLine
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.verbs import lock, verb

WAITING = {ReceiptState.UNIDENTIFIED, ReceiptState.ON_CUSTOMER}
SAME = ("tier", "plan", "evidence", "account_id", "customer_id", "engine")


@verb("collections.store_proposals")
def store_proposals(found: Sequence[MatchProposal], *, actor: User) -> int:
    """Keep what a run proposes: the same as before stays, what it sees otherwise takes its place. Gives how many are new."""
    receipts = lock(queries.within_reach(actor, "collections.store_proposals"), [one.receipt_id for one in found])
    waiting = {receipt.pk for receipt in receipts if receipt.state in WAITING}
    present = {row.receipt_id: row for row in MatchProposal.objects.filter(receipt__in=waiting, state=ProposalState.OPEN)}
    fresh = [one for one in found if one.receipt_id in waiting and _differs(one, present.get(one.receipt_id))]
    stale = [present[one.receipt_id].pk for one in fresh if one.receipt_id in present]
    MatchProposal.objects.filter(pk__in=stale).update(state=ProposalState.SET_ASIDE, decided_at=timezone.now())
    MatchProposal.objects.bulk_create(fresh)
    lines = {one.receipt.line_id for one in fresh if one.tier != Tier.NONE and one.receipt.line_id}
    StatementLine.objects.filter(pk__in=lines, state__in=[LineState.NEW, LineState.UNMATCHED]).update(state=LineState.PROPOSED)
    if fresh:
        record("matching.proposed", receipts[0].entity, actor=actor, count=len(fresh))
    return len(fresh)


def _differs(one: MatchProposal, before: MatchProposal | None) -> bool:
    return before is None or any(getattr(one, name) != getattr(before, name) for name in SAME)


@verb("collections.post_match")
def post_match(proposal_ids: Sequence[int], *, actor: User) -> list[Application]:
    """Book certain proposals by rule. What somebody decided meanwhile, or what its items no longer bear, is left for the next run.

    Two at once give the same result: the receipts are locked first, and only those still waiting are booked.
    """
    asked = queries.proposals(actor, "collections.post_match").filter(pk__in=proposal_ids, tier=Tier.AUTO)
    receipts = queries.within_reach(actor, "collections.post_match")
    waiting = [row.pk for row in lock(receipts, list(asked.values_list("receipt", flat=True))) if row.state in WAITING]
    open_still = asked.filter(receipt__in=waiting, state=ProposalState.OPEN).order_by("pk")
    plans = bearable([plan_for(row) for row in open_still])
    made = settle(plans, receipts=receipts, method="automatic", actor=actor) if plans else []
    decided(plans, ProposalState.BY_RULE, None)
    for application in made:
        facts = {"amount": application.applied, "currency": application.currency, "account": application.receipt.account}
        record("receipt.applied_by_rule", application.receipt, actor=actor, **facts)
    return made


def decided(plans: Sequence[Plan], state: str, by: User | None) -> None:
    """Step: the proposals behind these plans are decided."""
    ids = [plan.proposal_id for plan in plans if plan.proposal_id]
    rows = MatchProposal.objects.filter(pk__in=ids)
    rows.update(state=state, decided_by=by, decided_at=timezone.now())
    if state != ProposalState.CORRECTED:
        for row in rows:
            mark_used(advices_of(row), row.entity_id)


def advices_of(proposal: MatchProposal) -> list[str]:
    """The numbers of the advices a proposal rests on."""
    return [why["values"]["number"] for why in proposal.evidence if why["code"] == "advice"]


def plan_for(proposal: MatchProposal) -> Plan:
    """A stored proposal as the step books it."""
    shares, residuals = from_json(proposal.plan)
    return Plan(proposal.receipt_id, proposal.account_id or 0, tuple(shares), tuple(residuals), proposal.pk)


def bearable(plans: Sequence[Plan]) -> list[Plan]:
    """The plans whose items still bear them, under lock and in order: nothing is booked on what another took meanwhile."""
    wanted = sorted({pk for plan in plans for pk in plan.item_ids})
    left = {item.pk: item.open_amount for item in lock(OpenItem.objects.all(), wanted)}
    kept = []
    for plan in plans:
        taken = rules.taken(plan.shares, plan.residuals)
        if all(amount <= left[pk] for pk, amount in taken.items()):
            left |= {pk: left[pk] - amount for pk, amount in taken.items()}
            kept.append(plan)
    return kept
