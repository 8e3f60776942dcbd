"""What this room tells the house when it loads: the ground floor's own kinds of approval."""

from django.utils.translation import gettext_lazy as _

from o2c.core.approvals.pages import waiting_for
from o2c.core.approvals.registry import approval_kind
from o2c.core.pages import menu

approval_kind("period_reopening", _("Reopen a closed month"), "core.reopen_period", roles=["approver"], makers=lambda period: set())
approval_kind("approval_policy", _("Change an approval policy"), "core.activate_policy", roles=["approver"])

menu.add("core", _("Waiting for my approval"), "approvals_to_decide", "core.decide_approval", order=12)
menu.add("core", _("Approvals"), "approval_list", "core.view_approvals", order=13)
menu.add("core", _("Approval policies"), "approval_policies", "core.view_approvals", order=80)
menu.indicator("approvals", waiting_for)
