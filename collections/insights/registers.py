"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.core.pages import menu, panels

menu.add("collections", _("Portfolio"), "portfolio", "collections.view_portfolio", order=10)
panels.add("home", _("Most overdue"), "home_overdue", permission="collections.view_portfolio", order=30)
