"""What this room tells the house when it loads: the ground floor's own kinds of approval."""

from django.utils.translation import gettext_lazy as _

from o2c.core.approvals.registry import approval_kind

approval_kind("period_reopening", _("Reopen a closed month"), "core.reopen_period", roles=["approver"], makers=lambda period: set())
approval_kind("approval_policy", _("Change an approval policy"), "core.activate_policy", roles=["approver"])
