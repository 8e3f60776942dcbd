"""Addresses of this floor: each room has its own."""

from django.urls import URLPattern, URLResolver

from o2c.accounts.campaigns.api import urlpatterns as campaigns_api
from o2c.accounts.campaigns.pages import urlpatterns as campaigns
from o2c.accounts.cases.api import urlpatterns as cases_api
from o2c.accounts.cases.pages import urlpatterns as cases
from o2c.accounts.contracts.api import urlpatterns as contracts_api
from o2c.accounts.contracts.pages import urlpatterns as contracts
from o2c.accounts.customers.api import urlpatterns as customers_api
from o2c.accounts.customers.pages import urlpatterns as customers
from o2c.accounts.financial_accounts.api import urlpatterns as financial_accounts_api
from o2c.accounts.financial_accounts.feed_api import urlpatterns as campaign_feed_api
from o2c.accounts.financial_accounts.pages import urlpatterns as financial_accounts
from o2c.accounts.onboarding.api import urlpatterns as onboarding_api
from o2c.accounts.onboarding.pages import urlpatterns as onboarding
from o2c.accounts.payment_methods.api import urlpatterns as payment_methods_api
from o2c.accounts.payment_methods.pages import urlpatterns as payment_methods
from o2c.accounts.quality.api import urlpatterns as quality_api
from o2c.accounts.quality.pages import urlpatterns as quality
from o2c.accounts.requests.api import urlpatterns as requests_api
from o2c.accounts.requests.pages import urlpatterns as requests
from o2c.accounts.vendors.pages import urlpatterns as vendors

urlpatterns: list[URLPattern | URLResolver] = [
    *quality,
    *onboarding,
    *cases,
    *requests,
    *vendors,
    *payment_methods,
    *financial_accounts,
    *campaigns,
    *contracts,
    *customers,
]

# REST, below /api/v1/
api_urlpatterns: list[URLPattern | URLResolver] = [
    *quality_api,
    *onboarding_api,
    *cases_api,
    *requests_api,
    *payment_methods_api,
    *financial_accounts_api,
    *campaign_feed_api,
    *campaigns_api,
    *contracts_api,
    *customers_api,
]
