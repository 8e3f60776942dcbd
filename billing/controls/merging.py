"""One control's answer merged with what is on the list already: four statements, whatever the number of rows."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from o2c.billing.controls.catalogue.control import SPEND, Control
from o2c.billing.controls.rules import window_start

NAMES = {
    "campaign": ("accounts_campaign", "s.ext_id || ' ' || s.name"),
    "customer": ("accounts_customer", "s.number || ' ' || s.legal_name"),
}

FIND = """
    CREATE TEMPORARY TABLE found_exceptions ON COMMIT DROP AS
    WITH spend AS ({spend}), answer AS ({question})
    SELECT DISTINCT ON (a.subject_id, a.period) a.*, s.public_id AS address, left({label}, 260) AS label
    FROM answer a JOIN {table} s ON s.id = a.subject_id
    ORDER BY a.subject_id, a.period, a.amount DESC, a.currency
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
    WHERE e.control = %(control)s AND e.state IN ('open', 'assigned', 'waived') AND e.period >= %(since)s
        AND (%(customer)s::bigint IS NULL OR e.customer_id = %(customer)s)
        AND NOT EXISTS (SELECT 1 FROM found_exceptions f WHERE f.subject_id = e.subject_id AND f.period = e.period)
"""


@dataclass(frozen=True, slots=True)
class Merged:
    """How many findings there are, and how many of them are new, came back, or are gone."""

    found: int
    opened: int
    reopened: int
    closed: int


def merge(control: Control, day: date, customer_id: int | None) -> Merged:
    """Step: ask the control and bring the list to its answer. The same facts change nothing."""
    table, label = NAMES[control.subject]
    given = {
        "since": window_start(day), "day": day, "customer": customer_id,
        "control": control.code, "kind": control.subject, "team": control.team,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"control:{control.code}"])
        cursor.execute("DROP TABLE IF EXISTS pg_temp.found_exceptions")
        cursor.execute(FIND.format(spend=SPEND, question=control.question, label=label, table=table), given)
        cursor.execute(COUNT, given)
        found, opened, reopened = cursor.fetchone()
        cursor.execute(MERGE, given)
        cursor.execute(CLOSE, given)
        return Merged(found, opened, reopened, cursor.rowcount)
