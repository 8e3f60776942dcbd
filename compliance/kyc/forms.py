"""Forms of the files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer
from o2c.compliance.kyc.messages import MESSAGES
from o2c.compliance.kyc.models import Industry, KycFile, Owner, OwnerKind, Volume
from o2c.compliance.kyc.queries import VIEW
from o2c.core import countries
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.files.rules import EXTENSIONS
from o2c.core.pages import DateField, Form
from o2c.core.pages.pickers import RowField, offer

OF_CUSTOMER = _("the customer itself")


class FactsForm(Form):
    industry = forms.ChoiceField(label=_("Industry"), choices=Industry.choices)
    volume = forms.ChoiceField(label=_("Expected volume"), choices=Volume.choices)
    complex_structure = forms.BooleanField(label=_("Trusts, nominees or many layers stand behind them"), required=False)
    not_met = forms.BooleanField(label=_("Nobody of ours has met them"), required=False)
    is_listed_company = forms.BooleanField(label=_("Listed on a stock exchange"), required=False)
    nobody_over_a_quarter = forms.BooleanField(label=_("Nobody owns or controls a quarter or more"), required=False)


class EditFactsForm(FactsForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class OpenFileForm(FactsForm):
    field_order = ["customer"]
    customer = RowField("customer_options", label=_("Customer"))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "customer", scope(Customer.objects, actor, VIEW))


class AnswerForm(Form):
    text = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 5}), max_length=10_000)


class DocumentForm(Form):
    file = forms.FileField(
        label=_("File"), widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{extension}" for extension in EXTENSIONS)})
    )
    number = forms.CharField(label=_("Number of the document"), required=False, max_length=60)
    issued_on = DateField(label=_("Issued on"), required=False)
    expires_on = DateField(label=_("Valid until"), required=False)


class ShareForm(Form):
    owned = forms.ModelChoiceField(
        label=_("Holds a share of"),
        queryset=Owner.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label=_("the customer itself"),
    )
    percent = forms.DecimalField(label=_("Percent"), min_value=0, max_value=100, max_digits=7, decimal_places=4, required=False)
    controls = forms.BooleanField(label=_("Controls it, whatever the share"), required=False)

    def __init__(self, *args: Any, file: KycFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        companies = Owner.objects.filter(file=file, ended_at=None, kind=OwnerKind.ORGANISATION)
        offer(self, "owned", companies.order_by("name", "pk"))

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        return {**given, "percent": given["percent"] or 0}


class OwnerForm(ShareForm):
    field_order = ["kind", "name", "country", "birth_date", "reg_no", "is_pep"]
    kind = forms.ChoiceField(label=_("Kind"), choices=OwnerKind.choices)
    name = forms.CharField(label=_("Name"), max_length=200)
    country = forms.ChoiceField(label=_("Country"), choices=lambda: [("", "–"), *countries.choices()], required=False)
    birth_date = forms.RegexField(
        r"^\d{4}(-\d{2}){0,2}$", label=_("Born on"), required=False, help_text=_("As far as it is known: 1966-09-08, 1966-09 or 1966.")
    )
    reg_no = forms.CharField(label=_("Registration number"), max_length=40, required=False)
    is_pep = forms.BooleanField(label=_("Politically exposed"), required=False)


def question(code: str) -> str:
    """The line of the checklist in words."""
    return str(MESSAGES[code])
