"""What a set of customers owes on a day: the figures of a board and the customers behind them, from the same items."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Count, DateField, F, Func, IntegerField, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce

from o2c.accounts.customers.models import Customer
from o2c.billing.ledger import queries as ledger
from o2c.billing.ledger.models import OpenItem
from o2c.billing.ledger.queries import Ageing
from o2c.billing.ledger.rules.figures import BUCKETS, Bucket, dso
from o2c.collections.insights.models import AgeingSnapshot, CustomerStanding
from o2c.collections.portfolios.models import Portfolio
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import MoneyField

MONEY = MoneyField()
NOTHING = Value(Decimal(0))
SOON = timedelta(days=7)
KEPT = ["receivable", "overdue", "credits", "due_soon", "days_past_due", "over_90", *(bucket.name for bucket in BUCKETS)]
DOCUMENTS = reduce(add, (F(f"{bucket.name}_documents") for bucket in BUCKETS))
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


def standing(actor: User, question: Question, snapshot: AgeingSnapshot | None = None) -> Standing | None:
    """The figures of the question; None when nothing was ever posted there by that day."""
    if snapshot is not None:
        return _standing_in(snapshot, actor, question)
    found = ledger.ageing(actor, question.as_of, question.entity, question.currency, among=question.members())
    if not found:
        return None
    late, soon = _late(question.as_of), _soon(question.as_of)
    extra = items(actor, question).aggregate(due_soon=_sum(soon), customers_overdue=Count("customer", filter=late, distinct=True))
    return Standing(found[0], **extra)


def items(actor: User, question: Question) -> QuerySet[OpenItem]:
    """The receivables behind the question: items open on that day, `balance` signed, `bucket` named."""
    wanted = {"control_account": "receivable", "currency": question.currency, "entity": question.entity}
    rows = ledger.open_on(actor, question.as_of).filter(**wanted)
    members = question.members()
    return rows if members is None else rows.filter(customer__in=members)


def balances(actor: User, question: Question, snapshot: AgeingSnapshot | None = None) -> QuerySet[Any, Any]:
    """One row per customer with a balance, most overdue first.

    `receivable`, `overdue`, `credits` (negative), `due_soon`, a sum per bucket, `days_past_due` of the oldest item.
    """
    rows: Any
    if snapshot is not None:
        owing = _standings(snapshot, actor, question).filter(Q(receivable__gt=0) | Q(credits__lt=0))
        currency = Value(question.currency)
        rows = owing.values(*KEPT, currency=currency, pk=F("customer"), documents=DOCUMENTS, **CUSTOMER)
    else:
        grouped = items(actor, question).order_by().values("currency", pk=F("customer"), **CUSTOMER)
        rows = grouped.annotate(**_sums(question.as_of), **_joined_sums(question.as_of))
    found: QuerySet[Any, Any] = rows.order_by("-overdue", "-receivable", "name", "pk")
    return found


def standings_of(actor: User, snapshot: AgeingSnapshot, customers: Collection[int] | None = None) -> QuerySet[Any, Any]:
    """What a snapshot keeps, from the ledger: one row per customer (of these only), the columns of CustomerStanding."""
    facts = {"entity": snapshot.entity_id, "currency": snapshot.currency, "control_account__in": ["receivable", "unapplied"]}
    rows = ledger.open_on(actor, snapshot.day).filter(**facts)
    if customers is not None:
        rows = rows.filter(customer__in=customers)
    receivable, on_account = Q(control_account="receivable"), Q(control_account="unapplied")
    return (
        rows.order_by()
        .values("customer_id")
        .annotate(
            unapplied=Coalesce(Sum("left", filter=on_account), NOTHING, output_field=MONEY),
            unapplied_documents=Count("pk", filter=on_account),
            credits_documents=Count("pk", filter=receivable & Q(side="credit")),
            **{f"{bucket.name}_documents": Count("pk", filter=receivable & _within(bucket, snapshot.day)) for bucket in BUCKETS},
            **_sums(snapshot.day, receivable),
        )
    )


def _standings(snapshot: AgeingSnapshot, actor: User, question: Question) -> QuerySet[CustomerStanding]:
    rows = scope(CustomerStanding.objects, actor, ledger.VIEW).filter(snapshot=snapshot)
    members = question.members()
    return rows if members is None else rows.filter(customer__in=members)


def _standing_in(snapshot: AgeingSnapshot, actor: User, question: Question) -> Standing | None:
    names = [*(bucket.name for bucket in BUCKETS), "credits", "unapplied"]
    sums: dict[str, Any] = {f"{name}_sum": Sum(name) for name in names} | {f"{name}_count": Sum(f"{name}_documents") for name in names}
    late = Count("pk", filter=Q(overdue__gt=0))
    found = _standings(snapshot, actor, question).aggregate(customers=Count("pk"), soon=Sum("due_soon"), late=late, **sums)
    if not found["customers"]:
        return None
    row = {name: found[f"{name}_sum"] for name in names} | {f"{name}_documents": found[f"{name}_count"] for name in names}
    row |= {"entity": question.entity.code, "currency": question.currency, "credits": -row["credits"]}
    ageing = ledger.ageing_from(row, question.as_of, _sales(snapshot, actor, question))
    return Standing(ageing, found["soon"], found["late"])


def _sales(snapshot: AgeingSnapshot, actor: User, question: Question) -> ledger.Sales:
    """Those of the snapshot stand for the whole entity; of a part of it, the ledger is asked."""
    if question.portfolio is None and (whole := scope(AgeingSnapshot.objects, actor, ledger.VIEW).filter(pk=snapshot.pk).first()):
        return {row.month: (row.sales, row.recent) for row in whole.months.all()}
    return ledger.sales_by_month(actor, question.as_of, question.entity, question.currency, question.members())


def _sums(as_of: date, counted: Q | None = None) -> dict[str, Any]:
    """What both a snapshot and a board from the ledger itself sum for a customer, over the `counted` items."""
    counted = counted or Q()
    return {
        "credits": _sum(counted & Q(side="credit")),
        "due_soon": _sum(counted & _soon(as_of)),
        "days_past_due": Max(_days_past_due(as_of), filter=counted & _late(as_of)),
        **{bucket.name: _sum(counted & _within(bucket, as_of)) for bucket in BUCKETS},
    }


def _joined_sums(as_of: date) -> dict[str, Any]:
    debit = Q(side="debit")
    return {
        "receivable": _sum(debit),
        "overdue": _sum(_late(as_of)),
        "over_90": _sum(debit & _days(91, None, as_of)),
        "documents": Count("pk", filter=debit),
    }


def _sum(which: Q) -> Coalesce:
    return Coalesce(Sum("balance", filter=which), NOTHING, output_field=MONEY)


def _within(bucket: Bucket, as_of: date) -> Q:
    return Q(side="debit") & _days(bucket.first, bucket.last, as_of)


def _late(as_of: date) -> Q:
    return Q(side="debit", ageing_date__lt=as_of)


def _soon(as_of: date) -> Q:
    return Q(side="debit", ageing_date__gte=as_of, ageing_date__lte=as_of + SOON)


def _days_past_due(as_of: date) -> Func:
    """Whole days from the ageing date to the day; PostgreSQL subtracts dates to an integer."""
    day = Cast(Value(as_of), DateField())
    return Func(day, F("ageing_date"), template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField())


def _days(first: int | None, last: int | None, as_of: date) -> Q:
    """Items whose days past due lie from `first` to `last`."""
    early = Q(ageing_date__lte=as_of - timedelta(days=first)) if first is not None else Q()
    late = Q(ageing_date__gte=as_of - timedelta(days=last)) if last is not None else Q()
    return early & late
