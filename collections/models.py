"""Tables of this floor: each room has its own."""

from o2c.collections.insights.models import AgeingSnapshot, CustomerStanding, SalesMonth
from o2c.collections.portfolios.models import Portfolio, PortfolioMember
