"""Sentences for what the room of financial accounts refuses, and for what an account still misses."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "billingprofile_name_once": _("The customer already has a billing profile with this name."),
    "billingprofile_channel_has_address": _("Enter the portal or the electronic address that the invoices go to."),
    "billingprofile_grouping_known": _("Invoices are made per account, per campaign or per purchase order."),
    "billingprofile_channel_known": _("Invoices go out by e-mail, post, portal or electronically."),
    "financialaccount_key": _("There is already an account with this customer, payer, entity, currency, terms and profile: use that one."),
    "financialaccount_payer_is_another": _("The payer is another customer: leave it empty when the customer pays for itself."),
    "financialaccount_opened_has_a_day": _("An open account has the day it was opened."),
    "financialaccount_closed_has_a_day": _("A closed account has the day it was closed."),
    "financialaccount_state_known": _("This is no state of a financial account."),
    "financialaccount_origin_known": _("An account is created by hand, automatically, by interface or by import."),
    "financialaccount_tax_treatment_known": _("This is no tax treatment."),
    "campaignaccount_ends_after_start": _("A link must end after it starts: choose a later day."),
    "campaignaccount_one_at_a_time": _("The campaign is linked to an account from that day on or later: choose a later day."),
    "account_exists": _("Account %(number)s already has this customer, payer, entity, currency, terms and profile: use that one."),
    "account_customer_closed": _("%(customer)s is closed or closing: reopen the customer first."),
    "account_not_editable": _(
        "Account %(number)s is open, so what it stands for no longer changes: open a new account and close this one."
    ),
    "account_not_open": _("Account %(number)s is not active: open it first, or choose another one."),
    "account_not_ready": _("The account cannot open yet: %(gaps)s."),
    "account_customer_not_active": _("the customer is not active"),
    "account_contract_missing": _("no active contract covers this customer, entity and currency today"),
    "account_payer_not_active": _("the payer is not active"),
    "account_payer_without_relation": _("the payer does not pay for this customer today: add the relation first"),
    "account_tax_id_unverified": _("the tax id must be verified, because the customer is in another country of the union"),
    "account_has_campaigns": _("%(count)s campaigns still bill to this account: end their links or link them to another account."),
    "accounts_still_open": _("the accounts %(numbers)s are not closed"),
    "billing_needs_unknown": _("the customer has no billing profile: enter how it wants to be billed"),
    "profile_of_another_customer": _("The billing profile belongs to another customer: choose one of this customer or its payer."),
    "campaign_of_another_customer": _("Account %(number)s belongs to a customer that is neither the advertiser nor acts for it."),
    "campaign_in_another_currency": _(
        "Account %(number)s is in %(account_currency)s and the campaign in %(campaign_currency)s: choose an account in that currency."
    ),
    # What timelines say.
    "account.proposed": _("Account %(object)s proposed"),
    "account.edited": _("Account %(object)s changed"),
    "account.active": _("Account %(object)s active"),
    "account.refused": _("Account %(object)s refused"),
    "account.on_hold": _("Account %(object)s put on hold"),
    "account.ready": _("Account %(object)s confirmed as ready"),
    "account.closing": _("Account %(object)s is closing"),
    "account.closed": _("Account %(object)s closed"),
    "billing_profile.created": _("Billing profile %(object)s entered"),
    "billing_profile.edited": _("Billing profile %(object)s changed"),
    "campaign.linked": _("Campaign %(object)s bills to account %(account)s from %(valid_from)s"),
    "campaign.unlinked": _("Campaign %(object)s bills to account %(account)s until before %(valid_until)s"),
}
