"""Inviting people, changing who they are, and letting them go once nothing depends on them."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from o2c.core.access import ownership
from o2c.core.access.links import mail_link
from o2c.core.access.models import Grant, Role, User
from o2c.core.access.queries import admins_on
from o2c.core.acting import Running
from o2c.core.audit import services as audit
from o2c.core.changes import change
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError, Conflict
from o2c.core.verbs import lock_one, opened, verb


@verb("core.invite_user")
def invite_user(*, email: str, name: str, language: str = "en", time_zone: str = "Europe/Paris", actor: User) -> User:
    """Make a user who may nothing yet, and mail a link, good once, to choose the first password.

    Raises BusinessError "user_email_once".
    """
    user = _made(email, name, language, time_zone)
    mail_link(user, "invitation")
    audit.record("user.invited", user, actor=actor, email=user.email, name=user.name)
    return user


def _made(email: str, name: str, language: str, time_zone: str) -> User:
    _refuse_taken(email)
    user = User(email=email.lower(), name=name, language=language, time_zone=time_zone, invited_at=timezone.now())
    user.set_unusable_password()
    user.save()
    return user


def _refuse_taken(email: str, but: int | None = None) -> None:
    if User.objects.filter(~Q(pk=but), email__iexact=email).exists():
        raise BusinessError("user_email_once", field="email")


@verb("core.invite_again")
def invite_again(user_id: int, *, actor: User) -> User:
    """Mail a fresh link to somebody who has not chosen a password yet. Raises Conflict "user_not_invited"."""
    user = lock_one(User.objects, user_id)
    if user.state != "invited":
        raise Conflict("user_not_invited")
    mail_link(user, "invitation")
    audit.record("user.invited_again", user, actor=actor)
    return user


@verb("core.change_user")
def change_user(user_id: int, *, name: str, email: str, actor: User) -> User:
    """Correct a person's name or e-mail address. Raises BusinessError "user_email_once"."""
    user = lock_one(User.objects.filter(is_robot=False), user_id)
    _refuse_taken(email, but=user.pk)
    before, after = change(user, name=name, email=email.lower())
    audit.record("user.changed", user, actor=actor, before=before, after=after)
    return user


@verb("core.deactivate_user")
def deactivate_user(user_id: int, *, reason: str, heir: User | None = None, actor: User) -> User:
    """Let a person act no longer; what they own goes to the heir.

    Raises BusinessError "user_still_owns", "user_heir_unfit", "user_not_oneself", "user_last_admin".
    """
    user = lock_one(User.objects.filter(is_robot=False), user_id)
    if user == actor:
        raise BusinessError("user_not_oneself")
    _keep_an_admin(user)
    owned = ownership.owned(user)
    if owned and heir is None:
        raise BusinessError("user_still_owns", field="heir", owned=[f"{count} {label}" for label, count in owned])
    if heir is not None:
        if heir == user or not heir.is_active:
            raise BusinessError("user_heir_unfit", field="heir", heir=heir)
        ownership.hand_over(user, heir, actor)
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit.record(
        "user.deactivated", user, actor=actor, reason=reason, before={"is_active": True}, after={"is_active": False},
        heir=heir.email if heir else "", handed_over=dict(owned),
    )  # fmt: skip
    return user


def _keep_an_admin(user: User) -> None:
    admins = set(admins_on(local_today(user)).select_for_update(no_key=True).values_list("pk", flat=True))
    if admins == {user.pk}:
        raise BusinessError("user_last_admin")


@verb("core.reactivate_user")
def reactivate_user(user_id: int, *, reason: str, actor: User) -> User:
    """Let a person act again, with the grants that still count. Raises Conflict "user_is_active"."""
    user = lock_one(User.objects.filter(is_robot=False), user_id)
    if user.is_active:
        raise Conflict("user_is_active")
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record("user.reactivated", user, actor=actor, reason=reason, before={"is_active": False}, after={"is_active": True})
    return user


@verb("core.clear_totp")
def clear_totp(user_id: int, *, reason: str, actor: User) -> User:
    """Take the second step away from somebody who lost their device. Raises BusinessError "user_not_oneself"."""
    user = lock_one(User.objects.exclude(totp_secret=""), user_id)
    if user == actor:
        raise BusinessError("user_not_oneself")
    user.totp_secret, user.recovery_codes = "", []
    user.save(update_fields=["totp_secret", "recovery_codes"])
    audit.record("user.totp_cleared", user, actor=actor, reason=reason)
    return user


def first_admin(email: str, name: str, robot: User) -> User:
    """The administrator of a new installation; the command prints their link. PermissionDenied once there is an active one."""
    if admins_on(local_today()).exists():
        raise PermissionDenied("there is an administrator: ask them for an invitation")
    with opened(Running("core.first_admin", robot, None)):
        user = _made(email, name, "en", "Europe/Paris")
        Grant.objects.create(user=user, role=Role.objects.get(code="admin"), starts_on=local_today(), reason="first administrator")
        audit.record("user.invited", user, actor=robot, email=user.email, name=user.name, role="admin")
    return user
