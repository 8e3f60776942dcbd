"""Receivables as they stood on a day, from the facts alone: never from the cache of open amounts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from o2c.accounts.customers.models import Customer
from o2c.billing.ledger.choices import SALES
from o2c.billing.ledger.models import OpenItem
from o2c.billing.ledger.queries.items import VIEW
from o2c.billing.ledger.rules.figures import BUCKETS, OVER_90, PERIOD_DAYS, MonthSales, dso, dso_countback
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.dates import add_months, end_of_month, first_of_month
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError

Sales = Mapping[date, tuple[Decimal, Decimal]]  # month -> its net sales, and the part of them in the last 90 days


@dataclass(frozen=True, slots=True)
class Ageing:
    """The receivables of one entity in one currency at the end of a day.

    `buckets` and `documents`: amount and number of open debit items per bucket of days past due (as_of - due date).
    `credits`: open credit notes, negative, in their own column and in no bucket. `open_balance` = buckets + credits.
    `unapplied`: receipts not yet allocated, positive, outside the open balance.
    `sales`: invoices and debit notes less credit notes posted in the 90 days that end on as_of.
    `dso` = open_balance / sales x 90; `dso_countback` counts calendar months back until the open balance is used up.
    """

    entity: str
    currency: str
    as_of: date
    open_documents: int
    open_balance: Decimal
    buckets: Mapping[str, Decimal]
    documents: Mapping[str, int]
    credits: Decimal
    credit_documents: int
    unapplied: Decimal
    unapplied_receipts: int
    sales: Decimal
    dso: Decimal | None
    dso_countback: Decimal | None

    @property
    def over_90(self) -> Decimal:
        return sum((self.buckets[name] for name in OVER_90), Decimal(0))

    @property
    def over_90_documents(self) -> int:
        return sum(self.documents[name] for name in OVER_90)

    @property
    def overdue(self) -> Decimal:
        return sum((amount for name, amount in self.buckets.items() if name != "not_due"), Decimal(0))


def ageing(
    actor: User,
    as_of: date,
    entity: LegalEntity | None = None,
    currency: str | None = None,
    known_at: datetime | None = None,
    among: QuerySet[Customer] | None = None,
) -> list[Ageing]:
    """Ageing, credits and days of sales outstanding per entity and currency the actor may see, in that order.

    An item counts from its posting date; what is left of it is its original amount less the allocations effective by
    `as_of`. `known_at` leaves out whatever was recorded later; `among` asks about these customers only.
    """
    items = _posted(actor, as_of, entity, currency, among).filter(Q(recorded_at__lte=known_at) if known_at else Q())
    try:
        sales, balances = _sales_by_month(items, as_of), list(_balances(items, as_of, known_at, few=among is not None))
    except EmptyResultSet:  # the actor may see nothing at all
        return []
    return [ageing_from(row, as_of, sales.get((row["entity_id"], row["currency"]), {})) for row in balances]


def ageing_of(actor: User, as_of: date, entity: LegalEntity, currency: str, known_at: datetime | None = None) -> Ageing:
    """The one row of an entity and currency: all zero when it has nothing open and sold nothing."""
    found = ageing(actor, as_of, entity, currency, known_at)
    nothing = {
        "entity": entity.code,
        "currency": currency,
        **dict.fromkeys(_names(), Decimal(0)),
        **dict.fromkeys(map(_count, _names()), 0),
    }
    return found[0] if found else ageing_from(nothing, as_of, {})


def sales_by_month(
    actor: User, as_of: date, entity: LegalEntity, currency: str, among: QuerySet[Customer] | None = None, months: Collection[date] = ()
) -> Sales:
    """Net sales of an entity in a currency per month, up to the day; `months` (their first days) limits the answer to these."""
    within = reduce(or_, (Q(posting_date__gte=month, posting_date__lte=end_of_month(month)) for month in months), Q())
    try:
        found = _sales_by_month(_posted(actor, as_of, entity, currency, among).filter(within), as_of)
    except EmptyResultSet:
        return {}
    return found.get((entity.pk, currency), {})


def _posted(
    actor: User, as_of: date, entity: LegalEntity | None, currency: str | None, among: QuerySet[Customer] | None
) -> QuerySet[OpenItem]:
    limits = (Q(entity=entity) if entity else Q()) & (Q(currency=currency) if currency else Q())
    limits &= Q() if among is None else Q(customer__in=among)
    return scope(OpenItem.objects, actor, VIEW).filter(limits, posting_date__lte=as_of)


def reachable_entity(actor: User, code: str) -> LegalEntity:
    """The entity of that code. Raises BusinessError "ageing_unknown_entity" when there is none within reach."""
    entity = scope(LegalEntity.objects, actor, VIEW).filter(code=code).first()
    if entity is None:
        raise BusinessError("ageing_unknown_entity", field="entity", entity=code)
    return entity


def _names() -> list[str]:
    return [*(bucket.name for bucket in BUCKETS), "credits", "unapplied"]


def _count(name: str) -> str:
    return f"{name}_documents"


def _filters() -> str:
    """One amount and one count per bucket."""
    return ", ".join(
        f"coalesce(sum(amount) FILTER (WHERE {where}), 0) AS {name}, count(*) FILTER (WHERE {where}) AS {name}_documents"
        for name, where in [(bucket.name, f"control_account = 'receivable' AND side = 'debit' AND {_days(bucket)}") for bucket in BUCKETS]
        + [("credits", "control_account = 'receivable' AND side = 'credit'"), ("unapplied", "control_account = 'unapplied'")]
    )


def _days(bucket: Any) -> str:
    bounds = [
        f"overdue >= {bucket.first}" if bucket.first is not None else "",
        f"overdue <= {bucket.last}" if bucket.last is not None else "",
    ]
    return " AND ".join(bound for bound in bounds if bound)


BALANCES = """
    WITH item AS MATERIALIZED ({items}),
    settled AS (
        SELECT item_id, sum(amount) AS amount
        FROM (
            SELECT debit_item_id AS item_id, amount FROM billing_allocation WHERE {counted} {of_debits}
            UNION ALL
            SELECT credit_item_id, amount FROM billing_allocation WHERE {counted} {of_credits}
        ) sides
        GROUP BY item_id
    ),
    balance AS (
        SELECT i.entity_id, i.currency, i.side, i.control_account,
            %s::date - i.ageing_date AS overdue, i.original_amount - coalesce(s.amount, 0) AS amount
        FROM item i LEFT JOIN settled s ON s.item_id = i.id
    )
    SELECT b.entity_id, e.code AS entity, b.currency, {filters}
    FROM balance b JOIN core_legalentity e ON e.id = b.entity_id
    WHERE b.amount <> 0
    GROUP BY b.entity_id, e.code, b.currency
    ORDER BY e.code, b.currency
"""

COLUMNS = ("id", "entity_id", "currency", "side", "control_account", "ageing_date", "original_amount")


# Of a whole entity every allocation is read once; for some customers the index finds those of their items.
FEW = {"of_debits": "AND debit_item_id IN (SELECT id FROM item)", "of_credits": "AND credit_item_id IN (SELECT id FROM item)"}
ALL = dict.fromkeys(FEW, "")


def _balances(items: QuerySet[OpenItem], as_of: date, known_at: datetime | None, *, few: bool) -> Iterator[dict[str, Any]]:
    chosen, values = items.order_by().values(*COLUMNS).query.sql_with_params()
    counted, bounds = ("effective_on <= %s AND recorded_at <= %s", (as_of, known_at)) if known_at else ("effective_on <= %s", (as_of,))
    statement = BALANCES.format(items=chosen, counted=counted, filters=_filters(), **(FEW if few else ALL))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *bounds, *bounds, as_of])
        names = [column.name for column in cursor.description]
        yield from (dict(zip(names, row, strict=True)) for row in cursor.fetchall())


SALES_BY_MONTH = """
    SELECT entity_id, currency, date_trunc('month', posting_date)::date,
        sum(CASE side WHEN 'debit' THEN original_amount ELSE -original_amount END),
        coalesce(sum(CASE side WHEN 'debit' THEN original_amount ELSE -original_amount END) FILTER (WHERE posting_date > %s), 0)
    FROM ({items}) item GROUP BY 1, 2, 3
"""


def _sales_by_month(items: QuerySet[OpenItem], as_of: date) -> Mapping[tuple[int, str], Sales]:
    sold = items.filter(kind__in=SALES, control_account="receivable").order_by()
    chosen, values = sold.values("entity_id", "currency", "posting_date", "side", "original_amount").query.sql_with_params()
    found: defaultdict[tuple[int, str], dict[date, tuple[Decimal, Decimal]]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(SALES_BY_MONTH.format(items=chosen), [as_of - timedelta(days=PERIOD_DAYS), *values])
        for entity_id, currency, month, whole, recent in cursor.fetchall():
            found[entity_id, currency][month] = (whole, recent)
    return found


def ageing_from(row: Mapping[str, Any], as_of: date, sales: Sales) -> Ageing:
    """The figures from sums and counts per bucket (credits positive) and from the sales per month and the recent part of them."""
    buckets = {bucket.name: row[bucket.name] for bucket in BUCKETS}
    documents = {bucket.name: row[f"{bucket.name}_documents"] for bucket in BUCKETS}
    balance = sum(buckets.values(), Decimal(0)) - row["credits"]
    recent = sum((part for _whole, part in sales.values()), Decimal(0))
    return Ageing(
        entity=row["entity"], currency=row["currency"], as_of=as_of,
        open_documents=sum(documents.values()) + row["credits_documents"], open_balance=balance,
        buckets=buckets, documents=documents, credits=-row["credits"], credit_documents=row["credits_documents"],
        unapplied=row["unapplied"], unapplied_receipts=row["unapplied_documents"], sales=recent,
        dso=dso(balance, recent), dso_countback=dso_countback(balance, _months_back(sales, as_of)),
    )  # fmt: skip


def _months_back(sales: Mapping[date, tuple[Decimal, Decimal]], as_of: date) -> Iterable[MonthSales]:
    """From the month of `as_of` (its days so far) back to the first month with sales."""
    month, first = first_of_month(as_of), min(sales, default=as_of)
    while month >= first:
        yield MonthSales(sales.get(month, (Decimal(0), Decimal(0)))[0], (min(end_of_month(month), as_of) - month).days + 1)
        month = add_months(month, -1)
