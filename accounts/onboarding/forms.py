"""Who looks after an onboarding or one of its steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.onboarding.steps import in_order
from o2c.core.access.models import User
from o2c.core.access.queries import colleagues
from o2c.core.pages import Form
from o2c.core.pages.pickers import offer


class OwnerForm(Form):
    step = forms.ChoiceField(label=_("Step"), required=False)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), to_field_name="public_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", colleagues())
        steps = [(step.code, step.title) for step in in_order()]
        self.fields["step"].choices = [("", _("the whole onboarding")), *steps]  # type: ignore[attr-defined]
