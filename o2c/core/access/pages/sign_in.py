"""Coming in and going out: password, then a code where the person asked for one; every try stands in the access log."""

import time
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, resolve_url
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.core.access.addresses import address_of
from o2c.core.access.forms import CodeForm, SignInForm
from o2c.core.access.models import SignInOutcome, User
from o2c.core.access.people import anybody
from o2c.core.access.services.sign_ins import note_sign_in, use_code
from o2c.core.access.sessions import prolong
from o2c.core.doors import access, ours
from o2c.core.pages.answers import page

HALF_WAY = "half_signed_in"
HALF_WAY_SECONDS = 300
BACKEND = "django.contrib.auth.backends.ModelBackend"
YEAR = 365 * 24 * 3600


@access.public
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail address and password; who has a second step goes on to it."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = SignInForm(request.POST or None)
    if form.is_bound and form.is_valid():
        user = authenticate(request, username=form.cleaned_data["email"], password=form.cleaned_data["password"])
        if isinstance(user, User):
            return _second_step(request, user) if user.totp_secret else come_in(request, user, _next(request))
        _note_refusal(request, form.cleaned_data["email"], SignInOutcome.WRONG_PASSWORD)
        form.add_error(None, _("This e-mail address and password do not belong together. Check both and try again."))
    return _sign_in_page(request, form)


def _sign_in_page(request: HttpRequest, form: SignInForm, **context: Any) -> HttpResponse:
    shown = {"form": form, "oidc": settings.OIDC_RP_CLIENT_ID, "nobody": not anybody(), **context}
    return page(request, "core/access/sign_in.html", title=_("Sign in"), **shown)


def _note_refusal(request: HttpRequest, email: str, outcome: SignInOutcome) -> None:
    locked = getattr(request, "axes_locked_out", False)
    note_sign_in(email, SignInOutcome.LOCKED_OUT if locked else outcome, address_of(request))


def locked_out(request: HttpRequest, original: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """What a person sees after too many wrong tries (settings.AXES_LOCKOUT_CALLABLE)."""
    minutes = int(settings.AXES_COOLOFF_TIME * 60)
    return _sign_in_page(request, SignInForm(), locked_minutes=minutes, status=429)


def is_company_answer(request: HttpRequest, credentials: Any = None) -> bool:
    """Nobody guesses a password through the identity provider: a stranger's tries must not shut out the office behind the same address."""
    return request.path == reverse("oidc_authentication_callback")


def _second_step(request: HttpRequest, user: User) -> HttpResponse:
    request.session.cycle_key()
    request.session[HALF_WAY] = {"user": user.pk, "at": time.time(), "next": _next(request)}
    return redirect("sign_in_code")


@access.public
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The code of the app, or a recovery code. Wrong codes count like wrong passwords."""
    half = request.session.get(HALF_WAY, {})
    user = User.objects.filter(pk=half.get("user"), is_active=True).exclude(totp_secret="").first()
    if user is None or time.time() - half["at"] > HALF_WAY_SECONDS:
        return redirect("login")
    credentials = {"username": user.email}
    if not AxesProxyHandler.is_allowed(request, credentials):
        return locked_out(request)
    form = CodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        if use_code(user, form.cleaned_data["code"]):
            return come_in(request, user, half["next"])
        AxesProxyHandler.user_login_failed(sender=__name__, credentials=credentials, request=request)
        _note_refusal(request, user.email, SignInOutcome.WRONG_CODE)
        form.add_error("code", _("This code is not right, or was used already: type the one the app shows now."))
    return page(request, "core/access/sign_in_code.html", title=_("Code"), form=form)


def come_in(request: HttpRequest, user: User, target: str, *, backend: str = BACKEND) -> HttpResponse:
    """Signed in: a new session, a line in the access log, pages the way this person likes them."""
    request.session.pop(HALF_WAY, None)
    login(request, user, backend=backend)
    note_sign_in(user.email, SignInOutcome.SIGNED_IN, address_of(request))
    response = redirect(target)
    response.set_cookie("rows", "roomy" if user.roomy else "dense", max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


@access.public
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if isinstance(request.user, User):
        note_sign_in(request.user.email, SignInOutcome.SIGNED_OUT, address_of(request))
    logout(request)
    return redirect("login")


@access.login
def stay(request: HttpRequest) -> HttpResponse:
    """Asked by the warning before the session ends: being answered prolongs it."""
    prolong(request.session)
    return HttpResponse(status=204)


def _next(request: HttpRequest) -> str:
    """Where the person wanted to go, if it is one of our own pages."""
    target = request.POST.get("next") or request.GET.get("next", "")
    return ours(request, target, resolve_url(settings.LOGIN_REDIRECT_URL))


urlpatterns = [
    path("sign-in/", sign_in, name="login"),
    path("sign-in/code/", sign_in_code, name="sign_in_code"),
    path("sign-out/", sign_out, name="logout"),
    path("session/stay/", stay, name="stay_signed_in"),
]
