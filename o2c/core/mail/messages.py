"""Sentences for what the mail room refuses."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "bounce_unknown": _("We sent no mail to %(recipient)s that this report can be about."),
    "mailtemplate_append_only": _("The versions of a mail's text are never changed: add a new version."),
}
