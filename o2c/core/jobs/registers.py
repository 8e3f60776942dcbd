"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.core.jobs.pages import running_indicator
from o2c.core.pages import menu

menu.add("core", _("The night"), "night", "core.view_night", order=10)
menu.add("core", _("Jobs"), "job_list", "core.view_jobs", order=11)
menu.indicator("jobs", running_indicator)
