"""Signing in with the company's identity provider, when OIDC_* settings name one. It says who comes, never what they may."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from o2c.core.access.addresses import address_of
from o2c.core.access.models import SignInOutcome, User
from o2c.core.access.pages.sign_in import come_in
from o2c.core.access.services.sign_ins import note_sign_in
from o2c.core.doors import access

BACKEND = "o2c.core.access.oidc.CompanyAccounts"


class CompanyAccounts(OIDCAuthenticationBackend):  # type: ignore[misc]
    """Maps a verified e-mail address to an existing active person. Makes no user, gives no right."""

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        return bool(claims.get("email")) and claims.get("email_verified", True) is not False

    def filter_users_by_claims(self, claims: dict[str, Any]) -> QuerySet[User]:
        known = User.objects.filter(email__iexact=claims["email"], is_active=True, is_robot=False)
        if not known:
            note_sign_in(claims["email"], SignInOutcome.NOT_KNOWN, address_of(self.request) if self.request else None)
        return known

    def update_user(self, user: User, claims: dict[str, Any]) -> User:
        return user


class CallbackView(OIDCAuthenticationCallbackView):  # type: ignore[misc]
    """Back from the identity provider."""

    def login_success(self) -> HttpResponse:
        return come_in(self.request, self.user, self.success_url, backend=BACKEND)

    def login_failure(self) -> HttpResponse:
        messages.error(self.request, _("Your company account is not known here: ask an administrator for an invitation."))
        return redirect("login")


@access.public
def oidc_start(request: HttpRequest) -> HttpResponse:
    _refuse_unless_configured()
    answer: HttpResponse = OIDCAuthenticationRequestView.as_view()(request)
    return answer


@access.public
def oidc_back(request: HttpRequest) -> HttpResponse:
    _refuse_unless_configured()
    if not (request.session.get("oidc_states") and request.GET.get("state")):
        return redirect("login")
    answer: HttpResponse = CallbackView.as_view()(request)
    return answer


def _refuse_unless_configured() -> None:
    if not settings.OIDC_RP_CLIENT_ID:
        raise Http404("no identity provider is configured")


urlpatterns = [
    path("oidc/start/", oidc_start, name="oidc_authentication_init"),
    path("oidc/back/", oidc_back, name="oidc_authentication_callback"),
]
