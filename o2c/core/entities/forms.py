"""What is typed about entities, months, rates and our bank accounts."""

import zoneinfo
from typing import Any

from babel import Locale
from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from o2c.core.entities.models import Currency, LegalEntity, PeriodArea
from o2c.core.pages import DateField, Form


def countries() -> list[tuple[str, str]]:
    """Countries by name in the reader's language, below an empty line."""
    names = Locale.parse(get_language() or "en", sep="-").territories
    known = sorted(((code, name) for code, name in names.items() if len(code) == 2 and code.isalpha()), key=lambda pair: pair[1])
    return [("", ""), *known]


def currencies() -> list[tuple[str, str]]:
    return [(currency.code, str(currency)) for currency in Currency.objects.all()]


def zones() -> list[tuple[str, str]]:
    return [(zone, zone) for zone in sorted(zoneinfo.available_timezones())]


class EntityForm(Form):
    name = forms.CharField(label=_("Legal name"), max_length=200)
    country = forms.ChoiceField(label=_("Country"), choices=countries, widget=forms.Select(attrs={"data-picker": ""}))
    base_currency = forms.ChoiceField(label=_("Base currency"), choices=currencies, initial="EUR")
    client_company = forms.CharField(label=_("Client company"), max_length=80, required=False)
    vat_id = forms.CharField(label=_("VAT id"), max_length=20, required=False)
    address = forms.CharField(label=_("Address"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    calendar = forms.CharField(label=_("Holiday calendar"), max_length=10, required=False, help_text=_("Country, or country-region: DE-BY"))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones, initial="Europe/Paris")
    retention_years = forms.IntegerField(label=_("Retention in years"), min_value=1, initial=10)


class NewEntityForm(EntityForm):
    code = forms.SlugField(label=_("Code"), max_length=20, help_text=_("Short and final: numbers and files carry it."))

    field_order = ["code", "name"]

    def arguments(self) -> dict[str, Any]:
        """Without a calendar, the country's is taken."""
        return {name: value for name, value in self.cleaned_data.items() if name != "calendar" or value}


class EditEntityForm(EntityForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class OpenPeriodForm(Form):
    entity = forms.ModelChoiceField(label=_("Legal entity"), queryset=LegalEntity.objects.none())
    month = DateField(label=_("Month"), help_text=_("Any day of it."))
    area = forms.ChoiceField(label=_("Area"), choices=PeriodArea.choices, initial=PeriodArea.ALL)

    def __init__(self, *args: Any, entities: QuerySet[LegalEntity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].queryset = entities  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {"entity_id": given.pop("entity").pk, **given}


class RateFileForm(Form):
    file = forms.FileField(label=_("File"), help_text=_("CSV with day, currency and rate, or eurofxref of the European Central Bank."))
    source = forms.CharField(label=_("Source"), max_length=80, required=False)


class CorrectRateForm(Form):
    value = forms.DecimalField(label=_("Right value"), max_digits=24, decimal_places=12)
    reason = forms.CharField(label=_("Reason"), max_length=2000)


class AccountFormatsForm(Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    statement_format = forms.CharField(label=_("Statement format"), max_length=20, initial="camt.053.001.08")
    payment_format = forms.CharField(label=_("Payment format"), max_length=20, initial="pain.001.001.09")
    debit_format = forms.CharField(label=_("Direct debit format"), max_length=20, initial="pain.008.001.08")
    reason = forms.CharField(label=_("Reason"), max_length=2000)


class OwnAccountForm(AccountFormatsForm):
    iban = forms.CharField(label=_("IBAN"), max_length=42)
    bic = forms.CharField(label=_("BIC"), max_length=11)
    currency = forms.ChoiceField(label=_("Currency"), choices=currencies, initial="EUR")

    field_order = ["name", "iban", "bic", "currency"]


class EditOwnAccountForm(AccountFormatsForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(Form):
    reason = forms.CharField(label=_("Reason"), max_length=2000)
