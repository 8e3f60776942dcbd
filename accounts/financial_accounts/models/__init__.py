"""Where a campaign's spend is billed to: accounts, how they are billed, their merges, and the feed that opens them."""

from o2c.accounts.financial_accounts.models.accounts import (
    GONE,
    AccountOrigin,
    AccountState,
    BillingProfile,
    CampaignAccount,
    Channel,
    FinancialAccount,
    Grouping,
    Layout,
    Required,
    Split,
    TaxTreatment,
)
from o2c.accounts.financial_accounts.models.feed import ClientReference, FeedLine, FeedOutcome, FeedRun, FeedState
from o2c.accounts.financial_accounts.models.merging import AccountMerge
from o2c.accounts.financial_accounts.models.unbilled import UnbilledCampaign

__all__ = [
    "GONE",
    "AccountMerge",
    "AccountOrigin",
    "AccountState",
    "BillingProfile",
    "CampaignAccount",
    "Channel",
    "ClientReference",
    "FeedLine",
    "FeedOutcome",
    "FeedRun",
    "FeedState",
    "FinancialAccount",
    "Grouping",
    "Layout",
    "Required",
    "Split",
    "TaxTreatment",
    "UnbilledCampaign",
]
