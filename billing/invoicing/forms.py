"""What a person enters to begin a run."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.core.access.models import User
from o2c.core.entities.models import LegalEntity
from o2c.core.entities.queries import entities
from o2c.core.pages import DateField, Form


class RunForm(Form):
    entity = forms.ModelChoiceField(label=_("Our entity"), queryset=LegalEntity.objects.none(), to_field_name="code")
    month = DateField(label=_("Any day of the month"), help_text=_("All spend up to the end of this month that was not billed before"))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].queryset = entities(actor)  # type: ignore[attr-defined]
