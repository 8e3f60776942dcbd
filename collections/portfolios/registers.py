"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.core.pages import menu

menu.add("collections", _("Portfolios"), "portfolios", "collections.view_portfolio", order=20)
