"""What this room tells the house when it loads."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from o2c.core.jobs.bulk import start
from o2c.core.jobs.kinds import kind
from o2c.core.jobs.night import step
from o2c.core.jobs.pages import running_indicator
from o2c.core.jobs.progress import Progress
from o2c.core.outbox import delivery
from o2c.core.pages import bulk, menu, panels

KEPT = timedelta(days=90)


def forget_events(j: Progress) -> None:
    """The night's step: events that everybody heard are forgotten after three months; mails stay."""
    while gone := delivery.forget_events(timezone.now() - KEPT):
        j.advance(gone)


menu.add("work", _("The night"), "night", "core.view_night", order=10)
menu.add("work", _("Jobs"), "job_list", "core.view_jobs", order=11)
kind("core.run_bulk", _("Bulk action"))
bulk.in_background(start)
panels.add("home", _("Jobs that failed"), "home_jobs", permission="core.rerun_step", order=60)
menu.indicator("jobs", running_indicator)
step("core.forget_events", _("Old messages between rooms removed"), forget_events, per_entity=False)
