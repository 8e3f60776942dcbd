"""A real worker, killed between two commits of a billing run: the next one ends where it would have ended."""

from pathlib import Path

import pytest
from django.utils import timezone
from factories.billing import billable, open_months, selling_entity
from factories.invoicing import approved, proposed, running, spent
from worker import celery_worker, kill, wait_until

from o2c.billing.documents.models import Document
from o2c.billing.invoicing.models import RunDocument
from o2c.billing.invoicing.proofs import runs_are_complete, spend_billed_once
from o2c.billing.invoicing.services import POSTING
from o2c.billing.spend.models import SpendBilling
from o2c.core.clock import local_today
from o2c.core.dates import add_months, first_of_month
from o2c.core.jobs import leases
from o2c.core.jobs.models import Job, JobState


@pytest.mark.timeout(180)
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("gates_open")
def test_a_killed_worker_bills_nothing_twice_and_leaves_no_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KILL_FOLDER", str(tmp_path))
    entity = selling_entity()
    month = add_months(first_of_month(local_today(entity)), -1)
    open_months(entity, month, 2)
    for _number in range(3):
        spent(running(billable(entity=entity)), "5.00", month)
    run = approved(proposed(entity, month))
    job = Job.objects.get(kind=POSTING)

    with celery_worker("posting_worker", tmp_path, JOB_LEASE_SECONDS="2") as first:
        leases.sweep()
        wait_until((tmp_path / "reached").exists, "the middle of the run")
        kill(first)
    assert (Document.objects.count(), SpendBilling.objects.count()) == (1, 1)

    wait_until(lambda: job.pk in leases.sweep(), "the lease to run out")
    with celery_worker("posting_worker", tmp_path, JOB_LEASE_SECONDS="60"):
        wait_until(lambda: Job.objects.filter(pk=job.pk, state=JobState.DONE).exists(), "the end of the run")

    run.refresh_from_db()
    assert (run.state, run.documents_posted, RunDocument.objects.filter(state="posted").count()) == ("done", 3, 3)
    numbers = sorted(Document.objects.values_list("number", flat=True))
    assert [int(number[-4:]) for number in numbers] == [1, 2, 3]
    assert SpendBilling.objects.count() == 3
    assert [*spend_billed_once(timezone.now().date()), *runs_are_complete(timezone.now().date())] == []
