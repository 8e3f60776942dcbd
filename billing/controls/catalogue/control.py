"""What a control is: set-based questions over the spend that is still to be billed, and who takes care of the answers."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.utils.functional import Promise


def nothing(day: date) -> None:
    """Most controls read tables alone."""


@dataclass(frozen=True, slots=True)
class Control:
    """`asks`: by kind of object, the statement that finds what is wrong with objects of that kind.

    It answers rows of: subject_id, customer_id, period, amount, currency, severity, why, fix, facts. It reads any table and what
    `spend.py` lays out: `spend` (a row per campaign, account and month), `spend_accounts` (a row per account, or per advertiser without
    one, and month) and `spend_days` (the records). It may use the parameters `since`, `day`, `customer`, `campaign`. One row per object and
    month counts: the one with the largest amount. `customer_id` is who is, or would be, billed.

    `why` and `fix` are codes of sentences, `facts` their values. `fixed_on`: by code of the fix, the page where it is done and whose
    address that page gets: of the "object", of the "customer", the one in `facts.at`, or "" for none. Without an entry it is the
    object's own page. `team` is the queue that takes care of it; `first` runs before the statements and may ask a gate.
    """

    code: str
    title: str | Promise
    team: str
    asks: Mapping[str, str]
    fixed_on: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    first: Callable[[date], None] = nothing


def lay_out(table: str, statement: str, *values: date) -> None:
    """Make a temporary table of a control by its statement, anew and with statistics: the planner believes those, not its own guess."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
        cursor.execute(statement, values or None)
        cursor.execute(f"ANALYZE {table}")


@contextmanager
def in_bulk() -> Iterator[None]:
    """Inside, statements are planned without nested loops: for those that read everything, where the planner expects a few rows."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = DEFAULT")


def in_force(contract: str, first: str, last: str) -> str:
    """SQL: a contract covers the days. One that has ended still covers those it was in force; an active one may renew tacitly."""
    return f"""
        {contract}.state IN ('active', 'amended', 'expired', 'terminated') AND {contract}.starts_on <= {first}
        AND ({contract}.ends_on IS NULL OR {contract}.ends_on > {last} OR ({contract}.renewal = 'tacit' AND {contract}.state = 'active'))
    """


# From when a business invoice must travel as an e-invoice, so that a wrong address stops it. Source: reference 16.
E_INVOICE_FROM = "('IT', DATE '2019-01-01'), ('BE', DATE '2026-01-01'), ('PL', DATE '2026-04-01'), ('FR', DATE '2026-09-01')"
