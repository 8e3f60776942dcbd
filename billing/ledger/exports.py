"""The ageing as the command and REST write it: amounts as text with the digits of their currency, counts as numbers."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from o2c.billing.ledger.queries import Ageing
from o2c.core.money import digits

CENT = Decimal("0.01")


def ageing_row(row: Ageing) -> dict[str, Any]:
    """One flat object: buckets by days past due, `over_90` beside its three parts, credits negative, days to two decimals."""
    amounts = {**row.buckets, "over_90": row.over_90, "credits": row.credits}
    counts = {**row.documents, "over_90": row.over_90_documents, "credits": row.credit_documents}
    return {
        "entity": row.entity,
        "currency": row.currency,
        "as_of": row.as_of.isoformat(),
        "open_documents": row.open_documents,
        "open_balance": _amount(row.open_balance, row.currency),
        **{name: _amount(amounts[name], row.currency) for name in ORDER},
        **{f"{name}_documents": counts[name] for name in ORDER},
        "unapplied": _amount(row.unapplied, row.currency),
        "unapplied_receipts": row.unapplied_receipts,
        "sales_90": _amount(row.sales, row.currency),
        "dso": _days(row.dso),
        "dso_countback": _days(row.dso_countback),
    }


ORDER = ["not_due", "d1_30", "d31_60", "d61_90", "over_90", "d91_180", "d181_365", "over_365", "credits"]


def _amount(value: Decimal, currency: str) -> str:
    return f"{value + 0:.{digits(currency)}f}"


def _days(value: Decimal | None) -> str | None:
    return None if value is None else str(value.quantize(CENT, ROUND_HALF_UP))
