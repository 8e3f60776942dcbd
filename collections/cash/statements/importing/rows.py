"""Entries of a file as rows of the book: a line, its keys, its posting and its receipts."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from o2c.collections.cash.readers.shapes import Entry, Transaction
from o2c.collections.cash.receipts.models import Receipt
from o2c.collections.cash.receipts.rules import BankMoney
from o2c.collections.cash.statements.models import BankStatement, StatementLine
from o2c.collections.cash.statements.rules import Found
from o2c.core.money import round_to_currency
from o2c.core.plain import plain


def line_of(entry: Entry, statement: BankStatement, booked_on: date) -> StatementLine:
    """The row of one entry, not saved yet."""
    line = StatementLine(
        account_id=statement.account_id, entity_id=statement.entity_id, statement=statement, position=entry.position,
        end_of_day=statement if statement.kind == "end_of_day" else None, direction=entry.direction, amount=entry.amount,
        currency=statement.currency, booked_on=booked_on, value_on=entry.value_on or booked_on, is_reversal=entry.is_reversal,
    )  # fmt: skip
    describe(line, entry)
    return line


def describe(line: StatementLine, entry: Entry) -> list[str]:
    """Write what the entry tells in words, where the line does not say it yet; the names of what was written."""
    first = entry.transactions[0] if entry.transactions else None
    is_one = len(entry.transactions) == 1
    told = {
        "bank_reference": entry.bank_reference,
        "kind": entry.kind,
        "text": entry.text,
        "payer": first.payer if first and is_one else "",
        "payer_account": first.payer_account if first and is_one else "",
        "purpose": first.text if first and is_one else "",
        "end_to_end": first.end_to_end if first and is_one else "",
        "mandate": first.mandate if first and is_one else "",
        "return_code": next((payment.return_code for payment in entry.transactions if payment.return_code), ""),
    }
    changed = [name for name, value in told.items() if value and not getattr(line, name)]
    for name in changed:
        setattr(line, name, told[name])
    if len(entry.transactions) > len(line.payments):
        line.payments = [stored(payment) for payment in entry.transactions]
        changed.append("payments")
    return changed


def stored(payment: Transaction) -> dict[str, Any]:
    """A payment as JSON: only what it says, amounts as strings."""
    facts: dict[str, Any] = plain(asdict(payment))
    return {name: value for name, value in facts.items() if value not in ("", None, [])}


def money_of(line: StatementLine, posted_on: date, rate: Decimal, source: Found, channel: str) -> BankMoney:
    return BankMoney(
        line.entity_id, line.amount if line.direction == "credit" else -line.amount, line.currency, line.booked_on, posted_on,
        reference=reference_of(line), source_key=f"bank:{line.account_id}:{channel}:{source.key}:{source.occurrence}", rate=rate,
    )  # fmt: skip


def reference_of(line: StatementLine) -> str:
    """What people call the payment: the bank's reference, else the payer's, else day and place on the statement."""
    return (line.bank_reference or line.end_to_end)[:80] or f"{line.booked_on:%Y-%m-%d}/{line.position}"


def receipts_of(line: StatementLine) -> Iterator[Receipt]:
    """What a credit brought: one receipt, or one per payment of a batch and one for what the batch does not explain."""
    worth = [round_to_currency(Decimal(payment["amount"]), line.currency) for payment in line.payments]
    parts = [(amount, payment) for amount, payment in zip(worth, line.payments, strict=True) if amount]
    rest = line.amount - sum((amount for amount, _payment in parts), Decimal(0))
    if len(parts) < 2 or rest < 0:
        yield _receipt(line, 0, line.amount, line.payments[0] if len(line.payments) == 1 else {})
        return
    for part, (amount, payment) in enumerate(parts, start=1):
        yield _receipt(line, part, amount, payment)
    if rest:
        yield _receipt(line, len(parts) + 1, rest, {})


def _receipt(line: StatementLine, part: int, amount: Decimal, payment: dict[str, Any]) -> Receipt:
    return Receipt(
        line=line, part=part, entity_id=line.entity_id, amount=amount, currency=line.currency, booked_on=line.booked_on,
        value_on=line.value_on, payer=payment.get("payer", line.payer), payer_account=payment.get("payer_account", line.payer_account),
        text=payment.get("text", line.purpose or line.text),
    )  # fmt: skip


def earns_receipt(lines: Sequence[StatementLine]) -> list[StatementLine]:
    return [line for line in lines if line.direction == "credit" and line.entry_id]
