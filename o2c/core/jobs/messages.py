"""Sentences for what jobs refuse."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "bulk.started": _("Started for many rows: %(object)s"),
    "job.cancelled": _("Cancelled: %(object)s"),
    "night.opened": _("Night opened: %(object)s"),
    "night.step_rerun": _("Step of the night run again: %(object)s"),
    "job_not_live": _("This job has already ended: there is nothing to cancel."),
    "job_still_live": _("This step is still queued or running: wait for it or cancel it first."),
    "job_once_at_a_time": _("The same job is already queued or running: wait for it to end."),
    "night_unknown_step": _("There is no step “%(step)s” in the night: choose one of %(steps)s."),
    "night_wrong_place": _("The step “%(step)s” runs for one entity or for the whole house, not for this."),
}
