"""How customers want to be billed."""

from typing import TypedDict, Unpack

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.accounts.financial_accounts.models import BillingProfile
from o2c.accounts.financial_accounts.queries import billing_profiles
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.verbs import lock_one, verb


class ProfileFields(TypedDict, total=False):
    """What a person may say about how a customer is billed."""

    name: str
    grouping: str
    split: str
    layout: str
    references: list[str]
    language: str
    po_required: bool
    channel: str
    channel_address: str


@verb("accounts.create_billing_profile")
def create_billing_profile(*, customer: Customer, actor: User, **fields: Unpack[ProfileFields]) -> BillingProfile:
    """One way of billing this customer. Raises BusinessError "billingprofile_name_once", "billingprofile_channel_has_address"."""
    lock_one(customers(actor), customer.pk)
    profile = BillingProfile.objects.create(customer=customer, **fields)
    record("billing_profile.created", profile, actor=actor, after=dict(fields))
    return profile


@verb("accounts.edit_billing_profile")
def edit_billing_profile(pk: int, *, actor: User, version: int | None = None, **fields: Unpack[ProfileFields]) -> BillingProfile:
    """Change what is given; every account with this profile is billed so from now on. Raises as `create_billing_profile`."""
    profile = lock_one(billing_profiles(actor), pk, version)
    before, after = change(profile, **fields)
    if after:
        record("billing_profile.edited", profile, actor=actor, before=before, after=after)
    return profile
