"""What is typed about a webhook."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from o2c.core.pages import Form

EVENTS = RegexValidator(r"^\s*[a-z_]+\.[a-z_]+(\s*,\s*[a-z_]+\.[a-z_]+)*\s*$", _("Write events such as mail.bounced, parted by commas."))


class WebhookForm(Form):
    """A system that will hear of events."""

    name = forms.CharField(label=_("Name"), max_length=80)
    url = forms.URLField(label=_("Address"), max_length=300, assume_scheme="https")
    topics = forms.CharField(label=_("Events"), validators=[EVENTS], help_text=_("For example: mail.bounced, proof.red"))

    def arguments(self) -> dict[str, Any]:
        typed = super().arguments()
        return {**typed, "topics": [topic.strip() for topic in typed["topics"].split(",")]}
