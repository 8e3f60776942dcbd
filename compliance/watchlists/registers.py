"""What this room tells the house when it loads."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from o2c.compliance.watchlists import queries
from o2c.compliance.watchlists.fetching import night_step
from o2c.compliance.watchlists.queries import VIEW
from o2c.core.jobs import night
from o2c.core.pages import menu
from o2c.core.proofs.registry import Bad, proof


def lists_are_current(day: date) -> Iterator[Bad]:
    """What compliance must look at: lists out of date, refused downloads, versions the brake holds."""
    for source in queries.stale_sources(timezone.now()):
        yield Bad(source.name, "list_stale", {"days": source.max_age_days}, reverse("watchlist_sources"))
    for source in queries.failing_sources():
        yield Bad(source.name, "list_load_failed", {}, reverse("watchlist_loads"))
    for version in queries.held_versions():
        yield Bad(str(version), "list_version_held", {"removed": version.removed}, version.get_absolute_url())


proof("watchlists_current", _("Every watchlist is up to date, whole and loaded"), lists_are_current, "compliance")
night.step("compliance.watchlists", _("Fetch the watchlists"), night_step, per_entity=False)
menu.add("compliance", _("Watchlists"), "watchlist_sources", VIEW, order=40)
menu.add("compliance", _("Listed parties"), "watchlist_parties", VIEW, order=43)
menu.add("compliance", _("List versions"), "watchlist_versions", VIEW, order=41)
menu.add("compliance", _("List loads"), "watchlist_loads", VIEW, order=42)
