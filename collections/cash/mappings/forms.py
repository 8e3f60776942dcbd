"""What is said about a mapping: the sample it is made on, and what its columns mean."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from o2c.collections.cash.mappings import queries
from o2c.collections.cash.mappings.models import Charset, DateOrder, DecimalMark, Separator, StatementMapping
from o2c.collections.cash.mappings.rules import MEANINGS
from o2c.core.access.models import User
from o2c.core.entities.models import OwnBankAccount
from o2c.core.pages import Form
from o2c.core.pages.pickers import offer

BY_LOOKING = ("", _("found by looking"))
LABELS = {
    "booked_on": _("Booking date"),
    "value_on": _("Value date"),
    "amount": _("Amount"),
    "credit": _("Money in"),
    "debit": _("Money out"),
    "sign": _("In or out, as a word"),
    "currency": _("Currency"),
    "payer": _("Other side"),
    "payer_account": _("Account of the other side"),
    "text": _("Purpose"),
    "more_text": _("More text"),
    "reference": _("Reference"),
    "balance": _("Running balance"),
    "opening": _("Opening balance"),
    "closing": _("Closing balance"),
}


class BeginForm(Form):
    """The account and the layout's name; the sample is added where the file is not there yet."""

    account = forms.ModelChoiceField(OwnBankAccount.objects.none(), label=_("Our account"), to_field_name="public_id")
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("The bank and the kind of export, for example “Netbank CSV”."))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "account", queries.own_accounts(actor, "collections.start_mapping"))


class SampleForm(BeginForm):
    validates_on_blur = False
    sample = forms.FileField(
        label=_("Sample file"), validators=[FileExtensionValidator(["csv", "txt", "tsv", "xlsx"])],
        help_text=_("A CSV or XLSX file as the bank gives it; a few days are enough. Nothing is imported."),
    )  # fmt: skip


class MappingForm(Form):
    validates_on_blur = False
    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=80)
    skip = forms.IntegerField(
        label=_("Rows before the first entry"), min_value=0, max_value=29,
        help_text=_("Empty rows do not count. The last of them holds the headings."),
    )  # fmt: skip
    dates = forms.ChoiceField(label=_("Dates"), choices=[BY_LOOKING, *DateOrder.choices], required=False)
    decimals = forms.ChoiceField(label=_("Decimal sign"), choices=[BY_LOOKING, *DecimalMark.choices], required=False)
    separator = forms.ChoiceField(label=_("Separator"), choices=[BY_LOOKING, *Separator.choices], required=False)
    charset = forms.ChoiceField(label=_("Characters"), choices=[BY_LOOKING, *Charset.choices], required=False)
    currency = forms.RegexField("^[A-Za-z]{3}$", label=_("Currency"), required=False, help_text=_("Only where no column tells it."))
    out_word = forms.CharField(
        label=_("Word for money out"), max_length=20, required=False, help_text=_("Only where a word says in or out and is not understood.")
    )
    is_inverted = forms.BooleanField(label=_("A plain amount is money out, a minus is money in"), required=False)

    def __init__(self, data: Any = None, *, mapping: StatementMapping, rows: Sequence[Sequence[str]]) -> None:
        said = ("name", "skip", "dates", "decimals", "separator", "charset", "currency", "out_word", "is_inverted", "version")
        initial = {name: getattr(mapping, name) for name in said}
        super().__init__(data, initial=initial | {f"column_{name}": place for name, place in mapping.columns.items()})
        choices = [("", _("not in the file")), *_places(rows, mapping.skip)]
        for meaning in MEANINGS:
            self.fields[f"column_{meaning}"] = forms.ChoiceField(label=LABELS[meaning], choices=choices, required=False)

    def arguments(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if not name.startswith("column_")}
        places = {meaning: self.cleaned_data[f"column_{meaning}"] for meaning in MEANINGS}
        columns = {meaning: int(place) for meaning, place in places.items() if place}
        return said | {"currency": said["currency"].upper(), "columns": columns}


def _places(rows: Sequence[Sequence[str]], skip: int) -> list[tuple[str, str]]:
    """The columns of the sample: number, heading, and the first thing that stands below it."""
    width = max(map(len, rows), default=0)
    header = rows[skip - 1] if 0 < skip <= len(rows) else []
    found = []
    for place in range(width):
        below = next((row[place].strip() for row in rows[skip:] if place < len(row) and row[place].strip()), "")
        heading = header[place].strip() if place < len(header) else ""
        found.append((str(place), " · ".join(filter(None, [str(place + 1), heading[:40], below[:40]]))))
    return found
