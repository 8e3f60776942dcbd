"""Which accounts are one too many, and which nobody uses: groups with the evidence for each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

IDLE_AFTER = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """One account in use. `owner` is what its customer is known by: the tax id, else the folded name and country."""

    pk: int
    number: str
    owner: str
    customer: int
    entity: int
    currency: str
    payer: int | None
    terms: str
    opened_on: date
    last_link: date | None
    live_campaigns: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Accounts that could be one: the survivor first. `why` are codes of sentences."""

    kind: str
    members: tuple[AccountFacts, ...]
    why: tuple[str, ...]


def duplicates(accounts: Sequence[AccountFacts]) -> list[Suggestion]:
    """Accounts of the same owner in one entity and currency for one payer. The one with the most campaigns survives."""
    groups: dict[tuple[str, int, str, int | None], list[AccountFacts]] = defaultdict(list)
    for account in accounts:
        groups[(account.owner, account.entity, account.currency, account.payer)].append(account)
    return [_group(members) for members in groups.values() if len(members) > 1]


def _group(members: Sequence[AccountFacts]) -> Suggestion:
    ranked = sorted(members, key=lambda account: (-account.live_campaigns, account.opened_on, account.pk))
    why = ["merge_same_entity_and_currency"]
    why.append("merge_same_customer" if len({account.customer for account in ranked}) == 1 else "merge_same_tax_id_or_name")
    why.append("merge_same_terms" if len({account.terms for account in ranked}) == 1 else "merge_other_terms")
    return Suggestion("duplicate", tuple(ranked), tuple(why))


def idle(accounts: Sequence[AccountFacts], on: date) -> list[Suggestion]:
    """Accounts without a campaign that is not over, opened and last linked long ago."""
    found = [account for account in accounts if is_idle(account, on)]
    return [Suggestion("idle", (account,), ("merge_idle",)) for account in found]


def is_idle(account: AccountFacts, on: date) -> bool:
    last = max(filter(None, [account.opened_on, account.last_link]))
    return not account.live_campaigns and on - last >= IDLE_AFTER
