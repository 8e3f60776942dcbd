"""What this room tells the house when it loads."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from o2c.accounts.financial_accounts import queries
from o2c.accounts.financial_accounts.gates import billing_needs_known, closed_accounts_only
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.files.reach import carries_files
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
