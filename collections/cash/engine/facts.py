"""What the matcher looks at and what it answers. Every amount is an integer in the minor unit of its currency."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Tier = Literal["auto", "suggest", "account", "none"]
INVOICE, CREDIT_NOTE = "invoice", "credit_note"


@dataclass(frozen=True, slots=True)
class Why:
    """One reason in a clerk's words: a code with its values; the sentence stands in the room's messages."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Customer:
    """`accounts` are the bank accounts in the master data; `parent` the payer that may pay for it."""

    id: str
    name: str
    accounts: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True)
class GroupPayer:
    """A parent, service centre or factor: it pays for several customers and is never learned as one of them."""

    id: str
    name: str
    accounts: tuple[str, ...] = ()


@dataclass(slots=True)
class Item:
    """An invoice or credit note. `open` goes down while a run books; a credit note has a negative amount and a negative rest."""

    number: str
    customer: str
    kind: str
    issued_on: date
    due_on: date
    currency: str
    amount: int
    open: int
    discount_percent: float = 0.0
    discount_until: date | None = None
    order: str = ""
    structured: tuple[str, ...] = ()

    def discount(self) -> int:
        """The early-payment discount on what is open, rounded half up to the minor unit."""
        basis_points = round(self.discount_percent * 100)
        return (self.open * basis_points + 5000) // 10000 if self.open > 0 else 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person booked before: by it accounts and spellings are learned."""

    on: date
    payer: str
    account: str
    customer: str


@dataclass(frozen=True, slots=True)
class AdviceLine:
    document: str
    paid: int
    deduction: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """A remittance advice. `total` is None when it states none."""

    number: str
    lines: tuple[AdviceLine, ...]
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """One incoming payment. `instructed` is the amount in the payer's currency, when it differs."""

    reference: str
    on: date
    amount: int
    currency: str
    payer: str = ""
    account: str = ""
    ultimate_payer: str = ""
    text: str = ""
    end_to_end: str = ""
    structured: tuple[str, ...] = ()
    instructed: int | None = None
    instructed_currency: str = ""
    documents: tuple[AdviceLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Deduction:
    """What is missing on an item and why: discount, discount_too_late, bank_fee, withholding_tax, claim, short."""

    kind: str
    number: str
    amount: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """The best explanation of a credit. `applications` are (document, amount in the document's currency); what is left stays unapplied.

    `searched`: no text names the items, so others may be meant.
    """

    credit: str
    tier: Tier
    customers: tuple[str, ...] = ()
    applications: tuple[tuple[str, int], ...] = ()
    deductions: tuple[Deduction, ...] = ()
    alternatives: tuple[str, ...] = ()
    unapplied: int = 0
    why: tuple[Why, ...] = ()
    searched: bool = False
