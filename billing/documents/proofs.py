"""What the night proves about documents: they add up, say what was frozen, stay within their originals and stand in the ledger."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection
from django.urls import reverse

from o2c.core.proofs.registry import Bad

TOTALS = """
    SELECT d.number, d.public_id FROM billing_document d
        LEFT JOIN (SELECT document_id, sum(net) AS net FROM billing_documentline GROUP BY 1) l ON l.document_id = d.id
        LEFT JOIN (
            SELECT document_id, sum(base) AS base, sum(amount) AS amount,
                max(abs(amount - round(base * rate / 100, currency_digits(currency))) * power(10, currency_digits(currency))) AS off
            FROM billing_documenttax GROUP BY 1
        ) t ON t.document_id = d.id
    WHERE d.origin = 'own' AND (
        l.net IS DISTINCT FROM d.net OR t.base IS DISTINCT FROM d.net OR t.amount IS DISTINCT FROM d.tax
        OR d.gross <> d.net + d.tax OR t.off > CASE WHEN d.original_id IS NULL THEN 0 ELSE 2 END)
    ORDER BY d.id
"""

CONTENTS = """
    SELECT d.number, d.public_id FROM billing_document d
        LEFT JOIN (
            SELECT document_id, string_agg(said, E'\\n' ORDER BY position) AS said
            FROM (
                SELECT document_id, position,
                    concat_ws('|', position, description, quantity, unit, unit_price, net, tax_category, tax_rate) AS said
                FROM billing_documentline
            ) rows
            GROUP BY 1
        ) l ON l.document_id = d.id
        LEFT JOIN (
            SELECT document_id, string_agg(said, E'\\n' ORDER BY said COLLATE "C") AS said
            FROM (SELECT document_id, concat_ws('|', category, rate, base, amount, reason) AS said FROM billing_documenttax) rows
            GROUP BY 1
        ) t ON t.document_id = d.id
    WHERE d.origin = 'own' AND d.content_hash <> encode(sha256(convert_to(concat_ws(E'\\n', l.said, t.said), 'UTF8')), 'hex')
    ORDER BY d.id
"""

CREDITS = """
    SELECT o.number, o.public_id, o.gross AS billed, sum(c.gross) AS credited
    FROM billing_document c JOIN billing_document o ON o.id = c.original_id
    WHERE c.kind = 'credit_note'
    GROUP BY o.id HAVING sum(c.gross) > o.gross
    UNION ALL
    SELECT d.number, d.public_id, o.net, sum(c.net)
    FROM billing_documentline c JOIN billing_documentline o ON o.id = c.original_line_id JOIN billing_document d ON d.id = o.document_id
    GROUP BY d.id, o.id HAVING sum(c.net) * sign(o.net) > abs(o.net) OR sum(c.net) * sign(o.net) < 0
    ORDER BY 1
"""

LEDGER = """
    SELECT d.number, d.public_id, d.gross AS document, coalesce(i.amount, 0) AS ledger
    FROM billing_document d JOIN billing_journalentry e ON e.id = d.entry_id
        LEFT JOIN (
            SELECT entry_id, sum(CASE side WHEN 'debit' THEN original_amount ELSE -original_amount END) AS amount
            FROM billing_openitem GROUP BY 1
        ) i ON i.entry_id = d.entry_id
    WHERE CASE d.kind WHEN 'credit_note' THEN -d.gross ELSE d.gross END IS DISTINCT FROM i.amount
        OR (d.number, d.kind, d.currency, d.entity_id, d.account_id, d.customer_id, d.document_date)
            IS DISTINCT FROM (e.reference, e.kind, e.currency, e.entity_id, e.account_id, e.customer_id, e.document_date)
        OR (d.origin = 'own' AND d.rate <> e.rate)
    ORDER BY d.id
"""

PAPERS = """
    SELECT d.number, d.public_id FROM billing_document d LEFT JOIN billing_rendering r ON r.document_id = d.id
    WHERE d.origin = 'own' AND r.id IS NULL AND d.recorded_at < now() - interval '1 hour'
    ORDER BY d.id
"""


def documents_add_up(_day: date) -> Iterator[Bad]:
    """Net is the sum of the lines, tax of the tax rows, each of them base times rate, gross both together."""
    yield from _bad(TOTALS, "proof_document_totals")


def contents_are_unchanged(_day: date) -> Iterator[Bad]:
    """Lines and taxes are those whose hash the document was posted with."""
    yield from _bad(CONTENTS, "proof_document_changed")


def credits_stay_within_originals(_day: date) -> Iterator[Bad]:
    """Proof 6: no document and no line is credited for more than it billed."""
    yield from _bad(CREDITS, "proof_credit_above_original", "billed", "credited")


def documents_match_entries(_day: date) -> Iterator[Bad]:
    """Every document owes in the ledger what it says, under its number, to the same customer."""
    yield from _bad(LEDGER, "proof_document_not_in_ledger", "document", "ledger")


def documents_have_papers(_day: date) -> Iterator[Bad]:
    """What was issued an hour ago has its paper."""
    yield from _bad(PAPERS, "proof_document_without_paper")


def _bad(statement: str, why: str, *names: str) -> Iterator[Bad]:
    """The rows of a statement: number, public id, then the named values."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    for number, public_id, *values in rows:
        yield Bad(number, why, dict(zip(names, values, strict=True)), reverse("document_detail", args=[public_id]))
