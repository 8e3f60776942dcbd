"""Sentences for what the outbox and the way out refuse."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "outbox_once": _("This message was sent already."),
    "address_silent": _("Nobody answers at %(url)s: %(why)s."),
    "address_refused": _("%(url)s refuses the file (%(status)s)."),
    "address_too_large": _("%(url)s offers more than %(limit)s bytes."),
    "address_not_https": _("The address must begin with https://, so that nobody on the way can read what is sent."),
    "address_not_public": _("%(host)s is not an address of the open internet: use one that is reachable from outside."),
    "webhook_name_taken": _("There is a webhook called %(name)s already: choose another name."),
    "webhook_hears_something": _("A webhook needs at least one event to hear of."),
}
