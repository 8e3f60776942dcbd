"""Signing in with the company's identity provider, when OIDC_* settings name one. It says who comes, never what they may."""

import logging
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from jwt import InvalidTokenError
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from o2c.core.access.addresses import address_of
from o2c.core.access.models import SignInOutcome, User
from o2c.core.access.pages.sign_in import come_in
from o2c.core.access.services.sign_ins import note_sign_in
from o2c.core.doors import access

logger = logging.getLogger(__name__)

BACKEND = "o2c.core.access.oidc.CompanyAccounts"


class CompanyAccounts(OIDCAuthenticationBackend):  # type: ignore[misc]
    """Maps a verified e-mail address to an existing active person. Makes no user, gives no right."""

    def authenticate(self, request: HttpRequest | None, **kwargs: Any) -> User | None:
        """None also where the provider does not answer, or answers what cannot be trusted."""
        try:
            found: User | None = super().authenticate(request, **kwargs)
        except (OSError, InvalidTokenError, SuspiciousOperation):
            logger.warning("the identity provider was not believed", exc_info=True)
            messages.error(self.request, _("The sign-in of your company did not answer as it should: try again, or use your password."))
            return None
        return found

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        """The claims of a token that is meant for us. Source: OpenID Connect Core 3.1.3.7."""
        claims: dict[str, Any] = super().verify_token(token, **kwargs)
        audience = claims.get("aud")
        if settings.OIDC_RP_CLIENT_ID not in (audience if isinstance(audience, list) else [audience]):
            raise SuspiciousOperation("the token is meant for another client")
        return claims

    def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        """What the provider tells about the person of the token, and about nobody else. Source: OpenID Connect Core 5.3.2."""
        claims: dict[str, Any] = super().get_userinfo(access_token, id_token, payload)
        if claims.get("sub") != payload.get("sub"):
            raise InvalidTokenError("the provider tells about somebody else")
        return claims

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        vouched_for = bool(claims.get("email")) and claims.get("email_verified", True) is not False
        if not vouched_for:
            self._not_known()
        return vouched_for

    def filter_users_by_claims(self, claims: dict[str, Any]) -> QuerySet[User]:
        known = User.objects.filter(email__iexact=claims["email"], is_active=True, is_robot=False)
        if not known:
            note_sign_in(claims["email"], SignInOutcome.NOT_KNOWN, address_of(self.request))
            self._not_known()
        return known

    def _not_known(self) -> None:
        messages.error(self.request, _("Your company account is not known here: ask an administrator for an invitation."))

    def update_user(self, user: User, claims: dict[str, Any]) -> User:
        return user


class CallbackView(OIDCAuthenticationCallbackView):  # type: ignore[misc]
    """Back from the identity provider."""

    def login_success(self) -> HttpResponse:
        return come_in(self.request, self.user, self.success_url, backend=BACKEND)

    def login_failure(self) -> HttpResponse:
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
