"""The top bar: which pages each area offers, and the small counts beside the search box.

A room adds its pages when it loads (`AppConfig.ready`); a link is shown only to those who may open it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

AREAS = {
    "work": _("Work"),
    "accounts": _("Accounts"),
    "billing": _("Billing"),
    "collections": _("Collections"),
    "compliance": _("Compliance"),
    "core": _("Administration"),
}


@dataclass(frozen=True)
class MenuLink:
    area: str
    label: str | Promise
    url_name: str
    permission: str
    order: int
    query: str = ""

    @property
    def path(self) -> str:
        return reverse(self.url_name)

    @property
    def url(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


@dataclass(frozen=True)
class Area:
    name: str
    label: str | Promise
    links: list[MenuLink]


@dataclass(frozen=True)
class Indicator:
    """A count in the top bar, such as my open work or running jobs."""

    label: str
    count: int
    url: str
    icon: str


_links: dict[str, MenuLink] = {}
_indicators: dict[str, Callable[[Any], Indicator | None]] = {}


def add(area: str, label: str | Promise, url_name: str, permission: str, *, order: int = 50, query: str = "") -> None:
    """Offer a page in an area ("work", "accounts", "billing", "collections", "compliance", "core") to those with the permission.

    `query`: the view of a list that most come for.
    """
    if area not in AREAS:
        raise ValueError(f"unknown area {area!r}; known: {', '.join(AREAS)}")
    _links[url_name] = MenuLink(area, label, url_name, permission, order, query)


def indicator(name: str, count: Callable[[Any], Indicator | None]) -> None:
    """Show a count to each user; `count(user)` answers None where there is nothing to show."""
    _indicators[name] = count


def areas(user: Any) -> list[Area]:
    """The areas with at least one page this user may open."""
    allowed = sorted((link for link in _links.values() if user.may(link.permission)), key=lambda link: (link.order, link.url_name))
    found = [Area(name, label, [link for link in allowed if link.area == name]) for name, label in AREAS.items()]
    return [area for area in found if area.links]


def indicators(user: Any) -> list[Indicator]:
    """The counts for this user, in the order the rooms registered them."""
    return [shown for count in _indicators.values() if (shown := count(user))]
