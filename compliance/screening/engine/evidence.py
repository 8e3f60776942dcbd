"""What a meeting of two names says, as a few numbers, and the score those make."""

from dataclasses import dataclass

from .alignment import Alignment, Side
from .likeness import resemblance
from .script import BARE
from .weights import is_light

MOST_SAID = 3.5
TELLING = 0.35
CLASH = 0.25  # weight left over on both sides from which two names contradict each other for certain


@dataclass(frozen=True, slots=True)
class Evidence:
    """All in the units of the parts' weights (1: a part that one in 22,000 bears), `*_share` as parts of the lighter or of each name.

    said: what the parts that met tell together; unlike: what they differ; ours_left, theirs_left: share of each name nobody met;
    some_left: 0 to 1, left over on either side; against: the same on both, a contradiction; clash: weight of the telling parts left over
    on both sides that are nothing like each other; lone: fewer than two telling parts met.
    """

    said: float
    unlike: float
    worst: float
    ours_left: float
    theirs_left: float
    some_left: float
    against: float
    clash: float
    lone: float


def evidence(alignment: Alignment, ours: Side, theirs: Side) -> Evidence:
    """The numbers of one alignment."""
    said = unlike = met_ours = met_theirs = worst = 0.0
    telling = 0
    for option in alignment.met:
        if option.how == "initial":
            met_ours += ours.weights[option.ours[0]]
            met_theirs += theirs.weights[option.theirs[0]]
            unlike += 0.05
            continue
        said += option.weight * (2 * option.likeness - 1)
        lost = option.weight * (1 - option.likeness)
        unlike += lost
        worst = max(worst, lost)
        met_ours += sum(ours.weights[at] for at in option.ours)
        met_theirs += sum(theirs.weights[at] for at in option.theirs)
        telling += max(sum(not is_light(ours.parts[at]) for at in option.ours), sum(not is_light(theirs.parts[at]) for at in option.theirs))
    left = max(0.0, ours.total - met_ours)
    missing = max(0.0, theirs.total - met_theirs)
    return Evidence(
        said=min(said, MOST_SAID),
        unlike=unlike / max(said + unlike, 0.05),
        worst=worst,
        ours_left=left / max(ours.total, 0.01),
        theirs_left=missing / max(theirs.total, 0.01),
        some_left=min(1.0, max(left, missing) / CLASH),
        against=min(1.0, min(left, missing) / CLASH),
        clash=_clash(alignment, ours, theirs),
        lone=1.0 if telling < 2 else 0.0,
    )


def _clash(alignment: Alignment, ours: Side, theirs: Side) -> float:
    """What the most telling parts left over weigh that nothing on the other side is like; parts without vowels tell nothing here."""
    left, missing = (
        [(side.parts[at], side.weights[at]) for at in places if side.weights[at] >= TELLING and BARE not in side.parts[at]]
        for side, places in ((ours, alignment.ours_left), (theirs, alignment.theirs_left))
    )
    if not left or not missing or any(resemblance(one, other)[0] for one, _ in left for other, _ in missing):
        return 0.0
    return min(1.0, max(weight for _, weight in left), max(weight for _, weight in missing))
