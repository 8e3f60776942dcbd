"""Input shapes of matching."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.collections.cash.matching.models import Choice, DeductionReason, Mistake
from o2c.collections.cash.matching.rules import Residual, Share
from o2c.collections.cash.matching.shown import Candidate
from o2c.core.pages import AmountField, DateField, Form

REST = [
    ("", _("leave open")),
    ("discount", _("discount")),
    ("bank_fee", _("bank fee")),
    ("withholding_tax", _("withholding tax")),
    ("small_difference", _("small difference")),
]


def rests() -> list[tuple[str, str]]:
    """What may become of the rest of an item, in the reader's language."""
    reasons = [(f"deduction:{value}", _("deduction: %(reason)s") % {"reason": label}) for value, label in DeductionReason.choices]
    return [(value, str(label)) for value, label in (*REST, *reasons)]


class MatchForm(Form):
    """What each candidate gets, and what becomes of its rest. Surplus money stays on the account."""

    validates_on_blur = False

    def __init__(
        self,
        *args: Any,
        candidates: Sequence[Candidate],
        accounts: QuerySet[FinancialAccount],
        account: FinancialAccount | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        for one in candidates:
            key, number = one.item.public_id.hex, one.item.reference
            self.fields[f"share_{key}"] = AmountField(
                label=_("Amount for %(number)s") % {"number": number},
                currency=one.item.currency,
                positive=False,
                required=False,
                initial=one.share,
            )
            self.fields[f"rest_{key}"] = forms.ChoiceField(
                label=_("Rest of %(number)s") % {"number": number}, choices=rests, required=False
            )
        self.fields["account"] = forms.ModelChoiceField(
            accounts, label=_("Account"), to_field_name="number", widget=forms.TextInput, initial=account.number if account else None,
            help_text=_("The number of the account the money stands on; what is left stays there."),
        )  # fmt: skip
        self.fields["note"] = forms.CharField(
            label=_("Note"), max_length=200, required=False, help_text=_("For withholding tax the number of the certificate.")
        )

    def rows(self) -> Iterator[tuple[Candidate, BoundField, BoundField]]:
        for one in self.candidates:
            yield one, self[f"share_{one.item.public_id.hex}"], self[f"rest_{one.item.public_id.hex}"]

    def shares(self) -> list[Decimal]:
        """What is typed so far, whatever else is wrong."""
        data = getattr(self, "cleaned_data", {})
        return [amount for one in self.candidates if (amount := data.get(f"share_{one.item.public_id.hex}"))]

    def arguments(self) -> dict[str, Any]:
        data, shares, residuals = self.cleaned_data, [], []
        for one in self.candidates:
            share = data.get(f"share_{one.item.public_id.hex}") or Decimal(0)
            if share:
                shares.append(Share(one.item.pk, share))
            kind, _sign, reason = (data.get(f"rest_{one.item.public_id.hex}") or "").partition(":")
            if kind and one.open > share:
                residuals.append(Residual(one.item.pk, kind, one.open - share, reason, data["note"]))
        return {"account": data["account"], "shares": shares, "residuals": residuals, "reason": data["note"]}


class ReasonForm(Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class SplitForm(Form):
    amounts = forms.CharField(
        label=_("Amounts"), help_text=_("One per line; together they are the receipt."), widget=forms.Textarea(attrs={"rows": 4})
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def clean_amounts(self) -> list[Decimal]:
        field = AmountField(currency=self.initial.get("currency", "EUR"))
        return [field.clean(line) for line in str(self.cleaned_data["amounts"]).splitlines() if line.strip()]


class UndoForm(Form):
    on = DateField(label=_("From"), help_text=_("The items are open again from this day."))
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Counted among the mistakes of cash application."))
    kind = forms.ChoiceField(
        label=_("What was wrong"), choices=Mistake.choices, help_text=_("Money of a wrong customer is unidentified again.")
    )


class TransferForm(Form):
    to = forms.ModelChoiceField(
        FinancialAccount.objects.order_by("number"), label=_("To account"), to_field_name="number", widget=forms.TextInput,
        help_text=_("Another account of the same customer, or of its group."),
    )  # fmt: skip
    amount = AmountField(label=_("Amount"))
    on = DateField(label=_("On"))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class AskForm(Form):
    email = forms.EmailField(label=_("E-mail"), help_text=_("The client's mail with a link to choose from; it is good for two weeks."))


class AnswerForm(Form):
    choice = forms.ChoiceField(label=_("What shall we do with it?"), choices=Choice.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Anything we should know"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
