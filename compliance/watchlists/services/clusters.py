"""Joining the entries of several lists that are one party: by the night where it is plain, by a person where it is not."""

from collections.abc import Sequence

from django.utils import timezone

from o2c.compliance.watchlists.models import ClusterMember, LinkState, PartyLink, WatchlistEntry, WatchlistVersion
from o2c.compliance.watchlists.rules.clusters import Link, clusters, moved
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError, Conflict
from o2c.core.verbs import lock_one, verb

BATCH = 2_000


@verb("compliance.join_parties")
def join_parties(version_id: int, found: Sequence[Link], *, actor: User) -> int:
    """Make the links that were found the ones that count; what a person joined or split stays. How many are new.

    `version_id`: the version of a list whose coming gave the reason to look.
    """
    version = lock_one(WatchlistVersion.objects.select_related("source"), version_id)
    known = {(link.left, link.right): link for link in PartyLink.objects.select_for_update(no_key=True).order_by("pk")}
    wanted = {(link.left, link.right): link for link in found}
    new = [
        PartyLink(left=link.left, right=link.right, why=link.why, values=dict(link.values))
        for pair, link in wanted.items()
        if pair not in known
    ]
    PartyLink.objects.bulk_create(new, batch_size=BATCH)
    changed = [link for pair, link in known.items() if link.decided_by_id is None and _follow(link, wanted.get(pair))]
    PartyLink.objects.bulk_update(changed, ["why", "values", "state"], batch_size=BATCH)
    gone = sum(link.state == LinkState.GONE for link in changed)
    _gather()
    if new or changed:
        record("watchlist.parties_joined", version, actor=actor, after={"joined": len(new) + len(changed) - gone, "gone": gone})
    return len(new)


@verb("compliance.split_parties")
def split_parties(link_id: int, *, note: str, actor: User) -> PartyLink:
    """Say that two entries are not the same party after all; no night joins them again.

    Raises BusinessError "reason_missing"; Conflict "not_joined".
    """
    link = lock_one(PartyLink.objects, link_id)
    if link.state != LinkState.JOINED:
        raise Conflict("not_joined")
    return _decide(link, LinkState.SPLIT, note, actor)


@verb("compliance.join_by_hand")
def join_by_hand(left: str, right: str, *, note: str, actor: User) -> PartyLink:
    """Say that two entries are the same party. Both are named as `<list>:<publisher's id>`.

    Raises BusinessError "reason_missing", "party_unknown", "party_with_itself"; Conflict "already_joined".
    """
    one, other = sorted((left.strip(), right.strip()))
    if one == other:
        raise BusinessError("party_with_itself", field="right")
    for handle in (one, other):
        source, _, key = handle.partition(":")
        if not WatchlistEntry.objects.filter(source__code=source, key=key).exists():
            raise BusinessError("party_unknown", field="left" if handle == left.strip() else "right", party=handle)
    link, made = PartyLink.objects.select_for_update(no_key=True).get_or_create(left=one, right=other, defaults={"why": "by_hand"})
    if not made and link.state == LinkState.JOINED:
        raise Conflict("already_joined")
    return _decide(link, LinkState.JOINED, note, actor)


def _decide(link: PartyLink, state: LinkState, note: str, actor: User) -> PartyLink:
    if not note.strip():
        raise BusinessError("reason_missing", field="note")
    before = link.state
    link.state, link.note, link.decided_by, link.decided_at = state, note.strip(), actor, timezone.now()
    link.save(update_fields=["state", "note", "decided_by", "decided_at"])
    record(f"party.{state}", link, actor=actor, reason=note, before={"state": before}, after={"state": state})
    _gather()
    return link


def _follow(link: PartyLink, wanted: Link | None) -> bool:
    """Bring a link to what was found; whether that changed it."""
    state = LinkState.JOINED if wanted else LinkState.GONE
    why, values = (wanted.why, dict(wanted.values)) if wanted else (link.why, link.values)
    if (link.state, link.why, link.values) == (state, why, values):
        return False
    link.state, link.why, link.values = state, why, values
    return True


def _gather() -> None:
    """Bring the table of clusters to what the links say; only rows that move are written."""
    joined = PartyLink.objects.filter(state=LinkState.JOINED).values_list("left", "right")
    before = dict(ClusterMember.objects.values_list("party", "cluster"))
    changes = moved(before, clusters(joined))
    ClusterMember.objects.filter(party__in=changes).delete()
    rows = (ClusterMember(party=party, cluster=cluster) for party, cluster in changes.items() if cluster)
    ClusterMember.objects.bulk_create(rows, batch_size=BATCH)
