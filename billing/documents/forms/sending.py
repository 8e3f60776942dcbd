"""What is asked before copies go out, when a delivery is reported, and for a proof of delivery."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Contact
from o2c.billing.documents.models import DeliveryState, Document
from o2c.core.pages import Form

REPORTED = [(state.value, state.label) for state in DeliveryState if state != DeliveryState.QUEUED]


class ContactChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, row: Any) -> str:
        return f"{row.person}, {row.email}"


class CopiesForm(Form):
    """Which documents go to whom, in one mail."""

    contact = ContactChoice(label=_("To"), queryset=Contact.objects.none(), to_field_name="public_id", empty_label=None)
    documents = forms.ModelMultipleChoiceField(
        label=_("Documents"), queryset=Document.objects.none(), to_field_name="public_id", widget=forms.CheckboxSelectMultiple
    )
    with_proof = forms.BooleanField(
        label=_("With proof of delivery"), required=False, help_text=_("A proof that is missing becomes a task with a deadline.")
    )

    def __init__(self, *args: Any, documents: QuerySet[Document], contacts: QuerySet[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].queryset = documents  # type: ignore[attr-defined]
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"pks": [row.pk for row in given["documents"]], "contact_id": given["contact"].pk, "with_proof": given["with_proof"]}


class DeliveryReportForm(Form):
    state = forms.ChoiceField(label=_("What became of it"), choices=REPORTED)
    reason = forms.CharField(label=_("Why rejected"), required=False, max_length=300)
    provider_id = forms.CharField(label=_("Reference of the provider"), required=False, max_length=100)


class ProofForm(Form):
    file = forms.FileField(label=_("Delivery note or report"), help_text=_("PDF, picture or office file"))
