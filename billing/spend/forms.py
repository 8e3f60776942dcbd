"""What a person hands in."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from o2c.core.pages import Form


class SpendFileForm(Form):
    validates_on_blur = False
    source = forms.CharField(label=_("Source"), max_length=40, help_text=_("The system the records come from"))
    file = forms.FileField(
        label=_("CSV file, plain or gzip"), help_text=_("Columns: ext_id, campaign, service_date, units, amount, currency")
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_LIMIT:
            raise ValidationError(_("The file is too large here: use the command import_spend."))
        return file
