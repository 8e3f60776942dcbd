"""The night of an entity: opened once, each step after what it waits for, a failed one holds up only its own line."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from factories.core import LegalEntityFactory
from night_steps import empty_plan
from people import empowered, person

from o2c.core.access.queries import the_night
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError, Conflict
from o2c.core.jobs import night, queries, services, tasks
from o2c.core.jobs.models import Job, JobState, Night
from o2c.core.jobs.progress import NotOurs, Progress

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


@pytest.fixture
def ran() -> Iterator[list[tuple[str, str]]]:
    """A night of three steps only; the list says what ran where. "Facts" fails for the entity BAD."""
    calls: list[tuple[str, str]] = []

    def run(j: Progress) -> None:
        place = j.job.entity.code if j.job.entity else "house"
        calls.append((j.job.kind, place))
        if (j.job.kind, place) == ("t.facts", "BAD"):
            raise BusinessError("gate_unanswered", gate="x")

    with empty_plan():
        night.step("t.rates", "Rates", run, per_entity=False)
        night.step("t.facts", "Facts", run, after=("t.rates",))
        night.step("t.lists", "Lists", run, after=("t.facts",))
        yield calls


def work() -> None:
    """Run what is queued, as workers would, until nothing is."""
    while job_id := Job.objects.filter(state=JobState.QUEUED).order_by("pk").values_list("pk", flat=True).first():
        tasks.run_step(job_id)


def test_a_night_runs_to_its_end_in_order_for_each_entity(ran: list[tuple[str, str]]) -> None:
    places = [LegalEntityFactory(code="FR01"), LegalEntityFactory(code="DE01")]

    services.open_night(DAY, [place.pk for place in places], actor=the_night())
    work()

    assert ran == [
        ("t.rates", "house"),
        ("t.facts", "FR01"),
        ("t.facts", "DE01"),
        ("t.lists", "FR01"),
        ("t.lists", "DE01"),
    ]
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    assert set(AuditEvent.objects.values_list("action", flat=True)) == {"night.opened"}


def test_opening_again_changes_nothing(ran: list[tuple[str, str]]) -> None:
    place = LegalEntityFactory(code="FR01")
    services.open_night(DAY, [place.pk], actor=the_night())
    work()

    assert services.open_night(DAY, [place.pk], actor=the_night()) == []
    assert len(ran) == 3
    assert Night.objects.count() == 1


def test_a_failed_step_holds_up_its_own_entity_only_and_can_be_repeated(ran: list[tuple[str, str]]) -> None:
    bad, good = LegalEntityFactory(code="BAD"), LegalEntityFactory(code="GOOD")
    services.open_night(DAY, [bad.pk, good.pk], actor=the_night())
    work()
    lines = {(line.step, line.entity.code): line for line in queries.night(empowered("core.view_night"), DAY) if line.entity}
    assert ("t.lists", "BAD") not in ran
    assert lines["t.facts", "BAD"].state == "failed"
    assert (lines["t.lists", "BAD"].state, lines["t.lists", "BAD"].held_up_by) == ("blocked", "Facts")
    assert lines["t.lists", "GOOD"].state == "done"

    LegalEntity.objects.filter(pk=bad.pk).update(code="MENDED")
    services.rerun_step("t.facts", DAY, bad.pk, actor=person("admin"))
    work()

    assert ran[-2:] == [("t.facts", "MENDED"), ("t.lists", "MENDED")]
    assert ran.count(("t.lists", "GOOD")) == 1


def test_an_entity_whose_night_was_not_opened_is_left_alone(ran: list[tuple[str, str]]) -> None:
    mine = LegalEntityFactory(code="FR01")
    LegalEntityFactory(code="DE01")

    services.open_night(DAY, [mine.pk], actor=the_night())
    work()

    assert ran == [("t.rates", "house"), ("t.facts", "FR01"), ("t.lists", "FR01")]


def test_a_step_of_the_house_waits_for_nights_to_come_but_not_for_those_left_out(ran: list[tuple[str, str]]) -> None:
    night.step("t.house", "House", lambda j: ran.append(("t.house", "house")), after=("t.facts",), per_entity=False)
    paris = LegalEntityFactory(code="FR01", time_zone="Europe/Paris")
    LegalEntityFactory(code="DE01", time_zone="Europe/Berlin")
    hawaii = LegalEntityFactory(code="US01", time_zone="Pacific/Honolulu")
    with time_machine.travel("2026-03-01T06:00Z"):  # eight in the evening of the day before on Hawaii
        services.open_night(date(2026, 3, 1), [paris.pk], actor=the_night())
        work()
    assert ("t.house", "house") not in ran
    with time_machine.travel("2026-03-01T13:00Z"):
        services.open_night(date(2026, 3, 1), [hawaii.pk], actor=the_night())
        work()

    assert ran[-1] == ("t.house", "house")
    assert not Night.objects.filter(entity__code="DE01").exists()


def test_a_step_that_is_queued_is_not_repeated(ran: list[tuple[str, str]]) -> None:
    services.open_night(DAY, [LegalEntityFactory().pk], actor=the_night())

    with pytest.raises(Conflict) as refusal:
        services.rerun_step("t.rates", DAY, None, actor=person("admin"))

    assert refusal.value.code == "job_still_live"
    assert Job.objects.count() == 1


def test_a_step_nobody_knows_and_a_step_in_the_wrong_place_are_refused(ran: list[tuple[str, str]]) -> None:
    with pytest.raises(BusinessError) as unknown:
        services.rerun_step("t.nothing", DAY, None, actor=person("admin"))
    with pytest.raises(BusinessError) as misplaced:
        services.rerun_step("t.rates", DAY, LegalEntityFactory().pk, actor=person("admin"))

    assert (unknown.value.code, misplaced.value.code) == ("night_unknown_step", "night_wrong_place")
    assert not Job.objects.exists()


def test_only_those_who_may_open_a_night(ran: list[tuple[str, str]]) -> None:
    with pytest.raises(PermissionDenied):
        services.open_night(DAY, [LegalEntityFactory().pk], actor=person("collector"))

    assert not Night.objects.exists()


def test_the_tick_opens_each_entity_at_its_own_two_o_clock(ran: list[tuple[str, str]]) -> None:
    paris = LegalEntityFactory(code="FR01", time_zone="Europe/Paris")
    angeles = LegalEntityFactory(code="US01", time_zone="America/Los_Angeles")

    with time_machine.travel(datetime(2026, 3, 1, 1, 30, tzinfo=UTC)):  # 02:30 in Paris, 17:30 the day before in Los Angeles
        tasks.tick_night()

    assert set(Night.objects.values_list("entity", "day")) == {(paris.pk, DAY), (angeles.pk, date(2026, 2, 28))}


def test_the_message_of_a_finished_step_that_comes_again_does_not_run_it_again(ran: list[tuple[str, str]]) -> None:
    services.open_night(DAY, [LegalEntityFactory(code="FR01").pk], actor=the_night())
    first = Job.objects.get()
    work()

    with pytest.raises(NotOurs):
        tasks.run_step(first.pk)

    assert len(ran) == 3


def test_the_lines_of_other_entities_are_not_shown(ran: list[tuple[str, str]]) -> None:
    mine, other = LegalEntityFactory(code="FR01"), LegalEntityFactory(code="DE01")
    services.open_night(DAY, [mine.pk, other.pk], actor=the_night())

    lines = queries.night(empowered("core.view_night", entity=mine), DAY)

    assert {line.entity.code for line in lines if line.entity} == {"FR01"}


def test_a_step_that_breaks_still_lets_the_night_close(ran: list[tuple[str, str]]) -> None:
    def break_down(j: Progress) -> None:
        raise ValueError("disk full")

    night.step("t.rates", "Rates", break_down, per_entity=False)
    night.step("t.close", "Close", lambda j: None, per_entity=False, last=True)
    services.open_night(DAY, [LegalEntityFactory(code="FR01").pk], actor=the_night())

    with pytest.raises(ValueError, match="disk full"):
        work()

    assert list(Job.objects.order_by("pk").values_list("kind", "state")) == [("t.rates", "failed"), ("t.close", "queued")]
