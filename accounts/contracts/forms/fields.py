"""Inputs that many forms share: currency, entity, terms, words, amounts, and an uploaded paper."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.models import PaymentTerm
from o2c.core.entities.models import Currency, LegalEntity
from o2c.core.files.rules import EXTENSIONS
from o2c.core.files.storage import Blob, store


def currency_choices() -> list[tuple[str, str]]:
    return [("", ""), *((currency.code, f"{currency.code} {currency.name}") for currency in Currency.objects.order_by("code"))]


def currency_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Currency"), choices=currency_choices, widget=forms.Select({"data-picker": ""}))


def entity_field() -> "forms.ModelChoiceField[LegalEntity]":
    return forms.ModelChoiceField(label=_("Our entity"), queryset=LegalEntity.objects.none(), to_field_name="code")


def terms_field() -> "forms.ModelChoiceField[PaymentTerm]":
    return forms.ModelChoiceField(label=_("Payment terms"), queryset=PaymentTerm.objects.none(), to_field_name="code")


class WordsField(forms.CharField):
    """Several words, separated by commas. Gives a sorted list."""

    def to_python(self, value: Any) -> Any:
        return sorted({word.strip() for word in str(value or "").split(",") if word.strip()})

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value


def file_field(label: Any, *, required: bool = True) -> forms.FileField:
    """A paper of a kind that the house takes in."""
    accepted = ",".join(f".{extension}" for extension in EXTENSIONS)
    return forms.FileField(label=label, required=required, widget=forms.ClearableFileInput(attrs={"accept": accepted}))


def stored(file: "UploadedFile[bytes]") -> Blob:
    """The uploaded bytes in the storage, before the verb that names them. Raises as `files.storage.store`."""
    return store(file, file.name or "")
