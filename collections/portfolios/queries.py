"""Portfolios within reach, and who is in them."""

from collections.abc import Collection

from django.db.models import Count, Q, QuerySet

from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.collections.portfolios.models import Portfolio, PortfolioMember
from o2c.core.access.models import User
from o2c.core.access.queries import scope


def portfolios(actor: User, permission: str = "collections.view_portfolio") -> QuerySet[Portfolio]:
    """Portfolios the actor may see: collector and entity at hand, `customers` counted."""
    return within_reach(actor, permission).annotate(customers=Count("members", filter=Q(members__valid_until=None)))


def within_reach(actor: User, permission: str = "collections.view_portfolio") -> QuerySet[Portfolio]:
    """The same, uncounted: for pickers."""
    return scope(Portfolio.objects, actor, permission).select_related("collector", "entity").order_by("name", "pk")


def own_portfolio(actor: User) -> Portfolio | None:
    """The portfolio a collector starts the day with: the first of their own, else the first within reach."""
    within = within_reach(actor)
    return within.filter(collector=actor).first() or within.first()


def currencies(actor: User) -> list[str]:
    """The currencies somebody owes in, within reach."""
    accounts = scope(FinancialAccount.objects, actor, "collections.view_portfolio").order_by("currency")
    return list(accounts.values_list("currency", flat=True).distinct())


def current_places(customers: Collection[Customer]) -> list[int]:
    return list(PortfolioMember.objects.filter(customer__in=customers, valid_until=None).values_list("pk", flat=True))
