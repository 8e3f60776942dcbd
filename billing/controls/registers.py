"""What this room tells the house when it loads."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue import CONTROLS
from o2c.billing.controls.night import run_all
from o2c.billing.controls.queries import VIEW
from o2c.core.jobs.night import step
from o2c.core.pages import menu, panels
from o2c.core.sentences import name

step("billing.controls", _("Billing controls"), run_all, per_entity=False)
menu.add("billing", _("Billing exceptions"), "billing_exception_list", VIEW, order=5)
menu.add("billing", _("Billing controls"), "control_board", VIEW, order=6)
menu.add("billing", _("Control runs"), "control_run_list", VIEW, order=50)
panels.add("home", _("Billing exceptions"), "home_exceptions", permission="billing.assign_exception", order=40)
panels.add("accounts.customer", _("Billing exceptions"), "customer_exceptions", permission=VIEW, order=20)

for control in CONTROLS.values():
    name(f"control:{control.code}", format_lazy("{} {}", control.code, control.title))
