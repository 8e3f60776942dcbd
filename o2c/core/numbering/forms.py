"""What is typed to set up a number series."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.core.entities.models import LegalEntity
from o2c.core.pages import Form


class SeriesForm(Form):
    entity = forms.ModelChoiceField(label=_("Legal entity"), queryset=LegalEntity.objects.none())
    doc_type = forms.CharField(label=_("Kind of document"), max_length=30, help_text=_("Such as invoice or credit_note."))
    code = forms.CharField(label=_("Series"), max_length=20, required=False)
    prefix = forms.CharField(label=_("Prefix"), max_length=20, help_text=_("FR-INV gives FR-INV-2026-000001."))  # type: ignore[assignment]
    width = forms.IntegerField(label=_("Digits"), min_value=1, max_value=12, initial=6)

    def __init__(self, *args: Any, entities: QuerySet[LegalEntity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].queryset = entities  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {"entity_id": given.pop("entity").pk, **given}
