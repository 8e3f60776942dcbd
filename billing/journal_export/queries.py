"""Mappings, exports, and the rows of an export as finance reads them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet

from o2c.billing.journal_export.models import AccountMapping, JournalExport
from o2c.core.access.models import User
from o2c.core.access.queries import scope

VIEW = "billing.view_journal_exports"
BATCH = 2_000

# The entries of a month nobody was given yet.
WAITING = """
    SELECT e.id FROM billing_journalentry e
    WHERE e.entity_id = %(entity)s AND e.posting_date >= %(month)s AND e.posting_date < %(next)s
        AND NOT EXISTS (SELECT FROM billing_exportedentry x WHERE x.entry_id = e.id)
"""
UNMAPPED = f"""
    SELECT l.control_account, min(e.posting_date)
    FROM billing_journalentry e JOIN billing_journalline l ON l.entry_id = e.id
        LEFT JOIN billing_accountmapping m ON m.entity_id = e.entity_id AND m.control_account = l.control_account AND m.state = 'active'
            AND daterange(m.valid_from, m.valid_until) @> e.posting_date
    WHERE e.id IN ({WAITING}) AND m.id IS NULL
    GROUP BY 1 ORDER BY 1
"""  # noqa: S608  (our own constant)
ROWS = """
    SELECT e.posting_date, e.document_date, e.public_id, e.kind, e.reference, m.number, m.name, l.control_account, l.currency,
        l.debit, l.credit, greatest(l.base_amount, 0), greatest(-l.base_amount, 0), c.number, f.number
    FROM billing_exportedentry x
        JOIN billing_journalentry e ON e.id = x.entry_id
        JOIN billing_journalline l ON l.entry_id = e.id
        JOIN billing_accountmapping m ON m.entity_id = e.entity_id AND m.control_account = l.control_account AND m.state = 'active'
            AND daterange(m.valid_from, m.valid_until) @> e.posting_date
        LEFT JOIN accounts_customer c ON c.id = e.customer_id
        LEFT JOIN accounts_financialaccount f ON f.id = e.account_id
    WHERE x.export_id = %(export)s
    ORDER BY e.posting_date, e.id, l.id
"""


@dataclass(frozen=True, slots=True)
class Handed:
    """One line of the journal under the company's own account number. Base amounts in the base currency of the entity."""

    posting_date: date
    document_date: date
    entry: str
    kind: str
    reference: str
    account: str
    account_name: str
    control_account: str
    currency: str
    debit: Decimal
    credit: Decimal
    base_debit: Decimal
    base_credit: Decimal
    customer: str | None
    financial_account: str | None


def mappings(actor: User) -> QuerySet[AccountMapping]:
    rows = scope(AccountMapping.objects, actor, VIEW).select_related("entity", "created_by")
    return rows.order_by("entity__code", "control_account", "-valid_from", "pk")


def exports(actor: User) -> QuerySet[JournalExport]:
    """What was handed over, newest first."""
    return scope(JournalExport.objects, actor, VIEW).select_related("entity", "created_by").order_by("-created_at", "-pk")


def rows_of(export: JournalExport) -> Iterator[Handed]:
    """Every line in the order of the journal, the same each time."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, {"export": export.pk})
        while batch := cursor.fetchmany(BATCH):
            for row in batch:
                posted_on, made_on, entry, *rest = row
                yield Handed(posted_on, made_on, str(entry), *rest)


def unmapped(entity_id: int, month: date, after: date) -> list[tuple[str, date]]:
    """Control accounts that lack a number, each with the first day it is needed."""
    with connection.cursor() as cursor:
        cursor.execute(UNMAPPED, {"entity": entity_id, "month": month, "next": after})
        return list(cursor.fetchall())
