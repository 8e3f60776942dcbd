"""The plan of the night as pure data: which steps there are, what each waits for, and which may start now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from graphlib import TopologicalSorter

NIGHT_STARTS = time(2)
MOST_TAKES = 10
LIVE = {"queued", "running"}

Unit = tuple[str, int | None]  # a step and the entity it runs for, None for a step of the whole house


@dataclass(frozen=True, slots=True)
class Step:
    """A named step; `after` names what must be done before. Names nobody registered hold nothing up.

    A `last` step closes the night: it also waits until every other step has come to an end, well or not.
    """

    name: str
    after: tuple[str, ...] = ()
    per_entity: bool = True
    last: bool = False


def in_order(steps: Mapping[str, Step]) -> list[str]:
    """Every step after its prerequisites. Raises graphlib.CycleError when two wait for each other."""
    graph = {name: [before for before in step.after if before in steps] for name, step in steps.items()}
    return list(TopologicalSorter(graph).static_order())


def units(steps: Mapping[str, Step], entities: Iterable[int]) -> list[Unit]:
    """What a whole night consists of, in an order in which it can run."""
    places = list(entities)
    return [(name, place) for name in in_order(steps) for place in (places if steps[name].per_entity else [None])]


def prerequisites(unit: Unit, steps: Mapping[str, Step], entities: Sequence[int]) -> list[Unit]:
    """What must be done before this unit: the same entity's step, the house's step, or that of every entity."""
    name, place = unit
    found: list[Unit] = []
    for before in steps[name].after:
        if before not in steps:
            continue
        if not steps[before].per_entity:
            found.append((before, None))
        elif place is None:
            found += [(before, entity) for entity in entities]
        else:
            found.append((before, place))
    return found


def ready(steps: Mapping[str, Step], entities: Sequence[int], states: Mapping[Unit, str]) -> list[Unit]:
    """The units that have not been queued yet and wait for nothing; `states` holds the latest run of each."""
    free = [
        unit
        for unit in units(steps, entities)
        if unit not in states and all(states.get(before) == "done" for before in prerequisites(unit, steps, entities))
    ]
    if any(_to_come(unit, steps, entities, states) for unit in units(steps, entities) if not steps[unit[0]].last):
        return [unit for unit in free if not steps[unit[0]].last]
    return free


def _to_come(unit: Unit, steps: Mapping[str, Step], entities: Sequence[int], states: Mapping[Unit, str]) -> bool:
    """Whether the unit runs, waits for a worker or can still start."""
    return states.get(unit) in LIVE or (unit not in states and held_up(unit, steps, entities, states) is None)


def held_up(unit: Unit, steps: Mapping[str, Step], entities: Sequence[int], states: Mapping[Unit, str]) -> Unit | None:
    """The failed or cancelled unit because of which this one cannot start, or None."""
    for before in prerequisites(unit, steps, entities):
        if states.get(before) in {"failed", "cancelled"}:
            return before
        if before not in states and (cause := held_up(before, steps, entities, states)):
            return cause
    return None


def night_of(local_now: datetime) -> date:
    """The night an entity is in: before two in the morning, still yesterday's."""
    today = local_now.date()
    return today if local_now.time() >= NIGHT_STARTS else today - timedelta(days=1)
