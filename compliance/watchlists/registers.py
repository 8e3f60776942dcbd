"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.compliance.watchlists.queries import VIEW
from o2c.core.pages import menu

menu.add("compliance", _("Watchlists"), "watchlist_sources", VIEW, order=40)
menu.add("compliance", _("List versions"), "watchlist_versions", VIEW, order=41)
menu.add("compliance", _("List loads"), "watchlist_loads", VIEW, order=42)
