"""What the night proves about the bank. Source: data model 9, proofs 7 and 8."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.urls import reverse

from o2c.core.proofs.registry import Bad

# Per account and day: the closing balances the bank states, and what our bank postings make of the first opening balance.
BALANCES = """
    WITH statements AS (SELECT * FROM collections_bankstatement WHERE kind = 'end_of_day'),
    first AS (SELECT DISTINCT ON (account_id) account_id, opening FROM statements WHERE opening IS NOT NULL
        ORDER BY account_id, closed_on, id),
    moved AS (
        SELECT l.account_id, s.closed_on, sum(j.debit - j.credit) AS amount
        FROM collections_statementline l
            JOIN collections_bankstatement s ON s.id = l.end_of_day_id
            JOIN billing_journalline j ON j.entry_id = l.entry_id AND j.control_account = 'bank'
        WHERE s.closed_on <= %s
        GROUP BY 1, 2
    ),
    days AS (
        SELECT account_id, closed_on, array_agg(closing) FILTER (WHERE closing IS NOT NULL) AS closings, sum(difference) AS accepted
        FROM statements WHERE closed_on <= %s GROUP BY 1, 2
    )
    SELECT a.id, a.name, a.iban, d.closed_on, d.closings,
        f.opening + sum(coalesce(m.amount, 0) + d.accepted) OVER (PARTITION BY a.id ORDER BY d.closed_on)
    FROM days d JOIN first f USING (account_id) LEFT JOIN moved m USING (account_id, closed_on)
        JOIN core_ownbankaccount a ON a.id = account_id
    ORDER BY a.id, d.closed_on
"""

UNBOOKED = """
    SELECT l.public_id, l.amount, l.currency
    FROM collections_statementline l LEFT JOIN billing_journalline j ON j.entry_id = l.entry_id AND j.control_account = 'bank'
    WHERE l.end_of_day_id IS NOT NULL AND l.amount > 0
        AND coalesce(j.debit - j.credit, 0) <> CASE l.direction WHEN 'credit' THEN l.amount ELSE -l.amount END
    ORDER BY l.id
"""

# Unidentified cash of the journal, against receipts nobody knows and debits nobody coded.
UNIDENTIFIED = """
    WITH journal AS (
        SELECT e.entity_id, l.currency, sum(l.debit - l.credit) AS amount
        FROM billing_journalline l JOIN billing_journalentry e ON e.id = l.entry_id
        WHERE l.control_account = 'unidentified' GROUP BY 1, 2
    ),
    told AS (
        SELECT entity_id, currency, sum(amount) AS amount
        FROM (
            SELECT entity_id, currency, -amount AS amount FROM collections_receipt WHERE state IN ('unidentified', 'parked')
            UNION ALL
            SELECT entity_id, currency, amount FROM collections_statementline
            WHERE direction = 'debit' AND entry_id IS NOT NULL AND coding_id IS NULL
        ) parts
        GROUP BY 1, 2
    )
    SELECT c.code, currency, coalesce(j.amount, 0), coalesce(t.amount, 0)
    FROM journal j FULL JOIN told t USING (entity_id, currency) JOIN core_legalentity c ON c.id = entity_id
    WHERE coalesce(j.amount, 0) <> coalesce(t.amount, 0)
    ORDER BY 1, 2
"""

ELSEWHERE = """
    SELECT r.public_id, r.amount, r.currency
    FROM collections_receipt r LEFT JOIN billing_openitem i
        ON i.entry_id = r.entry_id AND i.side = 'credit' AND i.customer_id = r.customer_id AND i.original_amount = r.amount
        AND i.currency = r.currency
    LEFT JOIN billing_openitem c ON r.conversion_id IS NOT NULL AND c.entry_id = r.entry_id AND c.side = 'credit'
        AND c.customer_id = r.customer_id
    WHERE r.state IN ('on_customer', 'returned') AND coalesce(i.id, c.id) IS NULL
    ORDER BY r.id
"""


def bank_balances_are_the_banks(day: date) -> Iterator[Bad]:
    """Proof 7: from statement to statement, our bank postings lead from the first opening balance to each closing balance."""
    for public_id, amount, currency in _rows(UNBOOKED):
        yield Bad(f"{amount} {currency}", "proof_entry_not_booked", url=reverse("statement_line", args=[public_id]))
    drifts: dict[int, Decimal] = {}
    for account, name, iban, closed_on, closings, book in _rows(BALANCES, day, day):
        if not closings:
            continue
        drift = Decimal(0) if book in closings else closings[-1] - book
        if drift != drifts.get(account, Decimal(0)):
            values = {"day": closed_on, "bank": closings[-1], "book": book}
            yield Bad(f"{name} {iban[-4:]}", "proof_bank_balance", values, f"{reverse('bank_statement_list')}?account={iban}")
        drifts[account] = drift


def receipts_are_in_one_place(_day: date) -> Iterator[Bad]:
    """Proof 8: each receipt is unidentified, parked, or on one customer's account, and the journal says the same."""
    for entity, currency, journal, told in _rows(UNIDENTIFIED):
        yield Bad(f"{entity} {currency}", "proof_unidentified_differs", {"journal": journal, "told": told}, reverse("receipt_list"))
    for public_id, amount, currency in _rows(ELSEWHERE):
        yield Bad(f"{amount} {currency}", "proof_receipt_without_item", url=reverse("receipt_detail", args=[public_id]))


def _rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
