"""A customer is in one portfolio at a time, a portfolio belongs to somebody who may chase, and history stays."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from factories.accounts import CustomerFactory
from factories.core import LegalEntityFactory
from factories.portfolios import PortfolioFactory, PortfolioMemberFactory
from people import empowered, person

from o2c.accounts.customers.models import Customer
from o2c.collections.portfolios import services
from o2c.collections.portfolios.models import Portfolio, PortfolioMember
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.models import AuditEvent
from o2c.core.errors import BusinessError, Conflict

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def boss() -> User:
    return person("supervisor")


@pytest.fixture
def collector() -> User:
    return person("collector")


def test_a_portfolio_is_founded_for_somebody_who_collects(boss: User, collector: User) -> None:
    entity = LegalEntityFactory()

    made = services.found_portfolio("north", name="North", collector=collector, entity=entity, actor=boss)

    assert (made.collector, made.entity) == (collector, entity)
    assert AuditEvent.objects.get().action == "portfolio.founded"


def test_a_code_is_taken_once(boss: User, collector: User) -> None:
    PortfolioFactory(code="north", collector=collector)

    with pytest.raises(BusinessError) as refusal:
        services.found_portfolio("north", name="North", collector=collector, entity=LegalEntityFactory(), actor=boss)

    assert (refusal.value.code, refusal.value.field) == ("portfolio_code_taken", "code")


@pytest.mark.parametrize("role", ["clerk", "sales_support", None])
def test_who_may_not_collect_gets_no_portfolio(boss: User, role: str | None) -> None:
    with pytest.raises(BusinessError) as refusal:
        services.found_portfolio("x", name="X", collector=person(role, name="Wrong Person"), entity=LegalEntityFactory(), actor=boss)

    assert refusal.value.code == "collector_may_not_collect"
    assert not Portfolio.objects.exists()


def test_a_collector_of_another_entity_gets_no_portfolio(boss: User) -> None:
    elsewhere = person("collector", name="Else Where", entity=LegalEntityFactory())

    with pytest.raises(BusinessError) as refusal:
        services.found_portfolio("x", name="X", collector=elsewhere, entity=LegalEntityFactory(), actor=boss)

    assert refusal.value.code == "collector_may_not_collect"


def test_handing_over_says_from_whom_to_whom_and_refuses_a_stale_view(boss: User, collector: User) -> None:
    portfolio, heir = PortfolioFactory(collector=collector), person("collector", name="Herta Heir")

    services.hand_over_portfolio(portfolio.pk, collector=heir, version=1, actor=boss)

    event = AuditEvent.objects.get()
    assert (event.before, event.after) == ({"collector": collector.name}, {"collector": heir.name})
    with pytest.raises(Conflict):
        services.hand_over_portfolio(portfolio.pk, collector=collector, version=1, actor=boss)


def test_a_move_ends_one_place_and_starts_another(boss: User, collector: User) -> None:
    north, south = PortfolioFactory(code="north", collector=collector), PortfolioFactory(code="south", collector=collector)
    moved, stays = CustomerFactory(), CustomerFactory()
    PortfolioMemberFactory(portfolio=north, customer=moved)
    PortfolioMemberFactory(portfolio=south, customer=stays)

    assert services.assign_customers(south.pk, [moved.pk, stays.pk], today=TODAY, actor=boss) == 1

    places = PortfolioMember.objects.filter(customer=moved).order_by("valid_from")
    assert [(place.portfolio_id, place.valid_from, place.valid_until) for place in places] == [
        ("north", date(2025, 1, 1), TODAY),
        ("south", TODAY, None),
    ]
    assert AuditEvent.objects.filter(object_type="accounts.customer", object_id=moved.pk).exists()


def test_two_moves_on_one_day_are_refused(boss: User, collector: User) -> None:
    north, south = PortfolioFactory(collector=collector), PortfolioFactory(collector=collector)
    customer = CustomerFactory()
    services.assign_customers(north.pk, [customer.pk], today=TODAY, actor=boss)

    with pytest.raises(BusinessError) as refusal:
        services.assign_customers(south.pk, [customer.pk], today=TODAY, actor=boss)

    assert refusal.value.code == "portfoliomember_ends_after_start"
    assert PortfolioMember.objects.get().portfolio_id == north.code


def test_the_database_keeps_a_customer_in_one_portfolio(collector: User) -> None:
    place = PortfolioMemberFactory(portfolio=PortfolioFactory(collector=collector), customer=CustomerFactory())

    with pytest.raises(IntegrityError, match="portfoliomember_one_at_a_time"), transaction.atomic():
        PortfolioMemberFactory(portfolio=PortfolioFactory(collector=collector), customer=place.customer, valid_from=TODAY)


def test_a_grant_limited_to_a_portfolio_shows_its_present_customers_only(collector: User) -> None:
    north = PortfolioFactory(code="north", collector=collector)
    inside, outside, left = CustomerFactory(), CustomerFactory(), CustomerFactory()
    PortfolioMemberFactory(portfolio=north, customer=inside)
    PortfolioMemberFactory(portfolio=north, customer=left, valid_until=TODAY)
    PortfolioMemberFactory(portfolio=PortfolioFactory(collector=collector), customer=outside)
    limited = empowered("accounts.view_customers", portfolio="north")

    assert set(scope(Customer.objects, limited, "accounts.view_customers")) == {inside}


def test_a_collector_may_not_move_customers(collector: User) -> None:
    portfolio = PortfolioFactory(collector=collector)

    with pytest.raises(PermissionDenied):
        services.assign_customers(portfolio.pk, [], today=TODAY, actor=collector)
