"""Tables of this floor: each room has its own."""

from o2c.accounts.campaigns import models as campaigns
from o2c.accounts.cases import models as cases
from o2c.accounts.contracts import models as contracts
from o2c.accounts.customers import models as customers
from o2c.accounts.financial_accounts import models as financial_accounts
from o2c.accounts.onboarding import models as onboarding
from o2c.accounts.payment_methods import models as payment_methods
from o2c.accounts.quality import models as quality
from o2c.accounts.requests import models as requests
from o2c.accounts.vendors import models as vendors

__all__ = [
    "campaigns",
    "cases",
    "contracts",
    "customers",
    "financial_accounts",
    "onboarding",
    "payment_methods",
    "quality",
    "requests",
    "vendors",
]
