"""What an installation needs before anything can be entered, on the start page of who sets it up."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.core.access.queries import users
from o2c.core.doors import Request, access
from o2c.core.entities import queries


@dataclass(frozen=True)
class Need:
    """Something to set up: how many there are, where they are listed, and from how many on it is enough."""

    label: str
    url: str
    count: int
    enough: int = 1

    @property
    def is_met(self) -> bool:
        return self.count >= self.enough


@access("core.create_entity")
def home_setup(request: Request) -> HttpResponse:
    user = request.user
    needs = [
        Need(_("Legal entities"), reverse("entity_list"), queries.entities(user).count()),
        Need(_("Our bank accounts"), reverse("own_account_list"), queries.own_bank_accounts(user).count()),
        Need(_("Open months"), f"{reverse('period_list')}?state=open", queries.periods(user).filter(state="open").count()),
        Need(_("Rates"), reverse("rate_list"), queries.rates().count()),
        Need(_("People"), reverse("user_list"), users(user).filter(is_robot=False).count(), enough=2),
    ]
    return render(request, "core/entities/_setup.html", {"needs": needs})


urlpatterns = [path("home/setup/", home_setup, name="home_setup")]
