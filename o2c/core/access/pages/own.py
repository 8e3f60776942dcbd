"""One's own profile, password and second step; and how this browser shows pages."""

import pyotp
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from o2c.core.access import queries, totp
from o2c.core.access.forms import NewPasswordForm, PresentPasswordForm, ProfileForm, TotpForm
from o2c.core.access.services import own
from o2c.core.doors import access, ours, who
from o2c.core.pages.answers import done, page, run

YEAR = 365 * 24 * 3600
HALF_MADE = "totp_half_made"
PREFERENCES = {"theme": {"auto", "light", "dark"}, "rows": {"dense", "roomy"}, "keys": {"on", "off"}}


@access.login
def profile(request: HttpRequest) -> HttpResponse:
    user = who(request)
    form = ProfileForm(request.POST or None, initial={"language": user.language, "time_zone": user.time_zone, "roomy": user.roomy})
    if changed := run(form, own.change_own_profile, actor=user):
        response = done(request, _("Profile saved."), to="profile")
        _keep(request, response, "rows", "roomy" if changed.roomy else "dense")
        return response
    return page(request, "core/access/profile.html", title=_("Profile"), form=form, held=user.held, covers=queries.covers_of(user)[:5])


@access.login
def change_password(request: HttpRequest) -> HttpResponse:
    form = NewPasswordForm(request.POST or None, user=who(request))
    if user := run(form, own.change_own_password, actor=who(request)):
        update_session_auth_hash(request, user)
        return done(request, _("Password changed. Other sessions of yours have ended."), to="profile")
    return page(request, "core/access/own_form.html", title=_("Change password"), form=form, cancel="/profile/")


@access.login
def totp_on(request: HttpRequest) -> HttpResponse:
    """Show the picture, ask for a first code, then show the recovery codes once."""
    secret = request.session.setdefault(HALF_MADE, pyotp.random_base32())
    form = TotpForm(request.POST or None)
    if codes := run(form, own.turn_on_totp, actor=who(request), secret=secret):
        del request.session[HALF_MADE]
        return page(request, "core/access/recovery_codes.html", title=_("Recovery codes"), codes=codes)
    picture = mark_safe(totp.qr_code(secret, who(request).email))  # noqa: S308  (drawn by us)
    return page(request, "core/access/totp_on.html", title=_("Codes at sign-in"), form=form, picture=picture, secret=secret)


@access.login
def totp_off(request: HttpRequest) -> HttpResponse:
    form = PresentPasswordForm(request.POST or None)
    if run(form, own.turn_off_totp, actor=who(request)):
        return done(request, _("Codes at sign-in are off."), to="profile")
    return page(request, "core/access/own_form.html", title=_("Turn off codes at sign-in"), form=form, cancel="/profile/")


@access.public
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep how this reader wants pages; the language of somebody signed in is part of their profile."""
    response = redirect(ours(request, request.POST.get("next", "/")))
    for name, known in PREFERENCES.items():
        if (value := request.POST.get(name)) in known:
            _keep(request, response, name, value)
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES):
        _keep(request, response, settings.LANGUAGE_COOKIE_NAME, language)
    user = request.user
    if user.is_authenticated and request.method == "POST":
        roomy = request.POST.get("rows", "roomy" if user.roomy else "dense") == "roomy"
        own.change_own_profile(language=language or user.language, time_zone=user.time_zone, roomy=roomy, actor=user)
    return response


def _keep(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure())


urlpatterns = [
    path("profile/", profile, name="profile"),
    path("profile/password/", change_password, name="change_password"),
    path("profile/codes/", totp_on, name="totp_on"),
    path("profile/codes/off/", totp_off, name="totp_off"),
    path("preferences/", preferences, name="preferences"),
]
