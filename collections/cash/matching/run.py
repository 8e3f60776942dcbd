"""The run over an entity: propose for everything that waits, then book the certain ones, chunk by chunk."""

from dataclasses import dataclass
from datetime import date

from o2c.collections.cash.matching.models import MatchProposal, ProposalState, Tier
from o2c.collections.cash.matching.proposing import propose
from o2c.collections.cash.matching.services.running import post_match, store_proposals
from o2c.core.access.models import User
from o2c.core.entities.models import LegalEntity
from o2c.core.jobs.progress import Progress

CHUNK = 200


@dataclass(frozen=True, slots=True)
class Matched:
    """What a run came to: proposals by tier, and receipts booked."""

    tiers: dict[str, int]
    booked: int = 0


def match_entity(
    entity: LegalEntity, *, on: date, actor: User, account_id: int | None = None, is_posting: bool = True, progress: Progress | None = None
) -> Matched:
    """Repeated, it changes nothing: what is booked no longer waits, and the same proposal is kept as it is."""
    found = propose(entity, on=on, account_id=account_id)
    tiers = {tier: sum(one.tier == tier for one in found) for tier in Tier.values}
    for start in range(0, len(found), CHUNK):
        store_proposals(found[start : start + CHUNK], actor=actor)
    if not is_posting:
        return Matched(tiers)
    rows = MatchProposal.objects.filter(entity=entity, tier=Tier.AUTO, state=ProposalState.OPEN).order_by("pk")
    if account_id is not None:
        rows = rows.filter(receipt__line__account_id=account_id)
    ids, booked = list(rows.values_list("pk", flat=True)), 0
    for start in range(0, len(ids), CHUNK):
        booked += len(post_match(ids[start : start + CHUNK], actor=actor))
        if progress:
            progress.advance(len(ids[start : start + CHUNK]))
    return Matched(tiers, booked)
