"""Tokens of the systems that talk to us: issued for a person's rights and less, shown once, revoked for good."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from o2c.core.access.models import User
from o2c.core.access.queries import tokens
from o2c.core.audit import services as audit
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.rest.authentication import digest, new_secret
from o2c.core.rest.models import ApiToken
from o2c.core.verbs import lock_one, verb

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token and its secret. The secret is nowhere kept: whoever loses it needs a new token."""

    token: ApiToken
    secret: str


@verb("core.issue_token")
def issue_token(*, user: User, name: str, scopes: Collection[str], expires_on: date, actor: User) -> Issued:
    """Let a system act as this user within these permissions until a day within a year.

    Raises BusinessError "token_not_for_oneself", "token_beyond_rights", "token_expiry_out_of_range".
    """
    user = lock_one(User.objects.filter(is_active=True, is_robot=False), user.pk)
    if user == actor:
        raise BusinessError("token_not_for_oneself", field="user")
    if beyond := sorted(permission for permission in scopes if not user.may(permission)):
        raise BusinessError("token_beyond_rights", field="scopes", name=user.name, permissions=beyond)
    today = local_today()
    if not today < expires_on <= today + LONGEST:
        raise BusinessError("token_expiry_out_of_range", field="expires_on", latest=today + LONGEST)
    secret = new_secret()
    token = ApiToken.objects.create(user=user, name=name, digest=digest(secret), scopes=sorted(scopes), expires_on=expires_on)
    audit.record("token.issued", token, actor=actor, parent=user, scopes=token.scopes, expires_on=expires_on)
    return Issued(token, secret)


@verb("core.revoke_token")
def revoke_token(token_id: int, *, reason: str, actor: User) -> ApiToken:
    """The system is shut out from the next request on. Raises BusinessError "token_revoked_already"."""
    token = lock_one(tokens(actor), token_id)
    if token.revoked_at:
        raise BusinessError("token_revoked_already")
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    audit.record("token.revoked", token, actor=actor, parent=token.user, reason=reason)
    return token
