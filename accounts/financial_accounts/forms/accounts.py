"""What is typed about financial accounts, billing profiles and the links of campaigns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.campaigns.queries import campaigns
from o2c.accounts.contracts.forms import currency_field, entity_field, terms_field
from o2c.accounts.contracts.queries import payment_terms
from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.models import Language
from o2c.accounts.customers.queries import customers
from o2c.accounts.financial_accounts.models import Channel, FinancialAccount, Grouping, Layout, Required, Split
from o2c.accounts.financial_accounts.queries import billing_profiles, suitable_accounts
from o2c.core.access.models import User
from o2c.core.clock import local_today
from o2c.core.pages import DateField, Form
from o2c.core.pages.pickers import RowField, offer


class AccountForm(Form):
    """The key of an account; its customer is chosen once."""

    entity = entity_field()
    currency = currency_field()
    terms = terms_field()
    payer = RowField("customer_options", label=_("Payer"), required=False, help_text=_("When another customer pays the invoices"))
    billing_profile = RowField("billing_profile_options", label=_("Billing profile"), required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "entity", entities_of(actor))
        offer(self, "terms", payment_terms())
        offer(self, "payer", customers(actor))
        offer(self, "billing_profile", billing_profiles(actor))


class AccountNewForm(AccountForm):
    customer = RowField("customer_options", label=_("Customer"))
    field_order = ["customer"]

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        offer(self, "customer", customers(actor))


class AccountEditForm(AccountForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class LinkForm(Form):
    """From a campaign: only accounts that can carry it are offered."""

    account = forms.ModelChoiceField(label=_("Financial account"), queryset=FinancialAccount.objects.none(), to_field_name="public_id")
    valid_from = DateField(label=_("Bills to it from"))

    def __init__(self, *args: Any, actor: User, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "account", suitable_accounts(actor, campaign, local_today()))


class CampaignLinkForm(Form):
    """From an account: the campaign is looked up."""

    campaign = RowField("campaign_options", label=_("Campaign"))
    valid_from = DateField(label=_("Bills to it from"))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "campaign", campaigns(actor))


class ProfileForm(Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    grouping = forms.ChoiceField(label=_("Grouping"), choices=Grouping.choices)
    split = forms.ChoiceField(label=_("Split"), choices=Split.choices, required=False)
    layout = forms.ChoiceField(label=_("Layout"), choices=Layout.choices, initial=Layout.DETAILED)
    references = forms.MultipleChoiceField(
        label=_("Required references"), choices=Required.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("Language of invoices"), choices=[("", _("the customer's")), *Language.choices], required=False)
    po_required = forms.BooleanField(label=_("Purchase order required"), required=False)
    channel = forms.ChoiceField(label=_("Delivery channel"), choices=Channel.choices)
    channel_address = forms.CharField(label=_("Portal or electronic address"), max_length=200, required=False)


class ProfileEditForm(ProfileForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
