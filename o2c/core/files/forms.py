"""What is typed to write a note or to attach a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.core.files.models import Visibility
from o2c.core.files.rules import EXTENSIONS
from o2c.core.pages import Form


class OnObjectForm(Form):
    """Offers the restricted visibility only to those who could read the result. Stands on pages that answer no form themselves."""

    validates_on_blur = False

    visibility = forms.ChoiceField(label=_("Visible to"), choices=Visibility.choices, initial=Visibility.NORMAL)

    def __init__(self, *args: Any, restricted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not restricted:
            del self.fields["visibility"]


class NoteForm(OnObjectForm):
    text = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000)

    field_order = ["text", "visibility"]


class AttachForm(OnObjectForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, picture, Word, Excel, text, XML or mail."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{extension}" for extension in EXTENSIONS)}),
    )

    field_order = ["file", "visibility"]
