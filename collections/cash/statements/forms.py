"""What a person hands in and answers about bank files."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from o2c.collections.cash.readers.files import MAX_UPLOAD
from o2c.collections.cash.statements.models import StatementFile
from o2c.core.entities.models import OwnBankAccount
from o2c.core.pages import Form

CONFIRMABLE = {"group_status", "entry_currency", "mapping_misfit"}


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, none above the limit of one upload."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        given = data if isinstance(data, list) else [data]
        files = [super(FilesField, self).clean(one, initial) for one in given]
        if large := [file.name for file in files if (file.size or 0) > MAX_UPLOAD]:
            raise forms.ValidationError(_("%(name)s is too large: ask the bank for statements of fewer days."), params={"name": large[0]})
        return files


class UploadForm(Form):
    validates_on_blur = False
    bank_files = FilesField(
        label=_("Bank files"), help_text=_("camt.052, 053, 054, MT940, MT942, BAI2, OFX, CSV or XLSX, also packed as ZIP.")
    )
    account = forms.ModelChoiceField(
        OwnBankAccount.objects.order_by("name"), label=_("Our account"), to_field_name="public_id", required=False,
        help_text=_("Only for files that do not name their account, such as tables."),
    )  # fmt: skip


class AnswerForm(Form):
    """One field for each question of a file; what was answered before is not asked again."""

    validates_on_blur = False

    def __init__(self, data: Any, *, file: StatementFile, accounts: Any) -> None:
        super().__init__(data)
        self.written: dict[str, str] = {}
        for found in file.findings:
            if found["kind"] == "ask":
                self._ask(found["code"], found["values"], accounts)

    def _ask(self, code: str, values: dict[str, Any], accounts: Any) -> None:
        if code in ("account_unknown", "account_check_digits", "account_missing"):
            name = f"account_{len(self.written)}"
            self.written[name] = values.get("account", "")
            label = _("Which account is “%(account)s”?") % values if values.get("account") else _("Whose statement is it?")
            self.fields[name] = forms.ModelChoiceField(accounts, label=label, to_field_name="public_id")
        elif code == "balance_differs":
            self.fields["difference_reason"] = forms.CharField(label=_("Why is the difference right?"), max_length=200)
        elif code == "statement_gap":
            self.fields["gap_reason"] = forms.CharField(label=_("Why is a statement missing?"), max_length=200)
        elif code == "date_order_unclear":
            order = [("dmy", _("day first")), ("mdy", _("month first"))]
            self.fields["dates"] = forms.ChoiceField(label=_("What comes first in its dates?"), choices=order)
        elif code in CONFIRMABLE:
            self.fields[f"confirm_{code}"] = forms.BooleanField(label=_("Import it as it is"))

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        reasons = {name: given[name] for name in ("difference_reason", "gap_reason") if name in given}
        return reasons | {
            "accounts": {written: given[name].pk for name, written in self.written.items()},
            "confirmed": [name.removeprefix("confirm_") for name in given if name.startswith("confirm_")],
            "mapping": {"dates": given["dates"]} if "dates" in given else {},
        }
