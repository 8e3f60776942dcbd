"""Spend that was corrected below what was billed of it: which invoice lines give the difference back, and that it is given back once."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from o2c.billing.corrections.models import Correction, CorrectionSpend
from o2c.billing.corrections.queries import facts_of, lines_of
from o2c.billing.corrections.rules import LIVE, credit
from o2c.billing.documents.models import Document
from o2c.core.errors import BusinessError
from o2c.core.money import Money

SOURCE = "billing_run"  # `Correction.source` of a case that a run asked for; its `source_id` is the run's

# A record is given back on the one line that billed most of the records it takes the place of. Left for a person: a line with less
# left than that, and a document with a correction under way.
DUE = """
    WITH due AS (
        SELECT x.spend_id, x.amount, (
            WITH RECURSIVE chain(id) AS (
                SELECT s.corrects_id FROM billing_spendrecord s WHERE s.id = x.spend_id
                UNION ALL SELECT p.corrects_id FROM chain JOIN billing_spendrecord p ON p.id = chain.id WHERE p.corrects_id IS NOT NULL
            )
            SELECT coalesce(l.original_line_id, l.id) FROM chain JOIN billing_spendbilling b ON b.spend_id = chain.id
            JOIN billing_documentline l ON l.id = b.document_line_id
            GROUP BY 1 HAVING sum(b.amount) >= -x.amount ORDER BY sum(b.amount) DESC, 1 DESC LIMIT 1
        ) AS line_id
        FROM billing_runspend x JOIN billing_runitem i ON i.id = x.item_id
        WHERE i.run_id = %(run)s AND i.reason = 'run_credit_due'
            AND NOT EXISTS (SELECT 1 FROM billing_spendbilling b WHERE b.spend_id = x.spend_id)
            AND NOT EXISTS (SELECT 1 FROM billing_spendrecord k WHERE k.corrects_id = x.spend_id)
    )
    SELECT l.document_id, l.id, d.spend_id, d.amount
    FROM (SELECT due.*, sum(amount) OVER (PARTITION BY line_id) AS whole FROM due) d JOIN billing_documentline l ON l.id = d.line_id
    WHERE l.net + d.whole >= coalesce((SELECT sum(k.net) FROM billing_documentline k WHERE k.original_line_id = l.id), 0)
        AND NOT EXISTS (SELECT 1 FROM billing_correction c WHERE c.document_id = l.document_id AND c.state = ANY(%(live)s))
    ORDER BY l.document_id, l.position, d.spend_id
"""

CHANGED = """
    SELECT 1 FROM billing_correctionspend t JOIN billing_correctionline l ON l.id = t.line_id
    WHERE l.correction_id = %s AND (
        EXISTS (SELECT 1 FROM billing_spendrecord k WHERE k.corrects_id = t.spend_id)
        OR EXISTS (SELECT 1 FROM billing_spendbilling b WHERE b.spend_id = t.spend_id)
    ) LIMIT 1
"""

BACK = """
    INSERT INTO billing_spendbilling (spend_id, document_line_id, amount, currency)
    SELECT t.spend_id, k.id, t.amount, k.currency
    FROM billing_correctionspend t JOIN billing_correctionline l ON l.id = t.line_id
    JOIN billing_documentline k ON k.document_id = %s AND k.original_line_id = l.original_line_id
    WHERE l.correction_id = %s ORDER BY t.spend_id
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A record of spend, the difference to give back (negative), and the line of the document that billed it."""

    document_id: int
    line_id: int
    spend_id: int
    amount: Decimal


def credits_due(run_id: int) -> list[Due]:
    """What a run found to be credited and nobody is crediting yet, document by document and line by line."""
    with connection.cursor() as cursor:
        cursor.execute(DUE, {"run": run_id, "live": list(LIVE)})
        return [Due(*row) for row in cursor.fetchall()]


def check_spend(correction: Correction) -> None:
    """A line that gives spend back credits just that, and the spend is as it was.

    Raises BusinessError "correction_off_spend", "correction_spend_changed".
    """
    back: dict[int, Decimal] = {}
    for line_id, part in CorrectionSpend.objects.filter(line__correction=correction).values_list("line", "amount"):
        back[line_id] = back.get(line_id, Decimal(0)) - part
    if not back:
        return
    for line in lines_of(correction).filter(pk__in=back):
        if credit(facts_of([line])[0], correction.currency) != back[line.pk]:
            wanted = Money(back[line.pk], correction.currency)
            raise BusinessError("correction_off_spend", field="credit_quantity", position=line.position, amount=wanted)
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [correction.pk])
        if cursor.fetchone():
            raise BusinessError("correction_spend_changed")


def bill_back(correction: Correction, credit_note: Document) -> None:
    """Step: mark the spend as billed for its lower amount, on the lines of the credit note."""
    with connection.cursor() as cursor:
        cursor.execute(BACK, [credit_note.pk, correction.pk])
