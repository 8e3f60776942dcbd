"""What this room tells the house when it loads: the ground floor's own kinds of approval."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from o2c.core.approvals.pages import waiting_for
from o2c.core.approvals.registry import approval_kind
from o2c.core.approvals.services import expire_approvals
from o2c.core.jobs.night import step
from o2c.core.jobs.progress import Progress
from o2c.core.pages import menu, panels


def expire(j: Progress) -> None:
    """The night's step: what nobody decided in time is closed, so that it can be asked for again."""
    while True:
        with j.chunk():
            closed = expire_approvals(timezone.now(), actor=j.actor)
        j.advance(len(closed))
        if not closed:
            return


approval_kind("period_reopening", _("Reopen a closed month"), "core.reopen_period", roles=["approver"], makers=lambda period: set())
approval_kind("own_account_edit", _("Change one of our bank accounts"), "core.apply_own_account_edit", roles=["approver"])
approval_kind("own_account_move", _("Use or close one of our bank accounts"), "core.apply_own_account_move", roles=["approver"])
approval_kind("approval_policy", _("Change an approval policy"), "core.activate_policy", roles=["approver"])

menu.add("work", _("Waiting for my approval"), "approvals_to_decide", "core.decide_approval", order=12)
menu.add("work", _("Approvals"), "approval_list", "core.view_approvals", order=13)
menu.add("core", _("Approval policies"), "approval_policies", "core.view_approvals", order=80)
menu.indicator("approvals", waiting_for)
panels.add("home", _("Waiting for my approval"), "home_approvals", permission="core.decide_approval", order=20)
step("core.expire_approvals", _("Expired approval requests closed"), expire, per_entity=False)
