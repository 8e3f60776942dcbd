"""The pages of jobs and of the night, as those who may see and drive them."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from factories.core import LegalEntityFactory
from night_steps import empty_plan
from people import empowered, person

from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.jobs import kinds, leases, night, services, tasks
from o2c.core.jobs.models import Job, JobState
from o2c.core.jobs.progress import Progress, job

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def plan() -> Iterator[None]:
    def fail(j: Progress) -> None:
        raise ValueError("the bank's file is missing")

    with empty_plan():
        kinds.kind("tests.count", "Counting")
        night.step("t.returns", "Returns imported", fail)
        night.step("t.lists", "Worklists", lambda j: None, after=("t.returns",))
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def counting(owner: User) -> Job:
    return services.request("tests.count", key="all", actor=owner, entity=LegalEntityFactory(code="FR01"))


def test_the_live_part_asks_again_until_the_job_is_done() -> None:
    owner = empowered("core.view_jobs")
    queued = counting(owner)
    client, fragment = signed_in(owner), {"HX-Request": "true", "HX-Target": f"job-{queued.public_id}"}

    with job(queued.pk) as j:
        j.total(10)
        j.advance(4)
        live = client.get(queued.get_absolute_url(), headers=fragment).content.decode()
        j.result["link"] = "/files/1/"
    done = client.get(queued.get_absolute_url(), headers=fragment).content.decode()

    assert 'hx-trigger="load delay:1s"' in live
    assert "4 / 10" in live
    assert "hx-trigger" not in done
    assert "/files/1/" in done
    assert "<html" not in done


def test_the_list_shows_ones_own_jobs_and_those_of_ones_entities() -> None:
    place = LegalEntityFactory(code="DE01")
    counting(empowered("core.view_jobs", name="Owner", entity=place))
    stranger = empowered("core.view_jobs", name="Stranger", entity=place)
    everywhere = empowered("core.view_jobs", name="Everywhere")

    assert "Counting" in signed_in(everywhere).get(reverse("job_list")).content.decode()
    assert 'id="row-' not in signed_in(stranger).get(reverse("job_list")).content.decode()
    assert signed_in(stranger).get(Job.objects.get().get_absolute_url()).status_code == 404


def test_a_job_is_cancelled_from_its_page() -> None:
    boss = person("supervisor")
    queued = counting(boss)

    answer = signed_in(boss).post(reverse("job_cancel", args=[queued.public_id]))

    assert answer.status_code == 302
    assert Job.objects.get().state == JobState.CANCELLED


def test_the_night_page_says_what_failed_what_it_holds_up_and_repeats_it() -> None:
    place = LegalEntityFactory(code="FR01")
    services.open_night(DAY, [place.pk], actor=the_night())
    with pytest.raises(ValueError, match="missing"):
        tasks.run_step(Job.objects.get().pk)
    client = signed_in(person("supervisor"))

    shown = client.get(reverse("night"), {"day": "2026-03-01"}).content.decode()
    assert "the bank&#x27;s file is missing" in shown
    assert "waits for “Returns imported”, which did not succeed" in shown

    again = {"day": "2026-03-01", "step": "t.returns", "entity": str(place.public_id)}
    assert client.post(reverse("night_rerun"), again).status_code == 302
    assert list(Job.objects.order_by("pk").values_list("state", flat=True)) == [JobState.FAILED, JobState.QUEUED]


def test_who_only_reads_sees_no_button_and_cannot_press_it() -> None:
    services.open_night(DAY, [LegalEntityFactory(code="FR01").pk], actor=the_night())
    client = signed_in(person("auditor"))

    assert "Run again" not in client.get(reverse("night"), {"day": "2026-03-01"}).content.decode()
    assert client.post(reverse("night_open"), {"day": "2026-03-02"}).status_code == 403
    assert Job.objects.count() == 1


def test_a_day_that_is_none_is_not_found() -> None:
    assert signed_in(person("auditor")).get(reverse("night"), {"day": "yesterday"}).status_code == 404


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_render_in_both_languages(language: str) -> None:
    services.open_night(DAY, [LegalEntityFactory(code="FR01").pk], actor=the_night())
    client = signed_in(person("admin"))
    client.cookies["django_language"] = language

    with translation.override(language):
        for url in (reverse("night") + "?day=2026-03-01", reverse("job_list"), Job.objects.get().get_absolute_url()):
            answer = client.get(url)
            assert (answer.status_code, f'lang="{language}"' in answer.content.decode()) == (200, True)


def test_the_top_bar_counts_running_jobs() -> None:
    owner = empowered("core.view_jobs")
    leases.take(counting(owner).pk)

    assert "Running jobs" in signed_in(owner).get(reverse("indicators")).content.decode()
