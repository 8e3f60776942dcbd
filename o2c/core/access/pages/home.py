"""The first page after signing in: where this person can go."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from o2c.core.doors import access, who
from o2c.core.pages import menu
from o2c.core.pages.answers import page


@access.login
def home(request: HttpRequest) -> HttpResponse:
    return page(request, "core/access/home.html", title=_("Start"), areas=menu.areas(who(request)))


urlpatterns = [path("", home, name="home")]
