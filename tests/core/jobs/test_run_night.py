"""`manage.py run_night`: what it queues, what it prints, when it fails."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from factories.core import LegalEntityFactory
from night_steps import CHUNKS, empty_plan, plan_chunks
from worker import celery_worker

from o2c.core.access.models import Role
from o2c.core.clock import local_today
from o2c.core.jobs import night
from o2c.core.jobs.models import Job, JobState, Night


@pytest.fixture(autouse=True)
def plan() -> Iterator[None]:
    with empty_plan():
        plan_chunks()
        yield


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("run_night", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(180)
def test_it_waits_for_the_real_workers_and_prints_what_they_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KILL_FOLDER", str(tmp_path))
    (tmp_path / "reached").touch()
    Role.objects.filter(code="system").update(permissions=["core.open_night", "core.view_night", "tests.work_chunk"])
    LegalEntityFactory(code="FR01")

    with celery_worker("night_worker", tmp_path):
        told = json.loads(printed("--day", "2026-03-01", "--wait", "--json", "--timeout", "120"))

    assert told["day"] == "2026-03-01"
    assert [(line["step"], line["entity"], line["state"], line["rows"]) for line in told["steps"]] == [
        ("t.chunks", "FR01", "done", CHUNKS),
        ("t.after", "FR01", "done", 1),
    ]


@pytest.mark.django_db
def test_only_the_named_entity_begins_its_night() -> None:
    LegalEntityFactory(code="FR01")
    LegalEntityFactory(code="DE01")

    table = printed("--day", "2026-03-01", "--entity", "FR01")

    assert list(Night.objects.values_list("entity__code", flat=True)) == ["FR01"]
    lines = table.splitlines()
    assert lines[0] == "The night of 2026-03-01"
    assert lines[1].split() == ["Step", "Entity", "State", "Rows", "Seconds", "Remark"]
    assert lines[2].split()[:4] == ["t.chunks", "FR01", "queued", "0"]
    assert "DE01" not in table


@pytest.mark.django_db
def test_a_night_of_one_entity_does_not_fail_for_what_waits_for_others() -> None:
    night.step("t.house", "House", lambda j: None, after=("t.after",), per_entity=False)
    day = local_today() + timedelta(days=3)  # to come for everybody
    LegalEntityFactory(code="FR01")
    LegalEntityFactory(code="DE01")
    printed("--day", str(day), "--entity", "FR01")
    for _step in range(2):
        Job.objects.update(state=JobState.DONE, finished_at=timezone.now())
        printed("--day", str(day), "--entity", "FR01")

    told = json.loads(printed("--day", str(day), "--entity", "FR01", "--wait", "--json"))

    assert [(line["step"], line["state"]) for line in told["steps"]] == [("t.chunks", "done"), ("t.after", "done"), ("t.house", "waiting")]


@pytest.mark.django_db
def test_waiting_in_vain_and_failed_steps_fail_the_command() -> None:
    LegalEntityFactory(code="FR01")
    with pytest.raises(CommandError, match="Still not done after 0 seconds"):
        printed("--day", "2026-03-01", "--wait", "--timeout", "0")

    Job.objects.update(state=JobState.FAILED, finished_at="2026-03-01T02:00Z", error="the bank's file is missing")
    with pytest.raises(CommandError, match="did not succeed"):
        printed("--day", "2026-03-01", "--wait")


@pytest.mark.django_db
def test_an_unknown_entity_and_an_empty_house_are_refused() -> None:
    with pytest.raises(CommandError, match="no entity yet"):
        printed()
    with pytest.raises(CommandError, match="There is no entity XX"):
        printed("--entity", "XX")

    assert not Job.objects.exists()
