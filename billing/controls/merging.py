"""One control's answer merged with what is on the list already: four statements a kind of object, whatever the number of rows."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from o2c.billing.controls.catalogue.control import Control
from o2c.billing.controls.spend import Part, Value

NAMES = {
    "campaign": ("accounts_campaign", "s.ext_id || ' ' || s.name"),
    "customer": ("accounts_customer", "s.number || ' ' || s.legal_name"),
    "financial_account": ("accounts_financialaccount", "s.number"),
    "purchase_order": ("accounts_purchaseorder", "s.number"),
    "document": ("billing_document", "s.number"),
}

FIND = """
    CREATE TEMPORARY TABLE found_exceptions ON COMMIT DROP AS
    WITH answer AS ({question})
    SELECT DISTINCT ON (a.subject_id, a.period) a.subject_id, a.customer_id, a.period, round(a.amount, coalesce(c.digits, 2)) AS amount,
        a.currency, a.severity, a.why, a.fix, a.facts, s.public_id AS address, left({label}, 260) AS label
    FROM answer a
    JOIN {table} s ON s.id = a.subject_id
    LEFT JOIN core_currency c ON c.code = a.currency
    WHERE (%(customer)s::bigint IS NULL OR a.customer_id = %(customer)s) AND (%(campaign)s::bigint IS NULL OR a.subject_id = %(campaign)s)
    ORDER BY a.subject_id, a.period, a.amount DESC, a.currency, a.why
"""

COUNT = """
    SELECT count(*), count(*) FILTER (WHERE e.id IS NULL),
        count(*) FILTER (WHERE e.state IN ('resolved', 'auto_closed') OR (e.state = 'waived' AND e.waived_until <= %(day)s))
    FROM found_exceptions f LEFT JOIN billing_billingexception e
        ON e.control = %(control)s AND e.subject_kind = %(kind)s AND e.subject_id = f.subject_id AND e.period = f.period
"""

MERGE = """
    INSERT INTO billing_billingexception AS e (
        control, subject_kind, subject_id, label, address, period, customer_id, severity, team, amount, currency, why, fix, facts,
        state, first_seen, last_seen, reopened, resolution
    )
    SELECT %(control)s, %(kind)s, subject_id, label, address, period, customer_id, severity, %(team)s, amount, currency, why, fix, facts,
        'open', %(day)s, %(day)s, 0, ''
    FROM found_exceptions ORDER BY subject_id, period
    ON CONFLICT (control, subject_kind, subject_id, period) DO UPDATE SET
        label = excluded.label, customer_id = excluded.customer_id, severity = excluded.severity, amount = excluded.amount,
        currency = excluded.currency, why = excluded.why, fix = excluded.fix, facts = excluded.facts,
        last_seen = greatest(e.last_seen, excluded.last_seen),
        state = CASE
            WHEN e.state IN ('resolved', 'auto_closed') OR (e.state = 'waived' AND e.waived_until <= %(day)s) THEN 'open' ELSE e.state
        END,
        reopened = e.reopened + (e.state IN ('resolved', 'auto_closed'))::int,
        owner_id = CASE WHEN e.state IN ('resolved', 'auto_closed') THEN NULL ELSE e.owner_id END,
        waived_until = CASE WHEN e.waived_until > %(day)s THEN e.waived_until END,
        closed_on = NULL,
        resolution = CASE WHEN e.state = 'waived' AND e.waived_until > %(day)s THEN e.resolution ELSE '' END
"""

CLOSE = """
    UPDATE billing_billingexception e SET state = 'auto_closed', closed_on = %(day)s, waived_until = NULL
    WHERE e.control = %(control)s AND e.subject_kind = %(kind)s AND e.state IN ('open', 'assigned', 'waived') AND e.period >= %(since)s
        AND (%(customer)s::bigint IS NULL OR e.customer_id = %(customer)s) AND (%(campaign)s::bigint IS NULL OR e.subject_id = %(campaign)s)
        AND NOT EXISTS (SELECT 1 FROM found_exceptions f WHERE f.subject_id = e.subject_id AND f.period = e.period)
"""


WAITING = """
    SELECT currency, count(*), sum(amount) FROM billing_billingexception
    WHERE control = %(control)s AND state IN ('open', 'assigned') GROUP BY currency ORDER BY currency
"""


@dataclass(frozen=True, slots=True)
class Merged:
    """How many findings there are, how many of them are new, came back, or are gone; how many wait for somebody, and their amounts."""

    found: int
    opened: int
    reopened: int
    closed: int
    waiting: int
    amounts: dict[str, Decimal]


def merge(control: Control, part: Part) -> Merged:
    """Step: ask the control and bring the list to its answer. The same facts change nothing. Needs `spend_of` the part around it."""
    given = part.values | {"control": control.code, "team": control.team}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"control:{control.code}"])
    control.first(part.day)
    counts = [_merge_kind(kind, question, given) for kind, question in control.asks.items() if part.campaign is None or kind == "campaign"]
    with connection.cursor() as cursor:
        cursor.execute(WAITING, given)
        waiting = cursor.fetchall()
    found, opened, reopened, closed = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0, 0, 0)
    return Merged(found, opened, reopened, closed, sum(row[1] for row in waiting), {row[0]: row[2] for row in waiting})


def _merge_kind(kind: str, question: str, given: dict[str, Value]) -> tuple[int, int, int, int]:
    table, label = NAMES[kind]
    values = given | {"kind": kind}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.found_exceptions")
        cursor.execute(FIND.format(question=question, label=label, table=table), values)
        cursor.execute(COUNT, values)
        found, opened, reopened = cursor.fetchone()
        cursor.execute(MERGE, values)
        cursor.execute(CLOSE, values)
        return found, opened, reopened, cursor.rowcount
