"""One rule's answer merged with what is on the list already: five statements, whatever the number of records."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from o2c.accounts.quality.catalogue.check import LIVE, Check
from o2c.accounts.quality.models import QualityRule

NAMES = {
    "customer": ("accounts_customer", "s.number || ' ' || s.legal_name"),
    "contact": ("accounts_contact", "s.person || ' ' || s.email"),
    "financial_account": ("accounts_financialaccount", "s.number"),
}

ASK = """
    CREATE TEMPORARY TABLE quality_answer ON COMMIT DROP AS
    WITH live AS ({live}), answer AS ({question})
    SELECT a.*, s.public_id AS address, left({label}, 260) AS label
    FROM answer a JOIN {table} s ON s.id = a.subject_id
"""

COUNT = """
    SELECT (SELECT count(*) FROM quality_answer), count(*), count(*) FILTER (WHERE i.id IS NULL OR i.state = 'fixed')
    FROM quality_answer f LEFT JOIN accounts_qualityissue i
        ON i.rule_id = %(rule)s AND i.subject_kind = %(kind)s AND i.subject_id = f.subject_id
    WHERE f.fails
"""

MERGE = """
    INSERT INTO accounts_qualityissue AS i (
        rule_id, subject_kind, subject_id, label, address, customer_id, country, expected, actual,
        state, first_seen, last_seen, reopened, reason
    )
    SELECT %(rule)s, %(kind)s, subject_id, label, address, customer_id, country, left(expected, 260), left(actual, 260),
        'open', %(day)s, %(day)s, 0, ''
    FROM quality_answer WHERE fails ORDER BY subject_id
    ON CONFLICT (rule_id, subject_kind, subject_id) DO UPDATE SET
        label = excluded.label, customer_id = excluded.customer_id, country = excluded.country,
        expected = excluded.expected, actual = excluded.actual, last_seen = greatest(i.last_seen, excluded.last_seen),
        state = CASE WHEN i.state = 'fixed' OR (i.state = 'waived' AND i.waived_until <= %(day)s) THEN 'open' ELSE i.state END,
        reopened = i.reopened + (i.state = 'fixed')::int,
        owner_id = CASE WHEN i.state = 'fixed' THEN NULL ELSE i.owner_id END,
        waived_until = CASE WHEN i.waived_until > %(day)s THEN i.waived_until END,
        closed_on = NULL,
        reason = CASE WHEN i.state = 'waived' AND i.waived_until > %(day)s THEN i.reason ELSE '' END
"""

CLOSE = """
    UPDATE accounts_qualityissue i SET state = 'fixed', closed_on = %(day)s, waived_until = NULL
    WHERE i.rule_id = %(rule)s AND i.state <> 'fixed' AND (%(customer)s::bigint IS NULL OR i.customer_id = %(customer)s)
        AND NOT EXISTS (SELECT 1 FROM quality_answer f WHERE f.fails AND f.subject_id = i.subject_id)
"""

SCORE = """
    INSERT INTO accounts_qualityscore (rule_id, day, country, team, applicable, failing)
    SELECT %(rule)s, %(day)s, country, %(team)s, count(*), count(*) FILTER (WHERE fails) FROM quality_answer GROUP BY country
    ON CONFLICT (day, rule_id, country) DO UPDATE SET
        applicable = excluded.applicable, failing = excluded.failing, team = excluded.team
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """How many records the rule applied to, how many fail it, and how many issues are new and gone."""

    applicable: int
    failing: int
    opened: int
    closed: int


def run(check: Check, rule: QualityRule, day: date, customer_id: int | None = None) -> Ran:
    """Step: ask the rule for everybody (and keep the score of the day) or for one customer. The same facts change nothing."""
    table, label = NAMES[check.kind]
    given: dict[str, str | int | date | None] = {
        "rule": rule.pk,
        "kind": check.kind,
        "day": day,
        "customer": customer_id,
        "team": rule.team,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"quality:{check.code}"])
        cursor.execute("DROP TABLE IF EXISTS pg_temp.quality_answer")
        cursor.execute(ASK.format(live=LIVE, question=check.question, label=label, table=table), given)
        cursor.execute(COUNT, given)
        applicable, failing, opened = cursor.fetchone()
        cursor.execute(MERGE, given)
        cursor.execute(CLOSE, given)
        closed = cursor.rowcount
        if customer_id is None:
            cursor.execute("DELETE FROM accounts_qualityscore WHERE rule_id = %(rule)s AND day = %(day)s", given)
            cursor.execute(SCORE, given)
    return Ran(applicable, failing, opened, closed)
