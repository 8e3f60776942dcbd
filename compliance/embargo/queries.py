"""Rules and licences of the day, every check, and the deals a rule can touch."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from o2c.accounts.contracts.models import InsertionOrder
from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.compliance.embargo.models import EmbargoCheck, EmbargoRule, Licence, LicenceState, RuleState
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.fields import valid_on

VIEW = "compliance.view_embargo"
OPEN_ACCOUNTS = ["proposed", "active", "on_hold"]
OPEN_ORDERS = ["draft", "signed"]


def rules(actor: User) -> QuerySet[EmbargoRule]:
    return scope(EmbargoRule.objects, actor, VIEW).select_related("created_by").order_by("country", "code")


def licences(actor: User) -> QuerySet[Licence]:
    return scope(Licence.objects, actor, VIEW).select_related("customer", "created_by").order_by("-ends_on", "pk")


def checks(actor: User) -> QuerySet[EmbargoCheck]:
    return scope(EmbargoCheck.objects, actor, VIEW).select_related("customer", "created_by").order_by("-created_at", "-pk")


def in_force(on: date) -> list[EmbargoRule]:
    """The rules that count on the day."""
    lasting = Q(ends_on=None) | Q(ends_on__gt=on)
    return list(EmbargoRule.objects.filter(lasting, state=RuleState.ACTIVE, starts_on__lte=on).order_by("code"))


def licences_of(customer: Customer) -> list[Licence]:
    return list(Licence.objects.filter(customer=customer, state=LicenceState.ACTIVE).order_by("pk"))


def touched_accounts(countries: Collection[str], on: date) -> QuerySet[FinancialAccount]:
    """Open accounts of which a party sits in one of these countries."""
    there = _located(countries, on)
    parties = Q(customer__in=there) | Q(payer__in=there) | Q(campaign_links__campaign__end_client__in=there)
    near = ["customer", "payer"]
    return FinancialAccount.objects.filter(parties, state__in=OPEN_ACCOUNTS).select_related(*near).distinct().order_by("pk")


def touched_orders(countries: Collection[str], on: date) -> QuerySet[InsertionOrder]:
    """Open insertion orders of which a party sits in one of these countries."""
    there = _located(countries, on)
    parties = Q(customer__in=there) | Q(campaigns__end_client__in=there)
    return InsertionOrder.objects.filter(parties, state__in=OPEN_ORDERS).select_related("customer").distinct().order_by("pk")


def _located(countries: Collection[str], on: date) -> QuerySet[Customer]:
    there = Q(country__in=countries) | (Q(addresses__country__in=countries) & valid_on(on, "addresses__"))
    return Customer.objects.filter(there).order_by().values("pk")  # type: ignore[return-value]
