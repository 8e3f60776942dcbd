"""What is typed about financial accounts, profiles, links, merges and the feed."""

from o2c.accounts.financial_accounts.forms.accounts import (
    AccountEditForm,
    AccountForm,
    AccountNewForm,
    CampaignLinkForm,
    LinkForm,
    ProfileEditForm,
    ProfileForm,
)
from o2c.accounts.financial_accounts.forms.changes import CorrectForm, FeedFileForm, MergeForm, OwnerForm, PayerForm, ReplaceForm

__all__ = [
    "AccountEditForm",
    "AccountForm",
    "AccountNewForm",
    "CampaignLinkForm",
    "CorrectForm",
    "FeedFileForm",
    "LinkForm",
    "MergeForm",
    "OwnerForm",
    "PayerForm",
    "ProfileEditForm",
    "ProfileForm",
    "ReplaceForm",
]
