"""Choosing a password through a one-time link: the first one, or a new one when it was forgotten."""

from uuid import UUID

from axes.utils import reset
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from o2c.core.access.addresses import address_of
from o2c.core.access.forms import ForgottenForm, PasswordForm
from o2c.core.access.links import tokens
from o2c.core.access.models import User
from o2c.core.access.services import own
from o2c.core.doors import access
from o2c.core.pages.answers import page, run

MAIL_PAUSE = 300


@access.public
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """Mail a link to the address if somebody has it; the answer is the same either way. One mail per address in five minutes."""
    form = ForgottenForm(request.POST or None)
    if not (form.is_bound and form.is_valid()):
        return page(request, "core/access/password_forgotten.html", title=_("Password forgotten"), form=form)
    email = form.cleaned_data["email"]
    user = User.objects.filter(email__iexact=email, is_active=True, is_robot=False).first()
    if user and cache.add(f"password_reset:{user.pk}", 1, MAIL_PAUSE):
        own.request_password_reset(actor=user)
    messages.success(request, _("If somebody here has this address, a link is on its way to it."))
    return redirect("login")


@access.public
def choose_password(request: HttpRequest, public_id: UUID, token: str) -> HttpResponse:
    """Choose a password with the link from the mail; it is good once."""
    user = User.objects.filter(public_id=public_id, is_active=True, is_robot=False).first()
    if user is None or not tokens.check_token(user, token):
        return page(request, "core/access/link_used.html", title=_("This link no longer works"), status=404)
    form = PasswordForm(request.POST or None)
    if run(form, own.change_own_password, actor=user):
        reset(username=user.email, ip=address_of(request))
        messages.success(request, _("Password chosen. Sign in with it."))
        return redirect("login")
    return page(request, "core/access/choose_password.html", title=_("Choose a password"), form=form, person=user)


urlpatterns = [
    path("password/forgotten/", password_forgotten, name="password_forgotten"),
    path("password/<uuid:public_id>/<str:token>/", choose_password, name="choose_password"),
]
