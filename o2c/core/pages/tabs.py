"""The tabs over a list: all rows, built-in views, the reader's own and those shared by others."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from o2c.core.pages.address import Address, canonical
from o2c.core.pages.models import ChosenColumns, SavedView
from o2c.core.pages.tables import Table


@dataclass(frozen=True)
class Tab:
    """One view of the list. `modified`: it is current, but its filter or order was changed since."""

    name: str | Promise
    url: str
    current: bool
    modified: bool = False
    saved: SavedView | None = None
    mine: bool = False


def saved_views(user: Any, listing: str) -> QuerySet[SavedView]:
    """The user's own views of a list and those others share, by name."""
    return SavedView.objects.filter(Q(owner=user) | Q(shared=True), listing=listing).select_related("owner").order_by("name", "pk")


def chosen_columns(user: Any, listing: str) -> list[str]:
    """Names of the columns the user chose for a list; empty: as the table says."""
    chosen = ChosenColumns.objects.filter(owner=user, listing=listing).first()
    return list(chosen.names) if chosen else []


def tabs_of(user: Any, listing: str, table: type[Table], address: Address, asked: str) -> list[Tab]:
    """All tabs, the current one marked by `?view=`; without it by its filter, else the first."""
    offered: list[tuple[str, str | Promise, str, SavedView | None]] = [("", _("All"), "", None)]
    offered += [(f"b{number}", view.name, canonical(QueryDict(view.query)), None) for number, view in enumerate(table.views, 1)]
    offered += [(str(view.public_id), view.name, view.query, view) for view in saved_views(user, listing)]
    keys = [key for key, *_rest in offered]
    current = asked if asked and asked in keys else next((key for key, _n, query, _s in offered if query == address.kept), "")
    return [
        Tab(
            name=name,
            url=_url(address.path, key, query),
            current=key == current,
            modified=key == current and query != address.kept,
            saved=saved,
            mine=saved is not None and saved.owner_id == user.pk,
        )
        for key, name, query, saved in offered
    ]


def _url(path: str, key: str, query: str) -> str:
    parts = "&".join(part for part in (query, urlencode({"view": key}) if key else "") if part)
    return f"{path}?{parts}" if parts else path
