"""Customers that may be one and the same: proposed by the night, decided by a person."""

from collections.abc import Sequence
from datetime import date

from o2c.accounts.customers.models import Customer
from o2c.accounts.quality.engine import Pair
from o2c.accounts.quality.models import MergeProposal
from o2c.accounts.quality.queries import proposals
from o2c.accounts.quality.rules import PROPOSAL_MOVES
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.verbs import lock_one, transition, verb


@verb("accounts.propose_merges")
def propose_merges(pairs: Sequence[Pair], *, day: date, actor: User) -> int:
    """Put pairs on the list, or say that they were seen again; how many are new. What was decided stays decided."""
    known = {(one.first_id, one.second_id): one for one in MergeProposal.objects.filter(first__in=[pair.first for pair in pairs])}
    new = [pair for pair in pairs if (pair.first, pair.second) not in known]
    seen = [known[pair.first, pair.second] for pair in pairs if (pair.first, pair.second) in known]
    MergeProposal.objects.filter(pk__in=[one.pk for one in seen]).update(last_seen=day)
    MergeProposal.objects.bulk_create(
        MergeProposal(
            first_id=pair.first, second_id=pair.second, score=pair.score, evidence=list(pair.evidence), first_seen=day, last_seen=day
        )
        for pair in new
    )
    return len(new)


@verb("accounts.reject_merge")
def reject_merge(pk: int, *, reason: str, actor: User) -> MergeProposal:
    """These are different companies; they are not proposed again. Raises Conflict "wrong_state"."""
    proposal = lock_one(proposals(actor), pk)
    transition(proposal, "rejected", PROPOSAL_MOVES)
    proposal.reason = reason.strip()
    proposal.save(update_fields=["state", "reason"])
    for side in (proposal.first, proposal.second):
        record("merge.rejected", proposal, actor=actor, after={"state": "rejected"}, reason=reason, parent=side)
    return proposal


def settle(first: Customer, second: Customer, state: str) -> None:
    """Step: the proposal about two customers, if there is one, follows what was done with them."""
    low, high = sorted((first.pk, second.pk))
    proposal = MergeProposal.objects.select_for_update(no_key=True).filter(first=low, second=high).first()
    if proposal and proposal.state != state:
        transition(proposal, state, PROPOSAL_MOVES)
        proposal.save(update_fields=["state"])
