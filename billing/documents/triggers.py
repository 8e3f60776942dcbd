"""What the database itself guards about documents: lines and taxes that add up, credits that stay within their originals."""

from o2c.billing.ledger.triggers import after_insert, holds

# Originals are held first, so that two credit notes at the same moment see each other.
HOLD_ORIGINALS = """
    EXECUTE $hold$
        SELECT FROM billing_document
        WHERE id IN (SELECT original_id FROM new_rows WHERE kind = 'credit_note' AND original_id IS NOT NULL)
        ORDER BY id FOR NO KEY UPDATE
    $hold$;
"""
HOLD_ORIGINAL_LINES = """
    EXECUTE $hold$
        SELECT FROM billing_documentline WHERE id IN (SELECT original_line_id FROM new_rows) ORDER BY id FOR NO KEY UPDATE
    $hold$;
"""

CREDITS_WITHIN_ORIGINAL = after_insert(
    "credits_within_original",
    HOLD_ORIGINALS
    + holds(
        """
        SELECT 'document_credit_fits_original' FROM new_rows n JOIN billing_document o ON o.id = n.original_id
        WHERE n.kind = 'credit_note' AND (o.kind = 'credit_note'
            OR (o.entity_id, o.customer_id, o.currency) IS DISTINCT FROM (n.entity_id, n.customer_id, n.currency))
        UNION ALL
        SELECT 'document_credits_within_original' FROM billing_document c JOIN billing_document o ON o.id = c.original_id
        WHERE c.kind = 'credit_note' AND c.original_id IN (SELECT original_id FROM new_rows WHERE kind = 'credit_note')
        GROUP BY o.id HAVING sum(c.gross) > o.gross
        """,
        "credit notes stay within what they correct",
    ),
)

LINES_ADD_UP = after_insert(
    "lines_add_up",
    holds(
        """
        SELECT 'documentline_totals' FROM billing_document d JOIN billing_documentline l ON l.document_id = d.id
        WHERE d.id IN (SELECT document_id FROM new_rows)
        GROUP BY d.id HAVING sum(l.net) <> d.net OR max(l.currency) <> d.currency OR min(l.currency) <> d.currency
        """,
        "the lines of a document arrive together and add up to it",
    ),
)

TAXES_ADD_UP = after_insert(
    "taxes_add_up",
    holds(
        """
        SELECT 'documenttax_totals' FROM billing_document d JOIN billing_documenttax t ON t.document_id = d.id
        WHERE d.id IN (SELECT document_id FROM new_rows)
        GROUP BY d.id HAVING sum(t.base) <> d.net OR sum(t.amount) <> d.tax OR max(t.currency) <> d.currency
        """,
        "the taxes of a document arrive together and add up to it",
    ),
)

LINE_CREDITS_WITHIN_ORIGINAL = after_insert(
    "line_credits_within_original",
    HOLD_ORIGINAL_LINES
    + holds(
        """
        SELECT 'documentline_fits_original' FROM new_rows n
            JOIN billing_documentline o ON o.id = n.original_line_id JOIN billing_document d ON d.id = n.document_id
        WHERE d.kind <> 'credit_note' OR d.original_id IS DISTINCT FROM o.document_id
        UNION ALL
        SELECT 'documentline_credits_within_original' FROM billing_documentline c JOIN billing_documentline o ON o.id = c.original_line_id
        WHERE c.original_line_id IN (SELECT original_line_id FROM new_rows)
        GROUP BY o.id HAVING sum(c.net) * sign(o.net) > abs(o.net) OR sum(c.net) * sign(o.net) < 0
        """,
        "credited lines stay within what they correct",
    ),
)
