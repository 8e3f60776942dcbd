"""A bulk action that a worker does: every row is tried once, refused rows are counted with their reason."""

import kit_pages  # noqa: F401  (its verbs)
import pytest
from django.core.exceptions import PermissionDenied
from people import empowered

from o2c.core.access.models import User
from o2c.core.audit.models import AuditEvent
from o2c.core.jobs import bulk, tasks
from o2c.core.jobs.models import Job
from o2c.core.pages.bulk import Order
from o2c.core.pages.models import SavedView

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> User:
    return empowered("core.start_bulk", "tests.share_view")


@pytest.fixture
def ids(actor: User) -> list[int]:
    made = SavedView.objects.bulk_create(SavedView(owner=actor, listing="t", name=f"{n}", shared=n == 2) for n in range(4))
    return [view.pk for view in made]


def order(ids: list[int]) -> Order:
    return Order("Share", "tests.share_view", ids, "", {})


def test_the_worker_does_every_row_and_says_what_was_refused(actor: User, ids: list[int]) -> None:
    job = bulk.start(order(ids), actor)
    tasks.run_bulk(job.pk)
    job.refresh_from_db()
    assert (job.state, job.processed, job.total, job.findings) == ("done", 4, 4, 1)
    assert job.result == {"Share": 3, "This view belongs to someone else: save your own copy under another name.": 1}
    assert SavedView.objects.filter(shared=True).count() == 4


def test_a_worker_that_takes_over_goes_on_behind_the_last_row(actor: User, ids: list[int]) -> None:
    job = bulk.start(order(ids), actor)
    Job.objects.filter(pk=job.pk).update(cursor={"done": 3, "refused": {"why": 2}}, processed=3)
    tasks.run_bulk(job.pk)
    job.refresh_from_db()
    assert job.result == {"Share": 2, "why": 2}
    assert sorted(SavedView.objects.filter(shared=True).values_list("pk", flat=True)) == sorted([ids[2], ids[3]])


def test_starting_is_audited_with_the_number_of_rows(actor: User, ids: list[int]) -> None:
    bulk.start(order(ids), actor)
    assert AuditEvent.objects.get(verb="core.start_bulk").after == {"verb": "tests.share_view", "rows": 4}


def test_a_worker_may_no_more_than_the_person_who_asked(ids: list[int]) -> None:
    job = bulk.start(order(ids), empowered("core.start_bulk", name="Wanda Weak"))
    with pytest.raises(PermissionDenied):
        tasks.run_bulk(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert SavedView.objects.filter(shared=True).count() == 1
