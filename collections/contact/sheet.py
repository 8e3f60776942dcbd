"""The statement's figures as texts in the customer's language, as its letter wants them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation

from o2c.accounts.customers.letters import recipient
from o2c.accounts.customers.models import Address, Customer
from o2c.collections.contact.rules import Block, days_overdue
from o2c.core import spoken
from o2c.core.entities.models import LegalEntity, OwnAccountState
from o2c.core.letters.paper import in_fours, window_of


def statement_sheet(
    customer: Customer,
    address: Address | None,
    blocks: Sequence[Block],
    *,
    entity: LegalEntity,
    from_on: date,
    as_of: date,
    language: str,
    contact: str,
) -> dict[str, Any]:
    """What `templates/letters/statement.<language>.typ` is filled with."""
    with translation.override(language):
        return {
            "window": window_of(entity.country),
            "sender": {"name": entity.name, "lines": entity.address.splitlines(), "vat_id": entity.vat_id},
            "recipient": recipient(customer, address, entity.country),
            "customer": customer.number,
            "period": f"{spoken.day(from_on)} – {spoken.day(as_of)}",
            "as_of": spoken.day(as_of),
            "contact": contact,
            "blocks": [_block(block, from_on, as_of) for block in blocks],
            "banks": _banks(entity, {block.currency for block in blocks}),
        }


def _block(block: Block, from_on: date, as_of: date) -> dict[str, Any]:
    def amount(value: Decimal) -> str:
        return spoken.amount(value, block.currency)

    return {
        "currency": block.currency,
        "opening": amount(block.opening),
        "opening_on": spoken.day(from_on),
        "closing": amount(block.closing),
        "closing_on": spoken.day(as_of),
        "movements": [
            {
                "date": spoken.day(movement.on),
                "kind": movement.kind,
                "party": movement.party,
                "reference": movement.reference,
                "debit": amount(movement.amount) if movement.amount > 0 else "",
                "credit": amount(-movement.amount) if movement.amount < 0 else "",
                "balance": amount(balance),
            }
            for movement, balance in zip(block.movements, block.balances, strict=True)
        ],
        "items": [
            {
                "reference": item.reference,
                "party": item.party,
                "date": spoken.day(item.document_date),
                "due": spoken.day(item.due_on) if item.left > 0 else "",
                "days": str(days_overdue(item.due_on, as_of)) if item.left > 0 else "",
                "amount": amount(item.amount),
                "open": amount(item.left),
            }
            for item in block.items
        ],
        "ageing": [[name, amount(value)] for name, value in block.ageing(as_of).items()],
        "total_open": amount(block.closing),
    }


def _banks(entity: LegalEntity, currencies: set[str]) -> list[dict[str, str]]:
    """Our active accounts in the statement's currencies, else all of them."""
    active = list(entity.bank_accounts.filter(state=OwnAccountState.ACTIVE).order_by("currency", "pk"))
    fitting = [account for account in active if account.currency in currencies] or active
    return [{"name": account.name, "iban": in_fours(account.iban), "bic": account.bic, "currency": account.currency} for account in fitting]
