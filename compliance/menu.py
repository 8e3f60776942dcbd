"""What this floor offers in the top bar and on the pages of the floors below."""

from django.utils.translation import gettext_lazy as _

from o2c.core.pages import menu


def offer() -> None:
    menu.add("compliance", _("Watchlists"), "watchlist_sources", "compliance.view_watchlists", order=40)
    menu.add("compliance", _("List versions"), "watchlist_versions", "compliance.view_watchlists", order=41)
    menu.add("compliance", _("List loads"), "watchlist_loads", "compliance.view_watchlists", order=42)
