"""What higher rooms show on a page of a lower floor: title, permission and the URL of a fragment.

    panels.add("accounts.customer", _("Open items"), "customer_open_items", permission="billing.view_items")

The page writes `{% panels "accounts.customer" customer %}`; each panel's URL takes the object's `public_id`.
The start page is "home": its panels are about nobody's record and take nothing.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Panel:
    title: str | Promise
    url_name: str
    permission: str
    order: int


@dataclass(frozen=True)
class PlacedPanel:
    title: str | Promise
    url: str
    name: str


_panels: dict[str, dict[str, Panel]] = {}


def add(on: str, title: str | Promise, url_name: str, *, permission: str, order: int = 50) -> None:
    """Show a fragment on every page named `on` ("accounts.customer") to those with the permission."""
    _panels.setdefault(on, {})[url_name] = Panel(title, url_name, permission, order)


def shown(on: str, subject: Any, user: Any) -> list[PlacedPanel]:
    """The panels of this object this user may see, lowest order first."""
    allowed = sorted((panel for panel in _panels.get(on, {}).values() if user.may(panel.permission)), key=lambda panel: panel.order)
    about = [subject.public_id] if subject else []
    return [PlacedPanel(panel.title, reverse(panel.url_name, args=about), panel.url_name.replace(":", "-")) for panel in allowed]
