"""Entries that are no receivable: which control account the bank's own code stands for. Pure. Source: cash reference 1, 2, 3."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from o2c.billing.ledger.rules import Line, Posting
from o2c.collections.cash.receipts.rules import BankMoney

# The last part of a camt code, a GVC, a BAI2 type, an MT940 kind or an OFX type.
CODES: Mapping[str, str] = {
    **dict.fromkeys(("CHRG", "COMM", "808", "NCHG", "698", "SRVCHG", "FEE"), "bank_charges"),
    **dict.fromkeys(("INTR", "CRIN", "DBIN", "805", "814", "354", "NINT", "INT"), "interest"),
    **dict.fromkeys(("275", "575", "ZABA", "SWEP"), "transfers"),
    **dict.fromkeys(("TAXE", "WITH"), "withholding_tax"),
}
CODABLE = ("bank_charges", "interest", "transfers", "withholding_tax", "clearing")
PARTS = re.compile(r"[/+]")


@dataclass(frozen=True, slots=True)
class Coding:
    """Where an entry belongs, and why: the code of a sentence with its values."""

    control_account: str
    why: str
    values: Mapping[str, str]


def suggested(kind: str, payer_account: str, own: Collection[str]) -> Coding | None:
    """What the entry is when its other side is an account of ours, or the bank's code says it. None for all that may be a customer's."""
    if payer_account and payer_account in own:
        return Coding("transfers", "coding_own_account", {"account": payer_account})
    for part in reversed(PARTS.split(kind)):
        if account := CODES.get(part):
            return Coding(account, "coding_by_code", {"kind": kind})
    return None


def coding_posting(money: BankMoney, control_account: str) -> Posting:
    """From unidentified cash to where it belongs; money that went out comes from there."""
    return Posting(
        kind="receipt", reference=money.reference, entity_id=money.entity_id, currency=money.currency, rate=money.rate,
        document_date=money.booked_on, posting_date=money.posted_on,
        lines=[Line("unidentified", money.amount), Line(control_account, -money.amount)],
    )  # fmt: skip
