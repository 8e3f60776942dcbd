"""What the night proves about the ledger: each proof is one question per table, asked of the facts."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.urls import reverse

from o2c.billing.ledger.models import ALLOCATION_SEAL, ENTRY_SEAL, ITEM_SEAL, LINE_SEAL
from o2c.billing.ledger.triggers import digest
from o2c.core.proofs.registry import Bad

# Tables whose rows carry a hash over these columns; rooms above add theirs.
SEALED: dict[str, Sequence[str]] = {
    "billing_journalentry": ENTRY_SEAL,
    "billing_journalline": LINE_SEAL,
    "billing_openitem": ITEM_SEAL,
    "billing_allocation": ALLOCATION_SEAL,
}

SETTLED = """
    SELECT item_id, sum(amount) AS amount, sum(base) AS base
    FROM (
        SELECT debit_item_id AS item_id, amount, debit_base AS base FROM billing_allocation
        UNION ALL
        SELECT credit_item_id, amount, credit_base FROM billing_allocation
    ) sides
    GROUP BY item_id
"""

CACHE = f"""
    SELECT i.reference, e.public_id, i.open_amount, i.original_amount - coalesce(s.amount, 0)
    FROM billing_openitem i JOIN billing_journalentry e ON e.id = i.entry_id LEFT JOIN ({SETTLED}) s ON s.item_id = i.id
    WHERE i.open_amount <> i.original_amount - coalesce(s.amount, 0)
    ORDER BY i.id
"""  # noqa: S608  (our own constant)

SUBLEDGER = f"""
    WITH items AS (
        SELECT i.entity_id, i.currency, i.control_account,
            sum(CASE i.side WHEN 'debit' THEN i.open_amount ELSE -i.open_amount END) AS amount,
            sum(CASE i.side WHEN 'debit' THEN 1 ELSE -1 END * (i.base_amount - coalesce(s.base, 0))) AS base
        FROM billing_openitem i LEFT JOIN ({SETTLED}) s ON s.item_id = i.id
        GROUP BY 1, 2, 3
    ),
    journal AS (
        SELECT e.entity_id, l.currency, l.control_account, sum(l.debit - l.credit) AS amount, sum(l.base_amount) AS base
        FROM billing_journalline l JOIN billing_journalentry e ON e.id = l.entry_id
        WHERE l.control_account IN ('receivable', 'unapplied')
        GROUP BY 1, 2, 3
    )
    SELECT c.code, currency, control_account, coalesce(i.amount, 0), coalesce(j.amount, 0), coalesce(i.base, 0), coalesce(j.base, 0)
    FROM items i FULL JOIN journal j USING (entity_id, currency, control_account) JOIN core_legalentity c ON c.id = entity_id
    WHERE coalesce(i.amount, 0) <> coalesce(j.amount, 0) OR coalesce(i.base, 0) <> coalesce(j.base, 0)
    ORDER BY 1, 2, 3
"""  # noqa: S608  (our own constant)

TWO_SIDES = """
    SELECT c.code, i.currency,
        coalesce(sum(i.original_amount - i.open_amount) FILTER (WHERE i.side = 'debit'), 0),
        coalesce(sum(i.original_amount - i.open_amount) FILTER (WHERE i.side = 'credit'), 0)
    FROM billing_openitem i JOIN core_legalentity c ON c.id = i.entity_id
    GROUP BY 1, 2
    HAVING sum((i.original_amount - i.open_amount) * CASE i.side WHEN 'debit' THEN 1 ELSE -1 END) <> 0
    ORDER BY 1, 2
"""

# What `may_settle` asks about one pair, asked about all: the payer of the account, a payer or parent, a common parent.
CROSSING = """
    SELECT d.reference, c.reference, e.public_id
    FROM billing_allocation a
        JOIN billing_openitem d ON d.id = a.debit_item_id
        JOIN billing_openitem c ON c.id = a.credit_item_id
        JOIN billing_journalentry e ON e.id = d.entry_id
        JOIN accounts_financialaccount f ON f.id = d.account_id
    WHERE a.reverses_id IS NULL AND d.customer_id <> c.customer_id AND f.payer_id IS DISTINCT FROM c.customer_id
        AND NOT EXISTS (
            SELECT FROM accounts_customerrelation r
            WHERE r.kind IN ('payer_for', 'parent_of') AND daterange(r.valid_from, r.valid_until) @> a.effective_on
                AND (r.from_customer_id, r.to_customer_id) IN ((d.customer_id, c.customer_id), (c.customer_id, d.customer_id))
        )
        AND NOT EXISTS (
            SELECT FROM accounts_customerrelation x JOIN accounts_customerrelation y USING (from_customer_id, kind)
            WHERE kind = 'parent_of' AND x.to_customer_id = d.customer_id AND y.to_customer_id = c.customer_id
                AND daterange(x.valid_from, x.valid_until) * daterange(y.valid_from, y.valid_until) @> a.effective_on
        )
    ORDER BY a.id
"""

INCOMPLETE = """
    SELECT e.reference, e.public_id
    FROM billing_journalentry e LEFT JOIN billing_journalline l ON l.entry_id = e.id
    GROUP BY e.id
    HAVING count(l.id) = 0 OR sum(l.base_amount) <> 0 OR sum(l.debit - l.credit) <> 0
    ORDER BY e.id
"""


def open_amounts_match_allocations(_day: date) -> Iterator[Bad]:
    """Proof 1: the cache of every item is its original amount less its allocations."""
    for reference, public_id, cached, true in _rows(CACHE):
        yield Bad(reference, "proof_cache_wrong", {"cached": cached, "true": true}, reverse("entry_detail", args=[public_id]))


def items_match_journal(_day: date) -> Iterator[Bad]:
    """Proof 2: per entity, currency and control account, open items and journal say the same, in both currencies."""
    for entity, currency, account, items, journal, items_base, journal_base in _rows(SUBLEDGER):
        values = {"items": items, "journal": journal, "items_base": items_base, "journal_base": journal_base}
        yield Bad(f"{entity} {currency} {account}", "proof_journal_differs", values)


def allocations_have_two_sides(_day: date) -> Iterator[Bad]:
    """Proof 3: what was settled on debits is what was settled with credits."""
    for entity, currency, debits, credits_ in _rows(TWO_SIDES):
        yield Bad(f"{entity} {currency}", "proof_sides_differ", {"debits": debits, "credits": credits_})


def customers_settle_their_own(_day: date) -> Iterator[Bad]:
    """Proof 4: no credit settled what another customer owes, unless they were payer, parent or sisters on that day."""
    for debit, credit, public_id in _rows(CROSSING):
        yield Bad(debit, "proof_crosses_customers", {"credit": credit}, reverse("entry_detail", args=[public_id]))


def entries_are_complete(_day: date) -> Iterator[Bad]:
    """Every entry has lines, and they balance."""
    for reference, public_id in _rows(INCOMPLETE):
        yield Bad(reference, "proof_entry_incomplete", url=reverse("entry_detail", args=[public_id]))


def posted_rows_are_unchanged(_day: date) -> Iterator[Bad]:
    """Proof 10: the hash of every posted row, computed again, is the one it was sealed with."""
    for table, columns in SEALED.items():
        for (key,) in _rows(f"SELECT id FROM {table} t WHERE row_hash <> {digest(columns, 't')} ORDER BY id"):  # noqa: S608
            yield Bad(f"{table} {key}", "proof_row_changed", {"table": table, "key": key})


def _rows(statement: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        yield from cursor.fetchall()
