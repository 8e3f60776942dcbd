"""What is typed to replace, merge and hand over accounts, and to decide on lines of the feed."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.accounts.financial_accounts.forms.accounts import AccountForm
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.accounts.financial_accounts.queries import financial_accounts
from o2c.core.access.models import User
from o2c.core.pages import DateField, Form
from o2c.core.pages.moves import ReasonForm
from o2c.core.pages.pickers import RowField, offer


class ReplaceForm(AccountForm):
    """The key of the account that takes another one's place, and from when."""

    from_day = DateField(label=_("Bills from"))
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ["from_day"]


class OwnerForm(ReasonForm):
    owner = forms.ModelChoiceField(label=_("Looked after by"), queryset=User.objects.none())
    field_order = ["owner"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", User.objects.filter(is_active=True, is_robot=False).order_by("name"))


class PayerForm(ReasonForm):
    """The verb itself asks whether the payer is within reach: a bulk action's form does not know its actor."""

    payer = RowField("customer_options", label=_("Central payer"))
    from_day = DateField(label=_("Pays from"))
    field_order = ["payer", "from_day"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "payer", Customer.objects.filter(state="active"))


class MergeForm(ReasonForm):
    survivor = forms.ModelChoiceField(label=_("Merge into"), queryset=FinancialAccount.objects.none(), to_field_name="public_id")
    field_order = ["survivor"]


class FeedFileForm(Form):
    """A file of campaigns, and where it comes from."""

    validates_on_blur = False
    source = forms.CharField(label=_("Source"), max_length=40, help_text=_("The delivery system the campaigns come from"))
    file = forms.FileField(
        label=_("CSV or Excel file"),
        help_text=_("Columns: ext_id, name, starts_on, ends_on, currency, entity, client_id, client_tax_id, client_name, product"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_LIMIT:
            raise ValidationError(_("The file is too large: split it."))
        return file


class CorrectForm(ReasonForm):
    """Whose campaign the line is about, and where it bills."""

    customer = RowField("customer_options", label=_("Customer"))
    account = RowField(
        "financial_account_options",
        label=_("Financial account"),
        required=False,
        help_text=_("Empty: found or opened by the rules"),
    )
    field_order = ["customer", "account"]

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "customer", customers(actor))
        offer(self, "account", financial_accounts(actor).filter(state="active"))
