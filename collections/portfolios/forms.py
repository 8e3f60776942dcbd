"""Input shapes of portfolios."""

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.core.access.models import User
from o2c.core.entities.models import LegalEntity
from o2c.core.pages import Form


class CollectorField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody who may chase."""

    def __init__(self) -> None:
        super().__init__(
            User.objects.filter(is_active=True, is_robot=False).order_by("name", "pk"), label=_("Collector"), to_field_name="public_id"
        )


class PortfolioForm(Form):
    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Short and lasting: it stands in grants and addresses."))
    name = forms.CharField(label=_("Name"), max_length=120)
    entity = forms.ModelChoiceField(LegalEntity.objects.order_by("code"), label=_("Our entity"), to_field_name="code")
    collector = CollectorField()


class HandOverForm(Form):
    collector = CollectorField()
    version = forms.IntegerField(widget=forms.HiddenInput)
