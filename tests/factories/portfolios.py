"""Portfolios, valid and boring."""

from datetime import date

import factory
from factories.core import LegalEntityFactory
from factory.django import DjangoModelFactory

from o2c.collections.portfolios.models import Portfolio, PortfolioMember


class PortfolioFactory(DjangoModelFactory[Portfolio]):
    """Needs a `collector`."""

    class Meta:
        model = Portfolio

    code = factory.Sequence(lambda n: f"p{n}")
    name = factory.LazyAttribute(lambda portfolio: f"Portfolio {portfolio.code}")
    entity = factory.SubFactory(LegalEntityFactory)


class PortfolioMemberFactory(DjangoModelFactory[PortfolioMember]):
    class Meta:
        model = PortfolioMember

    portfolio = factory.SubFactory(PortfolioFactory)
    valid_from = date(2025, 1, 1)
