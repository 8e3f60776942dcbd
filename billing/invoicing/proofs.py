"""What the night proves about billing: no spend is billed twice, and the parts of every run are all the spend there was."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db import connection
from django.urls import reverse

from o2c.billing.invoicing.models import BillingRun
from o2c.billing.invoicing.rules import adds_up
from o2c.core.proofs.registry import Bad

# What is billed of a record and of all it took the place of is its amount, whichever of them was billed.
TWICE = """
    WITH RECURSIVE chain(spend_id, id) AS (
        SELECT spend_id, spend_id FROM billing_spendbilling
        UNION ALL SELECT c.spend_id, r.corrects_id FROM chain c JOIN billing_spendrecord r ON r.id = c.id WHERE r.corrects_id IS NOT NULL
    )
    SELECT s.ext_id, s.amount, sum(b.amount), s.currency
    FROM chain c JOIN billing_spendbilling b ON b.spend_id = c.id JOIN billing_spendrecord s ON s.id = c.spend_id
    GROUP BY s.id HAVING sum(b.amount) <> s.amount ORDER BY s.id
"""

LINES = """
    SELECT d.number, l.position, l.net, sum(b.amount), b.currency, d.public_id
    FROM billing_spendbilling b JOIN billing_documentline l ON l.id = b.document_line_id JOIN billing_document d ON d.id = l.document_id
    GROUP BY d.id, l.id, b.currency HAVING sum(b.amount) <> CASE d.kind WHEN 'credit_note' THEN -l.net ELSE l.net END
    ORDER BY d.id, l.position
"""

# The sums of a run: of its items, and of the records they hold.
SUMS = """
    SELECT i.run_id, i.currency, CASE i.result WHEN 'bill' THEN 'billed' ELSE i.result END, sum(i.amount), sum(x.amount)
    FROM billing_runitem i LEFT JOIN (SELECT item_id, sum(amount) AS amount FROM billing_runspend GROUP BY item_id) x ON x.item_id = i.id
    JOIN billing_billingrun r ON r.id = i.run_id AND r.state NOT IN ('draft', 'discarded', 'cancelled')
    GROUP BY 1, 2, 3
"""

BILLED = """
    SELECT DISTINCT i.run_id FROM billing_runitem i JOIN billing_runspend x ON x.item_id = i.id
    WHERE i.result = 'billed' AND NOT EXISTS (SELECT 1 FROM billing_spendbilling b WHERE b.spend_id = x.spend_id)
"""


def spend_billed_once(day: date) -> Iterator[Bad]:
    with connection.cursor() as cursor:
        cursor.execute(TWICE)
        for ext_id, amount, billed, currency in cursor.fetchall():
            yield Bad(ext_id, "spend_billed_other", {"amount": amount, "billed": billed, "currency": currency})
        cursor.execute(LINES)
        for number, position, net, billed, currency, public_id in cursor.fetchall():
            values = {"line": position, "amount": net, "billed": billed, "currency": currency}
            yield Bad(number, "spend_off_line", values, reverse("document_detail", args=[public_id]))


def runs_are_complete(day: date) -> Iterator[Bad]:
    found: dict[int, dict[tuple[str, str], tuple[Decimal, Decimal]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(SUMS)
        for run, currency, part, items, records in cursor.fetchall():
            found.setdefault(run, {})[currency, part] = (items, records)
        cursor.execute(BILLED)
        lost = {run for (run,) in cursor.fetchall()}
    for run in BillingRun.objects.exclude(state__in=["draft", "discarded", "cancelled"]).select_related("entity").order_by("pk"):
        figures = {currency: {name: Decimal(amount) for name, amount in parts.items()} for currency, parts in run.figures.items()}
        sums = found.get(run.pk, {})
        same = all(
            sums.get((currency, part), (Decimal(0), Decimal(0))) == (amount, amount)
            for currency, parts in figures.items()
            for part, amount in parts.items()
            if part != "all" and run.state != "posting"
        )
        if not adds_up(figures) or not same:
            yield Bad(str(run), "run_out_of_balance", {}, run.get_absolute_url())
        if run.pk in lost:
            yield Bad(str(run), "run_billed_without_trace", {}, run.get_absolute_url())
