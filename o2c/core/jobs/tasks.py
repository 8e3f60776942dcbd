"""Celery entry points of the jobs room."""

from celery import shared_task

from o2c.core.access.queries import the_night
from o2c.core.acting import through
from o2c.core.jobs import bulk, leases, queries, services
from o2c.core.jobs.night import RUNS
from o2c.core.jobs.progress import job


@shared_task(name="core.run_step", acks_late=True)
def run_step(job_id: int) -> None:
    try:
        with job(job_id) as j:
            RUNS[j.job.kind](j)
    finally:
        for day in queries.days_of(job_id):
            services.open_night(day, actor=the_night())


@shared_task(name="core.run_bulk", acks_late=True)
def run_bulk(job_id: int) -> None:
    with job(job_id) as j:
        bulk.run(j)


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    leases.sweep()


@shared_task(name="core.tick_night")
def tick_night() -> None:
    due = queries.nights_due()
    with through("job", request_id="tick"):
        for day in sorted({*due, *queries.unfinished_days()}):
            services.open_night(day, due.get(day, []), actor=the_night())
