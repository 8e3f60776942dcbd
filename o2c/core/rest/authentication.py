"""`Authorization: Bearer <token>`: which system is calling."""

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.db.models import Q
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from o2c.core.clock import local_today
from o2c.core.rest.models import ApiToken

if TYPE_CHECKING:
    from o2c.core.access.models import User

PREFIX = "o2c_"


def new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class TokenAuthentication(BaseAuthentication):
    """The user and the token of a bearer header; nothing for a request without one."""

    def authenticate(self, request: Request) -> "tuple[User, ApiToken] | None":
        kind, _, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if kind.lower() != "bearer":
            return None
        today = local_today()
        known = ApiToken.objects.select_related("user").filter(revoked_at=None, expires_on__gt=today, user__is_active=True)
        token = known.filter(digest=digest(secret.strip())).first()
        if token is None:
            raise AuthenticationFailed
        ApiToken.objects.filter(Q(last_used_on=None) | Q(last_used_on__lt=today), pk=token.pk).update(last_used_on=today)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
