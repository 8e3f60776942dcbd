"""One-time links by mail: to choose the first password, or a new one. Good once, for PASSWORD_RESET_TIMEOUT."""

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from o2c.core.access.models import User
from o2c.core.outbox.services import send_mail

tokens = PasswordResetTokenGenerator()


def password_link(user: User) -> str:
    """An address that lets its holder choose this user's password, until they have or it is too old."""
    return str(settings.SITE_URL) + reverse("choose_password", args=[user.public_id, tokens.make_token(user)])


def mail_link(user: User, template: str) -> None:
    """Queue the mail of this template: "invitation" or "password_reset"."""
    send_mail(template, user.email, language=user.language, about=user, name=user.name, link=password_link(user))
