"""What is typed about a draft: its head, and a row per line."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.campaigns.queries import campaigns
from o2c.accounts.financial_accounts.queries import financial_accounts
from o2c.billing.documents.models import Document, DocumentDraft, Stream
from o2c.billing.documents.queries import documents
from o2c.billing.documents.rules import NewLine
from o2c.billing.documents.services.drafts import read
from o2c.core.access.models import User
from o2c.core.pages import DateField, Form, LastDayField
from o2c.core.pages.pickers import RowField, offer

MORE = 3
MOST_LINES = 60
KINDS = [("invoice", _("invoice")), ("debit_note", _("debit note")), ("credit_note", _("credit note"))]


class LineForm(Form):
    """One line; a row left empty is no line."""

    validates_on_blur = False
    description = forms.CharField(label=_("Description"), max_length=300, required=False)
    quantity = forms.DecimalField(label=_("Quantity"), max_digits=20, decimal_places=8, required=False)
    unit = forms.CharField(label=_("Unit"), max_length=10, required=False)
    unit_price = forms.DecimalField(label=_("Unit price"), min_value=0, max_digits=20, decimal_places=8, required=False)
    service_from = DateField(label=_("From"), required=False)
    service_until = LastDayField(label=_("Until"), required=False)
    campaign = forms.CharField(label=_("Campaign"), max_length=60, required=False)
    order_number = forms.CharField(label=_("Order"), max_length=60, required=False)
    original_line = forms.IntegerField(label=_("Credits line"), min_value=1, required=False)

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in ("description", "quantity", "unit_price"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_blank:
            return cleaned
        for name in ("description", "quantity", "unit_price"):
            if cleaned.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, gettext("This line needs it."))
        return cleaned


class DraftForm(Form):
    """A draft with its lines; more empty rows come with each save of the form."""

    account = RowField("financial_account_options", label=_("Financial account"))
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    stream = forms.ChoiceField(label=_("Stream"), choices=Stream.choices, required=False)
    document_date = DateField(label=_("Document date"))
    original = forms.CharField(label=_("Number it corrects"), max_length=60, required=False, help_text=_("For a credit note."))
    buyer_reference = forms.CharField(label=_("Buyer's reference"), max_length=100, required=False)
    reason_code = forms.CharField(label=_("Reason"), max_length=40, required=False)
    note = forms.CharField(label=_("Note on the document"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, actor: User, first: list[dict[str, Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        offer(self, "account", financial_accounts(actor).filter(state__in=["active", "on_hold", "closing"]))
        given = first or []
        count = min(int(self.data.get("lines") or 0) if self.is_bound else len(given) + MORE, MOST_LINES)
        bound = self.data if self.is_bound else None
        rows = [*given, *[{} for _row in range(count - len(given))]][:count]
        self.lines = [LineForm(bound, prefix=f"line{number}", initial=initial) for number, initial in enumerate(rows)]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *[line.is_valid() for line in self.lines]])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        account = cleaned.get("account")
        number = cleaned.get("original")
        self.corrected: Document | None = None
        if number and account:
            self.corrected = (
                documents(self.actor).filter(number=number.strip(), customer=account.customer_id, entity=account.entity_id).first()
            )
            if self.corrected is None:
                self.add_error("original", gettext("No document of this customer has that number."))
        if cleaned.get("kind") == "credit_note" and not number:
            self.add_error("original", gettext("A credit note names the document it corrects."))
        for number, line in enumerate(self.lines, 1):
            if line.is_valid():
                self._known(line)
            if line.errors:
                self.add_error(None, gettext("Line %(number)s needs a look.") % {"number": number})
        return cleaned

    def _known(self, line: LineForm) -> None:
        """The campaign and the credited line by what people call them."""
        ext_id, position = line.cleaned_data.get("campaign"), line.cleaned_data.get("original_line")
        found = campaigns(self.actor).filter(ext_id=ext_id).first() if ext_id else None
        if ext_id and found is None:
            line.add_error("campaign", ValidationError(gettext("There is no such campaign.")))
        line.found_campaign = found  # type: ignore[attr-defined]
        credited = self.corrected.lines.filter(position=position).first() if self.corrected and position else None
        if position and credited is None:
            line.add_error("original_line", ValidationError(gettext("The document it corrects has no such line.")))
        line.found_original = credited  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        account, original = given.pop("account"), given.pop("original", "")
        lines = [self._line(line) for line in self.lines if not line.is_blank]
        return {
            **given,
            "account_id": account.pk,
            "original_id": self.corrected.pk if original and self.corrected else None,
            "lines": lines,
        }

    def _line(self, line: LineForm) -> NewLine:
        given: Any = line
        typed = line.cleaned_data
        return NewLine(
            description=typed["description"], quantity=typed["quantity"], unit=typed["unit"] or "C62", unit_price=typed["unit_price"],
            service_from=typed["service_from"], service_until=typed["service_until"],
            campaign_id=given.found_campaign.pk if given.found_campaign else None,
            advertiser_id=given.found_campaign.advertiser_id if given.found_campaign else None,
            order_number=typed["order_number"], original_line_id=given.found_original.pk if given.found_original else None,
        )  # fmt: skip


def shown(draft: DocumentDraft) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A draft as its form shows it: head and lines."""
    names = ("kind", "stream", "document_date", "buyer_reference", "reason_code", "note")
    head = {name: getattr(draft, name) for name in names} | {
        "account": draft.account,
        "original": draft.original.number if draft.original else "",
    }
    lines = read(draft.lines)
    ext_ids = dict(Campaign.objects.filter(pk__in=[line.campaign_id for line in lines if line.campaign_id]).values_list("pk", "ext_id"))
    positions = dict(draft.original.lines.values_list("pk", "position")) if draft.original else {}
    return head, [
        {
            "description": line.description, "quantity": f"{line.quantity.normalize():f}", "unit": line.unit,
            "unit_price": f"{line.unit_price.normalize():f}", "service_from": line.service_from, "service_until": line.service_until,
            "campaign": ext_ids.get(line.campaign_id or 0, ""), "order_number": line.order_number,
            "original_line": positions.get(line.original_line_id or 0),
        }
        for line in lines
    ]  # fmt: skip


def crediting(original: Document) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A credit note over everything of a document, to be cut down by its writer."""
    head = {"account": original.account, "kind": "credit_note", "stream": original.stream, "original": original.number}
    return head, [
        {
            "description": line.description, "quantity": f"{line.quantity.normalize():f}", "unit": line.unit,
            "unit_price": f"{line.unit_price.normalize():f}", "service_from": line.service_from, "service_until": line.service_until,
            "order_number": line.order_number, "original_line": line.position,
        }
        for line in original.lines.order_by("position")
    ]  # fmt: skip
