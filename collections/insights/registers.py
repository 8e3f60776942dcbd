"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.collections.insights.night import take
from o2c.collections.insights.proofs import boards_show_the_ledger
from o2c.core.jobs.night import step
from o2c.core.pages import menu, panels
from o2c.core.proofs.registry import proof

menu.add("collections", _("Portfolio"), "portfolio", "collections.view_portfolio", order=10)
panels.add("home", _("Most overdue"), "home_overdue", permission="collections.view_portfolio", order=30)
step("collections.ageing_snapshot", _("Ageing snapshot"), take)
proof("boards_show_the_ledger", _("Boards read from a snapshot show what the ledger says"), boards_show_the_ledger, "collections")
