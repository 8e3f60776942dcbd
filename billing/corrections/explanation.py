"""What was corrected for a customer in a period and why: one click, for whoever asks. Source: requirement O2C-15."""

from datetime import date
from typing import Any

from django.utils import translation

from o2c.accounts.customers.models import Customer
from o2c.billing.corrections import queries
from o2c.billing.corrections.models import Correction
from o2c.core import spoken
from o2c.core.access.models import User
from o2c.core.dates import last_day
from o2c.core.excel.exports import export_list
from o2c.core.letters.typesetting import typeset


def explanation(customer: Customer, since: date, until: date, *, today: date, actor: User) -> bytes:
    """The PDF over days `[since, until)` in the customer's language; taking it out of the house is an event of the trail."""
    rows = list(queries.explained(actor, customer.pk, since, until))
    asked = f"customer={customer.number}&since={since}&until={last_day(until)}"
    export_list("corrections_explained", filters=asked, rows=len(rows), actor=actor)
    with translation.override(customer.language):
        sheet = _sheet(customer, rows, since, until)
    return typeset("corrections", customer.language, sheet, dated=today)


def _sheet(customer: Customer, rows: list[Correction], since: date, until: date) -> dict[str, Any]:
    return {
        "customer": f"{customer.legal_name} ({customer.number})",
        "period": f"{spoken.day(since)} – {spoken.day(last_day(until))}",
        "cases": [_case(row) for row in rows],
    }


def _case(row: Correction) -> dict[str, Any]:
    net = {name: spoken.amount(value, row.currency) for name, value in (("credited", row.credited), ("rebilled", row.rebilled))}
    difference = spoken.amount(row.rebilled - row.credited, row.currency)
    return {
        "document": row.document.number, "dated": spoken.day(row.document.document_date),
        "posted": spoken.day(row.executed_at.date()) if row.executed_at else "", "cause": str(row.get_cause_display()),
        "explanation": row.explanation, "credit_note": row.credit_note.number if row.credit_note else "",
        "anew": row.rebill.number if row.rebill else "", "currency": row.currency, **net, "difference": difference,
    }  # fmt: skip
