"""The night: named steps that the floors register when they load, run per entity once what they wait for is done."""

from collections.abc import Callable
from datetime import date

from django.utils.functional import Promise

from o2c.core.jobs.kinds import kind
from o2c.core.jobs.progress import Progress
from o2c.core.jobs.rules import Step

Run = Callable[[Progress], None]

STEPS: dict[str, Step] = {}
RUNS: dict[str, Run] = {}


def step(name: str, title: str | Promise, run: Run, *, after: tuple[str, ...] = (), per_entity: bool = True, last: bool = False) -> None:
    """Register (in `AppConfig.ready`) a step of the night.

    `run(j)` works for `j.job.entity` (None with `per_entity=False`) and `j.job.day`, acts as `j.actor`, goes on
    from `j.cursor`, calls one verb per `with j.chunk(...)`, and may be killed and repeated at any moment.
    `after` names the steps that must be done before: of the same entity, of the house, or, for a step of the
    house, of every entity. A `last` step closes the night: it waits until all others have ended, well or not.
    """
    STEPS[name], RUNS[name] = Step(name, after, per_entity, last), run
    kind(name, title, task="core.run_step")


def key_of(day: date, entity_id: int | None) -> str:
    """A step runs once at a time for a day and an entity (or the house)."""
    return f"{day.isoformat()}:{entity_id or 'house'}"
