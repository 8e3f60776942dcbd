"""Ageing buckets and days of sales outstanding. Pure. Source: reference 2 and 3."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

PERIOD_DAYS = 90


@dataclass(frozen=True, slots=True)
class Bucket:
    """Days past due from `first` to `last`, both included; None is unlimited."""

    name: str
    first: int | None
    last: int | None


# Days past due = as_of - due date, in calendar days; the due date itself is not yet overdue.
BUCKETS = [
    Bucket("not_due", None, 0),
    Bucket("d1_30", 1, 30),
    Bucket("d31_60", 31, 60),
    Bucket("d61_90", 61, 90),
    Bucket("d91_180", 91, 180),
    Bucket("d181_365", 181, 365),
    Bucket("over_365", 366, None),
]
OVER_90 = ("d91_180", "d181_365", "over_365")


def bucket_of(due_date: date, as_of: date) -> str:
    """The bucket of a due date: due 31 Oct is 1-30 on 30 Nov and 31-60 on 1 Dec."""
    overdue = (as_of - due_date).days
    return next(bucket.name for bucket in BUCKETS if bucket.last is None or overdue <= bucket.last)


def span_of(name: str) -> tuple[int | None, int | None]:
    """First and last day past due of a bucket, or of "overdue" and "over_90", which join several."""
    joined = {"overdue": (1, None), "over_90": (91, None)}
    return joined[name] if name in joined else next((bucket.first, bucket.last) for bucket in BUCKETS if bucket.name == name)


def dso(receivables: Decimal, sales: Decimal, days: int = PERIOD_DAYS) -> Decimal | None:
    """Days of sales outstanding: receivables / sales of the period x days in it. Unknown without sales.

    900 of 1,800 in 90 days is 45.0. With the receivables not yet due it is the best possible figure: 630 gives 31.5.
    """
    return receivables / sales * days if sales > 0 else None


@dataclass(frozen=True, slots=True)
class MonthSales:
    """Net sales of a calendar month (up to the as-of day) and how many of its days count."""

    sales: Decimal
    days: int


def dso_countback(receivables: Decimal, months: Iterable[MonthSales]) -> Decimal | None:
    """Days of sales outstanding by exhaustion, `months` newest first.

    Whole months' sales are taken off the receivables and their days counted; the last month counts pro rata:
    900 less 700 of 30 days leaves 200, of 600 in 31 days 10.3: 40.3 days. Unknown when the balance outlives all sales.
    """
    left, days = receivables, Decimal(0)
    if left <= 0:
        return days
    for month in months:
        if month.sales > 0 and left <= month.sales:
            return days + left / month.sales * month.days
        left -= max(month.sales, Decimal(0))
        days += month.days
    return None
