"""What a bank file says, whatever its format: statements, their entries, and what a person must know about the file."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

Direction = Literal["credit", "debit"]
Outcome = Literal["ok", "warn", "ask", "reject", "duplicate"]

END_OF_DAY, INTRADAY, ADVICE = "end_of_day", "intraday", "advice"
KEPT_REMARKS = 50


class Unreadable(Exception):
    """The file is refused as a whole. `code` has a sentence in the room's messages; nothing of the file is stored as an entry."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know about a file: a note needs no answer, a warning is confirmed, a question answered before anything is posted."""

    code: str
    kind: Literal["note", "warn", "ask"]
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paid:
    """One line of a payment's own remittance advice: a document with what was paid of it. Amounts in the payment's currency."""

    document: str
    kind: str = ""
    gross: Decimal | None = None
    discount: Decimal | None = None
    deduction: Decimal | None = None
    reason: str = ""
    paid: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Transaction:
    """One payment inside an entry. A batch entry has several, any other one. `amount` is unsigned, in the account's currency."""

    amount: Decimal
    text: str = ""
    payer: str = ""
    payer_account: str = ""
    ultimate_payer: str = ""
    end_to_end: str = ""
    mandate: str = ""
    bank_reference: str = ""
    structured: tuple[str, ...] = ()
    documents: tuple[Paid, ...] = ()
    instructed: Decimal | None = None
    instructed_currency: str = ""
    charges: Decimal | None = None
    return_code: str = ""
    original_reference: str = ""


@dataclass(slots=True)
class Statement:
    """One statement of one account; totals grow while its entries are read. Balances are signed, None when the file has none.

    `first_on`: the earliest booking day of its entries, known once they are read.
    """

    number: int
    format: str = ""
    account: str = ""
    currency: str = ""
    reference: str = ""
    sequence: str = ""
    kind: str = END_OF_DAY
    opening: Decimal | None = None
    closing: Decimal | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    is_continued: bool = False
    first_on: date | None = None
    entries: int = 0
    credits: Decimal = Decimal(0)
    debits: Decimal = Decimal(0)
    pending: int = 0
    repeats: tuple[int, ...] = ()

    @property
    def missing(self) -> Decimal | None:
        """What the closing balance has more than opening + credits - debits. None without both balances."""
        if self.opening is None or self.closing is None:
            return None
        return self.closing - (self.opening + self.credits - self.debits)

    @property
    def ends_at(self) -> Decimal | None:
        """The closing balance, or what it must be where the bank left it out."""
        if self.closing is None and self.opening is not None:
            return self.opening + self.credits - self.debits
        return self.closing

    @property
    def is_blank(self) -> bool:
        """A head without account, balance and entry, as some banks put at the end of a file."""
        return not (self.account or self.entries or self.opening is not None or self.closing is not None)


@dataclass(frozen=True, slots=True)
class Entry:
    """One booked line of a statement. `amount` is unsigned, in `currency`; `position` counts within the file from 1."""

    statement: Statement
    position: int
    direction: Direction
    amount: Decimal
    currency: str
    booked_on: date | None
    value_on: date | None
    bank_reference: str = ""
    kind: str = ""
    is_reversal: bool = False
    text: str = ""
    transactions: tuple[Transaction, ...] = ()


@dataclass(slots=True)
class Log:
    """What a reader found out besides the entries. It keeps the first remarks of a file and counts the rest."""

    format: str = ""
    statements: list[Statement] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    unkept: int = 0

    def open(self, **values: Any) -> Statement:
        self.statements.append(Statement(len(self.statements) + 1, self.format, **values))
        return self.statements[-1]

    def note(self, code: str, **values: Any) -> None:
        self._keep(Remark(code, "note", values))

    def warn(self, code: str, **values: Any) -> None:
        self._keep(Remark(code, "warn", values))

    def ask(self, code: str, **values: Any) -> None:
        self._keep(Remark(code, "ask", values))

    def _keep(self, remark: Remark) -> None:
        if remark in self.remarks:
            return
        if len(self.remarks) < KEPT_REMARKS:
            self.remarks.append(remark)
        else:
            self.unkept += 1
