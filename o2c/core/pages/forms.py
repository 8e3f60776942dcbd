"""The base of every form of the browser's door. One field template, errors beside the field and in a summary on top."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

from o2c.core.cards import holds_card_number
from o2c.core.errors import BusinessError
from o2c.core.pages.fields import AmountField, DateField, LastDayField
from o2c.core.sentences import sentence
from o2c.core.spoken import spoken

__all__ = ["AmountField", "DateField", "FilterForm", "Form", "LastDayField", "Renderer"]

CONTROLS: list[tuple[type[forms.Widget], str]] = [
    (forms.RadioSelect, "choices"),
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
]


class LabelledField(BoundField):
    """A field that knows the kit's classes, so that templates need not."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        drawn = widget or self.field.widget
        kind = next((css for kind, css in CONTROLS if isinstance(drawn, kind)), "form-control")
        given = drawn.attrs.get("class", "")
        return {**built, "class": f"{kind} {given}".strip()}

    @property
    def theirs(self) -> str:
        """What somebody else saved here meanwhile, after a refused save; the typed value stays in the control."""
        refused = getattr(self.form, "refusal", None)
        if not refused or refused.code != "changed_since" or self.name not in self.form.cleaned_data:
            return ""
        now = self.form.get_initial_for_field(self.field, self.name)
        if not self.field.has_changed(now, self.data):
            return ""
        return spoken(self.field.said(now) if isinstance(self.field, LastDayField) else now)

    @property
    def control(self) -> str:
        """How the field template lays the control out."""
        return "check" if self.widget_type == "checkbox" else "group" if self.use_fieldset else "line"


class Renderer(TemplatesSetting):
    """Forms through our templates everywhere (settings.FORM_RENDERER)."""

    form_template_name = "components/form_fields.html"
    field_template_name = "components/field.html"
    bound_field_class = LabelledField


class Form(forms.Form):
    """A form whose valid input becomes the keyword arguments of one verb.

    `version`, when the form has such a hidden field, is the version the user looked at.
    `refusal` is what the verb answered, if it refused.
    """

    refusal: BusinessError | None = None
    validates_on_blur = True

    @property
    def shows_their_changes(self) -> bool:
        return self.refusal is not None and self.refusal.code == "changed_since"

    def clean(self) -> dict[str, Any]:
        """Nobody types a card number into any field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in [name for name, value in cleaned.items() if isinstance(value, str) and holds_card_number(value)]:
            self.add_error(name, sentence("card_number"))
        return self.cleaned_data

    def arguments(self) -> dict[str, Any]:
        """What the verb receives; override to join fields, such as an amount with its currency."""
        return dict(self.cleaned_data)


class FilterForm(forms.Form):
    """The form of a filter set: nothing in it is required."""
