"""Where spend is billed to, as far as the actor may see."""

from o2c.accounts.financial_accounts.queries.accounts import (
    ACTING,
    VIEW,
    account_of,
    acts_for,
    billing_profiles,
    financial_accounts,
    links_of_account,
    links_of_campaign,
    live_campaigns,
    named,
    open_accounts_of,
    opening_facts,
    profiles_named,
    same_key,
    suitable_accounts,
    unlinked_campaigns,
)
from o2c.accounts.financial_accounts.queries.feed import candidates, feed_lines, feed_runs, tally
from o2c.accounts.financial_accounts.queries.merging import account_merges, duplicate_accounts, idle_accounts
from o2c.accounts.financial_accounts.queries.preview import preview

__all__ = [
    "ACTING",
    "VIEW",
    "account_merges",
    "account_of",
    "acts_for",
    "billing_profiles",
    "candidates",
    "duplicate_accounts",
    "feed_lines",
    "feed_runs",
    "financial_accounts",
    "idle_accounts",
    "links_of_account",
    "links_of_campaign",
    "live_campaigns",
    "named",
    "open_accounts_of",
    "opening_facts",
    "preview",
    "profiles_named",
    "same_key",
    "suitable_accounts",
    "tally",
    "unlinked_campaigns",
]
