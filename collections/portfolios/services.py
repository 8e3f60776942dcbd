"""Verbs of portfolios: found one, hand it over, move customers. History stays."""

from collections.abc import Sequence
from datetime import date

from o2c.accounts.customers.models import Customer
from o2c.collections.portfolios import queries
from o2c.collections.portfolios.models import Portfolio, PortfolioMember
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock, lock_one, verb


@verb("collections.found_portfolio")
def found_portfolio(code: str, *, name: str, collector: User, entity: LegalEntity, actor: User) -> Portfolio:
    """A new, empty portfolio. Raises BusinessError "portfolio_code_taken", "collector_may_not_collect"."""
    if Portfolio.objects.filter(code=code).exists():
        raise BusinessError("portfolio_code_taken", field="code", code=code)
    _must_collect(collector, entity)
    portfolio = Portfolio.objects.create(code=code, name=name, collector=collector, entity=entity)
    record("portfolio.founded", portfolio, actor=actor, after={"code": code, "name": name, "collector": str(collector)})
    return portfolio


@verb("collections.hand_over_portfolio")
def hand_over_portfolio(portfolio_id: int, *, collector: User, version: int | None = None, actor: User) -> Portfolio:
    """Give the portfolio to another collector from now on. Raises BusinessError "collector_may_not_collect"."""
    portfolio = lock_one(queries.portfolios(actor, "collections.hand_over_portfolio"), portfolio_id, version)
    _must_collect(collector, portfolio.entity)
    before = portfolio.collector
    portfolio.collector = collector
    portfolio.save(update_fields=["collector"])
    record("portfolio.handed_over", portfolio, actor=actor, before={"collector": str(before)}, after={"collector": str(collector)})
    return portfolio


@verb("collections.assign_customers")
def assign_customers(portfolio_id: int, customer_ids: Sequence[int], *, today: date, actor: User) -> int:
    """Move customers into the portfolio from today on; gives how many were not there already.

    Raises BusinessError "portfoliomember_ends_after_start" for a customer who joined another portfolio only today.
    """
    portfolio = lock_one(queries.portfolios(actor, "collections.assign_customers"), portfolio_id)
    moving = lock(scope(Customer.objects, actor, "collections.assign_customers"), customer_ids)
    present = {place.customer_id: place for place in lock(PortfolioMember.objects, queries.current_places(moving))}
    joining = [customer for customer in moving if (place := present.get(customer.pk)) is None or place.portfolio_id != portfolio.code]
    leaving = [present[customer.pk] for customer in joining if customer.pk in present]
    if any(place.valid_from >= today for place in leaving):
        raise BusinessError("portfoliomember_ends_after_start", field="customers")
    PortfolioMember.objects.filter(pk__in=[place.pk for place in leaving]).update(valid_until=today)
    PortfolioMember.objects.bulk_create(PortfolioMember(portfolio=portfolio, customer=customer, valid_from=today) for customer in joining)
    for customer in joining:
        record("portfolio.customer_joined", customer, actor=actor, after={"portfolio": portfolio.name, "joined_on": today})
    return len(joining)


def _must_collect(collector: User, entity: LegalEntity) -> None:
    held = [held for held in collector.held if "collections.view_portfolio" in held.permissions and held.through is None]
    if not collector.is_active or not any(held.entity in (None, entity.pk) for held in held):
        raise BusinessError("collector_may_not_collect", field="collector", name=collector.name, entity=entity.code)
