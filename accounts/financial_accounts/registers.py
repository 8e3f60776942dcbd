"""What this room tells the house when it loads."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from o2c.accounts.financial_accounts import queries, replacements
from o2c.accounts.financial_accounts.gates import billing_needs_known, closed_accounts_only
from o2c.accounts.financial_accounts.services.feed import JOB
from o2c.core import gates
from o2c.core.access import ownership
from o2c.core.access.models import User
from o2c.core.files.reach import carries_files
from o2c.core.jobs import night
from o2c.core.jobs.kinds import kind
from o2c.core.pages import jump, menu, panels
from o2c.core.pages.jump import Hit


def accounts_like(actor: User, text: str) -> Iterator[Hit]:
    """Accounts by number for the global search."""
    if actor.may(queries.VIEW):
        for account in queries.financial_accounts(actor).filter(number__istartswith=text.strip())[:3]:
            yield Hit(account.number, _("Financial account"), account.get_absolute_url(), account.customer.legal_name)


gates.answer("close_customer", closed_accounts_only)
gates.answer("billing_needs_known", billing_needs_known)
menu.add("accounts", _("Financial accounts"), "financial_account_list", queries.VIEW, order=40)
menu.add("accounts", _("Campaigns without an account"), "unlinked_campaign_list", "accounts.view_campaigns", order=31)
panels.add("accounts.customer", _("Financial accounts"), "customer_accounts", permission=queries.VIEW, order=10)
panels.add("accounts.customer", _("Billing profiles"), "customer_profiles", permission=queries.VIEW, order=30)
panels.add("accounts.campaign", _("Bills to"), "campaign_accounts", permission=queries.VIEW, order=10)
panels.add("accounts.financialaccount", _("Campaigns"), "account_campaigns", permission=queries.VIEW, order=40)
jump.source(accounts_like)
carries_files("accounts.financialaccount", queries.financial_accounts)
carries_files("accounts.billingprofile", queries.billing_profiles)
carries_files("accounts.feedline", queries.feed_lines)
carries_files("accounts.accountmerge", queries.account_merges)

menu.add("accounts", _("Campaign feed"), "feed_line_list", queries.VIEW, order=32)
menu.add("accounts", _("Accounts to tidy up"), "account_suggestions", queries.VIEW, order=41)
menu.add("accounts", _("Merged accounts"), "account_merge_list", queries.VIEW, order=42)
panels.add("accounts.customer", _("Pays for"), "paid_accounts", permission=queries.VIEW, order=35)
panels.add("accounts.campaign", _("Parties"), "campaign_parties", permission=queries.VIEW, order=20)
kind(JOB, _("Campaign feed"))
night.step("accounts.replacements", _("Accounts replaced from this day"), replacements.complete)
ownership.register("financial accounts", replacements.owned_by, replacements.hand_over, label=_("financial accounts"))
