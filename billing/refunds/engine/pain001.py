"""Credit transfers for a bank: pain.001 as text, in the version its bank takes, kept to its schema. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sepaxml import SepaTransfer
from sepaxml.validation import ValidationError

from o2c.core.money import digits

FORMATS = ("pain.001.001.03", "pain.001.001.09")
CENTS = 2


@dataclass(frozen=True, slots=True)
class Debtor:
    """Our account, and the version its bank takes."""

    name: str
    iban: str
    bic: str
    currency: str
    format: str


@dataclass(frozen=True, slots=True)
class Credit:
    """One payment. Names and texts leave in Latin letters."""

    end_to_end: str
    amount: Decimal
    name: str
    iban: str
    bic: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    message_id: str
    content: str


class Refused(Exception):
    """Why there is no file: "payment_file_format", "payment_file_currency", "payment_file_invalid"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def credit_transfers(debtor: Debtor, credits_: Sequence[Credit], day: date) -> Message:
    """The file for one day. SEPA for euros, plain transfers for other currencies with two decimals. Raises Refused."""
    if debtor.format not in FORMATS:
        raise Refused("payment_file_format")
    if digits(debtor.currency) != CENTS:
        raise Refused("payment_file_currency")
    ours = {
        "name": debtor.name, "IBAN": debtor.iban, "BIC": debtor.bic, "batch": True, "currency": debtor.currency,
        "domestic": debtor.currency != "EUR",
    }  # fmt: skip
    transfer = SepaTransfer(ours, schema=debtor.format, clean=True)
    for credit in credits_:
        transfer.add_payment(_payment(credit, day))
    try:
        content: bytes = transfer.export(validate=True)
    except ValidationError as invalid:
        raise Refused("payment_file_invalid") from invalid
    return Message(transfer.msg_id, content.decode())


def _payment(credit: Credit, day: date) -> dict[str, object]:
    facts: dict[str, object] = {
        "name": credit.name, "IBAN": credit.iban, "amount": int(credit.amount * 100), "execution_date": day,
        "description": credit.text, "endtoend_id": credit.end_to_end,
    }  # fmt: skip
    return {**facts, "BIC": credit.bic} if credit.bic else facts
