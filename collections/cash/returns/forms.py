"""Input shapes of returned payments."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.collections.cash.receipts.models import Receipt
from o2c.core.pages import Form
from o2c.core.spoken import day


class ReturnForm(Form):
    receipt_id = forms.TypedChoiceField(label=_("The payment that came back"), coerce=int)
    is_fee_charged = forms.BooleanField(
        label=_("The customer bears the bank's fee"), required=False,
        help_text=_("What the bank took above the payment. Otherwise it is a bank charge of ours."),
    )  # fmt: skip

    def __init__(self, *args: Any, candidates: Sequence[Receipt], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receipt_id"].choices = [(row.pk, f"{row}, {row.customer}, {day(row.booked_on)}") for row in candidates]  # type: ignore[attr-defined]
