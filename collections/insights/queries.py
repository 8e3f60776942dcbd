"""What a set of customers owes on a day: the figures of a board and the customers behind them, from the same items."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DateField, F, Func, IntegerField, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce

from o2c.accounts.customers.models import Customer
from o2c.billing.ledger import queries as ledger
from o2c.billing.ledger.models import OpenItem
from o2c.billing.ledger.queries import Ageing
from o2c.billing.ledger.rules.figures import BUCKETS, dso
from o2c.collections.portfolios.models import Portfolio
from o2c.core.access.models import User
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import MoneyField

MONEY = MoneyField()
NOTHING = Value(Decimal(0))
SOON = timedelta(days=7)
CUSTOMER = {"key": F("customer__public_id"), "number": F("customer__number"), "name": F("customer__legal_name")}


@dataclass(frozen=True, slots=True)
class Question:
    """Which receivables are asked about: on a day, in one currency, of one entity, of a portfolio (none: the whole entity)."""

    as_of: date
    currency: str
    entity: LegalEntity
    portfolio: Portfolio | None = None

    def members(self) -> QuerySet[Customer] | None:
        """The customers of the portfolio on that day; None without a portfolio."""
        if self.portfolio is None:
            return None
        held = Q(portfolio_members__valid_until=None) | Q(portfolio_members__valid_until__gt=self.as_of)
        return Customer.objects.filter(held, portfolio_members__portfolio=self.portfolio)


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures of a board. `due_soon`: not yet due, due within seven days. Shares are fractions, days are days."""

    ageing: Ageing
    due_soon: Decimal
    customers_overdue: int

    @property
    def past_due_ratio(self) -> Decimal | None:
        """Overdue / receivables before credits. Source: reference 3."""
        debits = sum(self.ageing.buckets.values(), Decimal(0))
        return self.ageing.overdue / debits if debits else None

    @property
    def best_possible_dso(self) -> Decimal | None:
        return dso(self.ageing.buckets["not_due"], self.ageing.sales)

    @property
    def days_delinquent(self) -> Decimal | None:
        """DSO less the best possible DSO. Source: reference 3."""
        if self.ageing.dso is None or self.best_possible_dso is None:
            return None
        return self.ageing.dso - self.best_possible_dso


def standing(actor: User, question: Question) -> Standing | None:
    """The figures of the question; None when nothing was ever posted there by that day."""
    found = ledger.ageing(actor, question.as_of, question.entity, question.currency, among=question.members())
    if not found:
        return None
    late, soon = _late(question), _soon(question)
    extra = items(actor, question).aggregate(due_soon=_sum(soon), customers_overdue=Count("customer", filter=late, distinct=True))
    return Standing(found[0], **extra)


def items(actor: User, question: Question) -> QuerySet[OpenItem]:
    """The receivables behind the question: items open on that day, `balance` signed, `bucket` named."""
    wanted = {"control_account": "receivable", "currency": question.currency, "entity": question.entity}
    rows = ledger.open_on(actor, question.as_of).filter(**wanted)
    members = question.members()
    return rows if members is None else rows.filter(customer__in=members)


def balances(actor: User, question: Question) -> QuerySet[Any, Any]:
    """One row per customer with a balance, most overdue first.

    `receivable`, `overdue`, `credits` (negative), `due_soon`, a sum per bucket, `days_past_due` of the oldest item.
    """
    rows: QuerySet[Any, Any] = items(actor, question)
    debit, late = Q(side="debit"), _late(question)
    found: QuerySet[Any, Any] = (
        rows.order_by()
        .values("currency", pk=F("customer"), **CUSTOMER)
        .annotate(
            receivable=_sum(debit),
            overdue=_sum(late),
            credits=_sum(~debit),
            due_soon=_sum(_soon(question)),
            days_past_due=Max(_days_past_due(question.as_of), filter=late),
            documents=Count("pk", filter=debit),
            over_90=_sum(debit & _days(91, None, question.as_of)),
            **{bucket.name: _sum(debit & _days(bucket.first, bucket.last, question.as_of)) for bucket in BUCKETS},
        )
        .order_by("-overdue", "-receivable", "name", "pk")
    )
    return found


def _sum(which: Q) -> Coalesce:
    return Coalesce(Sum("balance", filter=which), NOTHING, output_field=MONEY)


def _late(question: Question) -> Q:
    return Q(side="debit", ageing_date__lt=question.as_of)


def _soon(question: Question) -> Q:
    return Q(side="debit", ageing_date__gte=question.as_of, ageing_date__lte=question.as_of + SOON)


def _days_past_due(as_of: date) -> Func:
    """Whole days from the ageing date to the day; PostgreSQL subtracts dates to an integer."""
    day = Cast(Value(as_of), DateField())
    return Func(day, F("ageing_date"), template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField())


def _days(first: int | None, last: int | None, as_of: date) -> Q:
    """Items whose days past due lie from `first` to `last`."""
    early = Q(ageing_date__lte=as_of - timedelta(days=first)) if first is not None else Q()
    late = Q(ageing_date__gte=as_of - timedelta(days=last)) if last is not None else Q()
    return early & late
