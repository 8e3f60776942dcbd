"""Whether an embargo stands against a deal: countries and goods against rules of the day, and the licences that let it pass. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

RULE_MOVES = {"proposed": {"active"}, "active": {"ended"}}
LICENCE_MOVES = {"proposed": {"active"}, "active": {"withdrawn"}}


@dataclass(frozen=True, slots=True)
class Rule:
    """What is forbidden with a country on `[starts_on, ends_on)`: everything, or these goods and services only."""

    code: str
    country: str
    starts_on: date
    ends_on: date | None = None
    goods: frozenset[str] = frozenset()

    def holds(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)

    def forbids(self, country: str, goods: Collection[str]) -> bool:
        """A rule without goods forbids everything with its country."""
        return country == self.country and (not self.goods or bool(self.goods & set(goods)))


@dataclass(frozen=True, slots=True)
class Licence:
    """What an authority allows on `[starts_on, ends_on)`, up to `limit` in its currency where there is one."""

    number: str
    country: str
    starts_on: date
    ends_on: date
    goods: frozenset[str] = frozenset()
    limit: Decimal | None = None
    currency: str = ""

    def covers(self, rule: Rule, deal: "Deal", on: date) -> bool:
        """Whether what the rule forbids of this deal is allowed: country, day, all of its goods, and the amount."""
        in_time = self.country == rule.country and self.starts_on <= on < self.ends_on
        forbidden = deal.goods & rule.goods if rule.goods else deal.goods
        enough = self.limit is None or (deal.amount is not None and deal.currency == self.currency and deal.amount <= self.limit)
        return in_time and enough and (not self.goods or forbidden <= self.goods)


@dataclass(frozen=True, slots=True)
class Deal:
    """Plain facts of an account, an order or an invoice. `countries`: each with the parties that bring it in."""

    countries: dict[str, tuple[str, ...]] = field(default_factory=dict)
    goods: frozenset[str] = frozenset()
    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Met:
    """A rule that stands against the deal, who brings its country in, and the licence that lets it pass, if there is one."""

    rule: Rule
    parties: tuple[str, ...]
    licence: Licence | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    met: tuple[Met, ...]

    @property
    def forbidden(self) -> tuple[Met, ...]:
        return tuple(met for met in self.met if met.licence is None)

    @property
    def passes(self) -> bool:
        return not self.forbidden


def check(deal: Deal, rules: Iterable[Rule], licences: Collection[Licence], on: date) -> Verdict:
    """Every rule of the day that meets the deal, each with the first licence that covers it."""
    met = [
        Met(rule, deal.countries[rule.country], next((one for one in licences if one.covers(rule, deal, on)), None))
        for rule in sorted(rules, key=lambda rule: rule.code)
        if rule.holds(on) and rule.country in deal.countries and rule.forbids(rule.country, deal.goods)
    ]
    return Verdict(tuple(met))
