"""What stands on a deposit slip, as texts."""

from collections.abc import Sequence
from typing import Any

from o2c.collections.cash.cheques.models import Cheque, DepositSlip
from o2c.core import spoken


def slip_sheet(slip: DepositSlip, cheques: Sequence[Cheque], language: str) -> dict[str, Any]:
    """What `templates/letters/deposit_slip.<language>.typ` is filled with."""
    return {
        "number": slip.number, "entity": slip.entity.name, "address": slip.entity.address.splitlines(),
        "account": slip.account.name, "iban": slip.account.iban, "bic": slip.account.bic, "day": spoken.day(slip.day, language),
        "currency": slip.currency, "total": spoken.amount(slip.total, slip.currency, language), "count": str(slip.count),
        "cheques": [
            {"number": each.number, "drawer": each.drawer, "bank": each.bank, "amount": spoken.amount(each.amount, each.currency, language)}
            for each in cheques
        ],
    }  # fmt: skip
