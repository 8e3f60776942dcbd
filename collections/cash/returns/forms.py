"""Input shapes of returned payments."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.billing.ledger.models import OpenItem
from o2c.collections.cash.receipts.models import Receipt
from o2c.core.money import Money
from o2c.core.pages import Form
from o2c.core.spoken import day, spoken


class ReturnForm(Form):
    paid = forms.ChoiceField(label=_("The payment that came back"))
    is_fee_charged = forms.BooleanField(
        label=_("The customer bears the bank's fee"), required=False,
        help_text=_("What the bank took above the payment. Otherwise it is a bank charge of ours."),
    )  # fmt: skip

    def __init__(self, *args: Any, candidates: Sequence[Receipt], before: Sequence[OpenItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ours = [(f"receipt_id-{row.pk}", f"{row}, {row.customer}, {day(row.booked_on)}") for row in candidates]
        told = [(row.entry.reference, Money(row.original_amount, row.currency), row.customer, day(row.posting_date)) for row in before]
        imported = [(f"item_id-{row.pk}", ", ".join(map(spoken, one))) for row, one in zip(before, told, strict=True)]
        self.fields["paid"].choices = [*ours, *imported]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        said = super().arguments()
        name, _dash, key = said.pop("paid").partition("-")
        return {**said, name: int(key)}
