"""Ageing as of a past day, beside the best single statement we can write by hand for the same figures."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import connection

from o2c.bench import book
from o2c.bench.figures import Figure, side_by_side
from o2c.bench.rows import LAST
from o2c.billing.ledger.queries import ageing_of
from o2c.core.access.queries import the_night

BY_HAND = """
    WITH settled AS (
        SELECT item, sum(amount) AS amount FROM (
            SELECT debit_item_id AS item, amount FROM billing_allocation WHERE entity_id = %(entity)s AND effective_on <= %(day)s
            UNION ALL
            SELECT credit_item_id, amount FROM billing_allocation WHERE entity_id = %(entity)s AND effective_on <= %(day)s
        ) sides GROUP BY item
    ), item AS (
        SELECT i.side, i.control_account, i.kind, i.posting_date, %(day)s::date - i.ageing_date AS late,
            i.original_amount - coalesce(s.amount, 0) AS amount, CASE i.side WHEN 'debit' THEN 1 ELSE -1 END * i.original_amount AS sold
        FROM billing_openitem i LEFT JOIN settled s ON s.item = i.id
        WHERE i.entity_id = %(entity)s AND i.currency = %(currency)s AND i.posting_date <= %(day)s
    ), month AS (
        SELECT date_trunc('month', posting_date) AS first, sum(sold) AS sold
        FROM item WHERE kind IN ('invoice', 'debit_note', 'credit_note') AND control_account = 'receivable' GROUP BY 1
    )
    SELECT sum(amount) FILTER (WHERE side = 'debit' AND late <= 0),
        sum(amount) FILTER (WHERE side = 'debit' AND late BETWEEN 1 AND 30),
        sum(amount) FILTER (WHERE side = 'debit' AND late BETWEEN 31 AND 60),
        sum(amount) FILTER (WHERE side = 'debit' AND late BETWEEN 61 AND 90),
        sum(amount) FILTER (WHERE side = 'debit' AND late > 90), sum(CASE side WHEN 'debit' THEN amount ELSE -amount END) AS open_balance,
        count(*), (SELECT jsonb_object_agg(first, sold) FROM month)
    FROM item WHERE amount <> 0 AND control_account = 'receivable'
"""


def ageing(sizes: book.Sizes) -> Iterator[Figure]:
    house, night = book.entity(), the_night()
    for back, when in ((120, "as of 120 days ago"), (0, "as of the last day")):
        day = LAST - timedelta(days=back)
        taken = side_by_side(partial(ageing_of, night, day, house, book.CURRENCY), partial(by_hand, house.pk, day))
        yield Figure(f"ageing of one entity {when}", "one statement written by hand", *taken)


def by_hand(entity: int, day: date) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, {"entity": entity, "currency": book.CURRENCY, "day": day})
        found: tuple[Any, ...] = cursor.fetchone()
    return found
