"""Sentences for what the room of onboardings refuses."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "onboarding_owner_gone": _("%(name)s no longer works here: choose somebody else."),
    "onboardingcase_one_open": _("The customer is being onboarded already."),
    "onboardingcase_finishes_after_start": _("An onboarding ends after it started."),
    "onboardingstep_once": _("The step is on the list already."),
    # What timelines say.
    "onboarding.started": _("Onboarding followed"),
    "onboarding.step_done": _("Step done: %(step)s"),
    "onboarding.step_open": _("Step open again: %(step)s"),
    "onboarding.finished": _("Onboarding finished"),
    "onboarding.owner": _("Looked after by %(owner)s"),
}
