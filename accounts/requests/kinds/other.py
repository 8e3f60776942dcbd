"""What fits no other kind: a person does it and says what was done."""

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.requests.kinds.registry import Given, Kind, Payload, request_kind
from o2c.accounts.requests.models import ChangeRequest
from o2c.core.access.models import User
from o2c.core.errors import BusinessError


class Wish(Payload):
    subject = forms.CharField(label=_("What it is about"), max_length=120)


def done_by_hand(request: ChangeRequest, given: Given, actor: User) -> None:
    """Nothing is changed by itself, so the outcome must say what a person did."""
    if not request.outcome:
        raise BusinessError("request_outcome_missing", field="outcome")


request_kind(Kind("other", _("Other request"), Wish, done_by_hand))
