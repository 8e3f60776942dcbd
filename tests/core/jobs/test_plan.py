"""The real night: what the floors have registered, run to its end by hand."""

from datetime import date

import pytest
from factories.core import LegalEntityFactory

from o2c.core.access.queries import the_night
from o2c.core.jobs import queries, services, tasks
from o2c.core.jobs.models import Job, JobState
from o2c.core.jobs.night import STEPS
from o2c.core.jobs.rules import in_order, units

DAY = date(2026, 3, 1)


def test_the_plan_has_no_circle_and_its_closing_steps_close_it() -> None:
    assert set(in_order(STEPS)) == set(STEPS)
    assert STEPS["core.proofs"].last
    assert not [
        step.name for step in STEPS.values() if any(STEPS[before].last for before in step.after if before in STEPS) and not step.last
    ]


@pytest.mark.django_db
def test_the_ground_floor_s_own_night_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in STEPS if not name.startswith("core.")]:
        monkeypatch.delitem(STEPS, name)
    place = LegalEntityFactory()
    services.open_night(DAY, [place.pk], actor=the_night())

    while queued := Job.objects.filter(state=JobState.QUEUED).order_by("pk").first():
        tasks.run_step(queued.pk)

    runs = {(job.kind, job.entity_id): job for job in queries.steps_of(DAY)}
    assert set(runs) == set(units(STEPS, [place.pk]))
    assert {job.state for job in runs.values()} == {JobState.DONE}, [str(job.error) for job in runs.values() if job.error]
    assert max(runs.values(), key=lambda job: job.pk).kind == "core.proofs"
