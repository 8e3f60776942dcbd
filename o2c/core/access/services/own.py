"""What every active person may do to themselves: profile, password, second step."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from o2c.core.access import totp
from o2c.core.access.links import mail_link
from o2c.core.access.models import User
from o2c.core.audit import services as audit
from o2c.core.changes import change
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, verb


@verb("core.change_own_profile")
def change_own_profile(*, language: str, time_zone: str, roomy: bool, actor: User) -> User:
    """Choose one's language, time zone and height of rows."""
    user = lock_one(User.objects, actor.pk)
    before, after = change(user, language=language, time_zone=time_zone, roomy=roomy)
    if after:
        audit.record("user.profile_changed", user, actor=actor, before=before, after=after)
    return user


@verb("core.change_own_password")
def change_own_password(*, password: str, actor: User) -> User:
    """Choose a password; every other session of this person ends. Raises BusinessError "password_weak" with what is missing."""
    user = lock_one(User.objects, actor.pk)
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise BusinessError("password_weak", field="password", why=" ".join(weak.messages)) from weak
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("user.password_changed", user, actor=actor)
    return user


@verb("core.request_password_reset")
def request_password_reset(*, actor: User) -> User:
    """Mail oneself a link, good once, to choose a new password."""
    mail_link(actor, "password_reset")
    audit.record("user.password_reset_requested", actor, actor=actor)
    return actor


@verb("core.turn_on_totp")
def turn_on_totp(*, secret: str, code: str, actor: User) -> list[str]:
    """Ask for a code from now on at sign-in; gives the recovery codes, which are never shown again.

    Raises BusinessError "totp_wrong_code", "totp_already_on".
    """
    user = lock_one(User.objects, actor.pk)
    if user.totp_secret:
        raise BusinessError("totp_already_on")
    step = totp.matching_step(secret, code, at=timezone.now().timestamp())
    if step is None:
        raise BusinessError("totp_wrong_code", field="code")
    codes = totp.new_recovery_codes()
    user.totp_secret, user.totp_last_step = totp.seal(secret), step
    user.recovery_codes = [totp.recovery_hash(each) for each in codes]
    user.save(update_fields=["totp_secret", "totp_last_step", "recovery_codes"])
    audit.record("user.totp_turned_on", user, actor=actor)
    return codes


@verb("core.turn_off_totp")
def turn_off_totp(*, password: str, actor: User) -> User:
    """Sign in with the password alone again. Raises BusinessError "password_wrong"."""
    user = lock_one(User.objects, actor.pk)
    if not user.check_password(password):
        raise BusinessError("password_wrong", field="password")
    user.totp_secret, user.recovery_codes = "", []
    user.save(update_fields=["totp_secret", "recovery_codes"])
    audit.record("user.totp_turned_off", user, actor=actor)
    return user
