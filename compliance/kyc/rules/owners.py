"""Who owns a customer in the end: chains of shares, beneficial owners, the 50 % rule. Pure.

Source: OFAC's 50 Percent Rule of 13 August 2014 (aggregate, through chains of blocked holders); EU best practices (more than
50 % or control); Directive (EU) 2015/849, article 3(6): a natural person with 25 % plus one share.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from o2c.core.errors import BusinessError

CUSTOMER = 0  # the node every chain ends at
WHOLE, HALF, BENEFICIAL = Decimal(100), Decimal(50), Decimal(25)
Node = int


@dataclass(frozen=True, slots=True)
class Share:
    """`owner` holds `percent` of `owned`; `controls`: decides there whatever the share."""

    owner: Node
    owned: Node
    percent: Decimal
    controls: bool = False


def check_share(shares: Collection[Share], new: Share) -> None:
    """Refuse a share that makes a circle or more than the whole.

    Raises BusinessError "ownership_circle", "ownership_over_whole", "ownership_percent".
    """
    if not 0 <= new.percent <= WHOLE or (new.percent == 0 and not new.controls):
        raise BusinessError("ownership_percent", field="percent")
    if new.owner == CUSTOMER or new.owner == new.owned or new.owner in _below(shares, new.owned):
        raise BusinessError("ownership_circle", field="owned")
    held = sum((share.percent for share in shares if share.owned == new.owned), Decimal(0))
    if held + new.percent > WHOLE:
        raise BusinessError("ownership_over_whole", field="percent", free=WHOLE - held)


def _below(shares: Collection[Share], node: Node) -> set[Node]:
    """Everything the node holds something of, through any number of steps."""
    found: set[Node] = set()
    level = {node}
    while level := {share.owned for share in shares if share.owner in level} - found:
        found |= level
    return found


def effective(shares: Collection[Share]) -> dict[Node, Decimal]:
    """How much of the customer each node holds in the end, in percent: shares multiplied along each chain, chains added."""
    held: dict[Node, Decimal] = {CUSTOMER: WHOLE}
    for node in _upwards(shares):
        held[node] = sum((share.percent * held.get(share.owned, Decimal(0)) / WHOLE for share in shares if share.owner == node), Decimal(0))
    del held[CUSTOMER]
    return held


def _upwards(shares: Collection[Share]) -> Iterable[Node]:
    """Owners in an order in which everything a node holds comes before it. Nodes that do not lead to the customer are left out."""
    reached = {CUSTOMER}
    waiting = {share.owner for share in shares if CUSTOMER in _below(shares, share.owner)}
    while waiting:
        ready = sorted(node for node in waiting if all(s.owned in reached or s.owned not in waiting for s in shares if s.owner == node))
        if not ready:
            raise BusinessError("ownership_circle", field="owned")
        yield from ready
        reached.update(ready)
        waiting -= set(ready)


def controllers(shares: Collection[Share]) -> set[Node]:
    """Who decides at the customer, through an unbroken chain of control."""
    found: set[Node] = set()
    level = {CUSTOMER}
    while level := {share.owner for share in shares if share.owned in level and share.controls} - found:
        found |= level
    return found


def beneficial_owners(shares: Collection[Share], persons: Collection[Node]) -> list[Node]:
    """The natural persons who hold 25 % or more in the end, or who control, the largest first."""
    held, control = effective(shares), controllers(shares)
    found = [node for node in persons if held.get(node, Decimal(0)) >= BENEFICIAL or node in control]
    return sorted(found, key=lambda node: (-held.get(node, Decimal(0)), node))


@dataclass(frozen=True, slots=True)
class Blocked:
    """Whether the customer counts as listed itself. `percent`: directly held by blocked holders; `through`: who they are."""

    is_blocked: bool
    percent: Decimal
    through: tuple[Node, ...]
    by_control: bool


def fifty_percent(shares: Collection[Share], listed: Collection[Node]) -> Blocked:
    """The 50 % rule: what blocked holders own together to one half or more (or control) is blocked, and so on down the chain."""
    blocked = set(listed)
    for node in [*_downwards(shares), CUSTOMER]:
        percent, control = _blocked_part(shares, node, blocked)
        if percent >= HALF or control:
            blocked.add(node)
    percent, control = _blocked_part(shares, CUSTOMER, blocked)
    through = tuple(sorted({share.owner for share in shares if share.owned == CUSTOMER and share.owner in blocked}))
    return Blocked(percent >= HALF or control, percent, through, control and percent < HALF)


def _downwards(shares: Collection[Share]) -> list[Node]:
    return list(_upwards(shares))[::-1]


def _blocked_part(shares: Collection[Share], node: Node, blocked: Collection[Node]) -> tuple[Decimal, bool]:
    held = [share for share in shares if share.owned == node and share.owner in blocked]
    return sum((share.percent for share in held), Decimal(0)), any(share.controls for share in held)


def names_enough(shares: Collection[Share], persons: Collection[Node], *, nobody_over_a_quarter: bool) -> bool:
    """Whether the owners are named: somebody holds a quarter or controls, or it was said that nobody does and who is known is named."""
    return bool(beneficial_owners(shares, persons)) or (nobody_over_a_quarter and bool(shares))
