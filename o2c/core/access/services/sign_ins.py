"""Coming in: the access log, and using up a code. Not verbs: nobody is signed in yet."""

from django.db import transaction
from django.utils import timezone

from o2c.core.access import totp
from o2c.core.access.models import SignIn, SignInOutcome, User


def note_sign_in(email: str, outcome: SignInOutcome, address: str | None) -> None:
    """Write one line of the access log."""
    user = User.objects.filter(email__iexact=email).first()
    SignIn.objects.create(user=user, email=email[:254], outcome=outcome, address=address)


def use_code(user: User, code: str) -> bool:
    """Whether the code (from the app, or a recovery code) is right; it is used up, so nobody can repeat it."""
    with transaction.atomic():
        holder = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        return _used_step(holder, code) or _used_recovery_code(holder, code)


def _used_step(user: User, code: str) -> bool:
    step = totp.matching_step(totp.unseal(user.totp_secret), code, at=timezone.now().timestamp(), after=user.totp_last_step)
    if step is None:
        return False
    user.totp_last_step = step
    user.save(update_fields=["totp_last_step"])
    return True


def _used_recovery_code(user: User, code: str) -> bool:
    left = totp.without_code(user.recovery_codes, code)
    if left is None:
        return False
    user.recovery_codes = left
    user.save(update_fields=["recovery_codes"])
    return True
