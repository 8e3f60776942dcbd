"""BAI2 cash management files. Source: BAI Cash Management Balance Reporting Specifications, version 2."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from o2c.collections.cash.readers.bai2_record import Funds, day_of, take_funds
from o2c.collections.cash.readers.files import Source
from o2c.collections.cash.readers.shapes import END_OF_DAY, INTRADAY, Entry, Log, Statement, Transaction, Unreadable
from o2c.collections.cash.readers.values import clean
from o2c.core.money import digits

CODES = "01|02|03|16|49|88|98|99"
RECORD = re.compile(rf"\s*({CODES}),(.*)", re.DOTALL)
# Several records may share one physical line.
JOINED = re.compile(rf"(?<=/)\s+(?=(?:{CODES}),)")
OPENING, CLOSING = "010", "015"
CREDITS, DEBITS = range(100, 400), range(400, 700)
GROUP_STATUS = {"2": "deletion", "4": "test"}
INTERIM = {"1", "3"}
MAX_ENTRIES = 500_000
MAX_TEXT = 9000
LABELLED = re.compile(r"^(?:88,)?(DBNM|CRNM|EREF|REMI|DACT|CHKN|ORG|OBI)(?::=?|:)\s*(.*)$")


def read(source: Source, log: Log) -> Iterator[Entry]:
    """The entries of monetary types (100-399 credit, 400-699 debit), one by one.

    Raises Unreadable "file_truncated", "control_total", "amount_unreadable", "no_statement", "too_many_entries".
    """
    log.format = "BAI2"
    reading = _Reading(log)
    for number, code, pieces in _records(source):
        if entry := reading.take(number, code, pieces):
            yield entry
    reading.check_end()


def _records(source: Source) -> Iterator[tuple[int, str, list[str]]]:
    """Each record with its continuation lines (88, and lines that bear no code), and its number in the file."""
    number, code, pieces = 0, "", list[str]()
    for physical in source.lines(source.charset()):
        for line in JOINED.split(clean_line(physical)):
            if not line.strip():
                continue
            match = RECORD.match(line)
            if match is None:
                pieces.append(line)
            elif match[1] == "88":
                number += 1
                pieces.append(match[2])
            else:
                if code:
                    yield number, code, pieces
                number, code, pieces = number + 1, match[1], [match[2]]
    if code:
        yield number, code, pieces


def clean_line(line: str) -> str:
    return line.replace("\x00", "").removeprefix("\ufeff")


@dataclass(slots=True)
class _Totals:
    """Control totals of one level in minor units, as computed from the records and as the file states them."""

    computed: int = 0
    stated: int = 0
    first_record: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    log: Log
    statement: Statement | None = None
    currency: str = "USD"
    as_of: date | None = None
    kind: str = END_OF_DAY
    position: int = 0
    records: int = 0
    account: _Totals = field(default_factory=_Totals)
    group: _Totals = field(default_factory=_Totals)
    file: _Totals = field(default_factory=_Totals)
    is_closed: bool = False

    def take(self, number: int, code: str, pieces: list[str]) -> Entry | None:
        self.records = number
        match code:
            case "02":
                self._group(_fields(pieces))
            case "03":
                self._account(_fields(pieces), number)
            case "16":
                return self._detail(pieces)
            case "49":
                self._close_account(_fields(pieces))
            case "98":
                self._close_group(_fields(pieces))
            case "99":
                self._close_file(_fields(pieces))
        return None

    def _group(self, fields: list[str]) -> None:
        fields += [""] * 7
        if status := GROUP_STATUS.get(fields[2].strip()):
            self.log.ask("group_status", status=status)
        self.as_of, self.currency = day_of(fields[3]), fields[5].strip() or "USD"
        self.kind = INTRADAY if fields[6].strip() in INTERIM else END_OF_DAY
        self.group = _Totals()

    def _account(self, fields: list[str], number: int) -> None:
        currency = (fields[1].strip() if len(fields) > 1 else "") or self.currency
        self.statement = statement = self.log.open(
            account=fields[0].strip(), currency=currency, kind=self.kind, opened_on=self.as_of, closed_on=self.as_of
        )
        self.account, rest = _Totals(), fields[2:]
        while rest:
            code, amount = rest[0].strip(), (rest[1].strip() if len(rest) > 1 else "")
            rest = take_funds(rest[3:]).rest
            if not amount:
                continue
            value = _minor(amount)
            self.account.computed += value
            if code == OPENING:
                statement.opening = _major(value, currency)
            elif code == CLOSING:
                statement.closing = _major(value, currency)

    def _detail(self, pieces: list[str]) -> Entry | None:
        statement = self.statement
        fields = pieces[0].split(",")
        if statement is None or len(fields) < 2:
            raise Unreadable("record_unreadable", value=clean(pieces[0], 60))
        value, funds = _minor(fields[1].strip() or "0"), take_funds(fields[2:])
        self.account.computed += value
        code = int(fields[0]) if fields[0].strip().isdigit() else 0
        if code not in CREDITS and code not in DEBITS:
            return None
        self.position += 1
        if self.position > MAX_ENTRIES:
            raise Unreadable("too_many_entries", limit=MAX_ENTRIES)
        return _entry(statement, self.position, code, _major(value, statement.currency), funds, pieces)

    def _close_account(self, fields: list[str]) -> None:
        self.account.stated = _minor(fields[0])
        self.group.computed += self.account.computed
        self.group.stated += self.account.stated
        if self.account.stated != self.account.computed and self.statement:
            self.group.wrong.append(self.statement.account)

    def _close_group(self, fields: list[str]) -> None:
        """A group total that the records confirm proves that an account's total, or what it sums, was changed on the way."""
        stated = _minor(fields[0])
        for account in self.group.wrong:
            if stated == self.group.computed:
                raise Unreadable("control_total", account=account, stated=self.group.stated, computed=self.group.computed)
            self.log.warn("control_total", account=account)
        self.file.computed += stated

    def _close_file(self, fields: list[str]) -> None:
        self.is_closed = True
        stated, counted = _minor(fields[0]), fields[2].strip() if len(fields) > 2 else ""
        if stated != self.file.computed:
            self.log.warn("control_total", account="")
        if counted.isdigit() and int(counted) != self.records:
            self.log.warn("record_count", stated=int(counted), counted=self.records)

    def check_end(self) -> None:
        if not self.log.statements:
            raise Unreadable("no_statement")
        if not self.is_closed:
            raise Unreadable("file_truncated", entry=self.position)


def _entry(statement: Statement, position: int, code: int, amount: Decimal, funds: Funds, pieces: list[str]) -> Entry:
    is_credit = code in CREDITS
    statement.entries += 1
    if is_credit:
        statement.credits += amount
    else:
        statement.debits += amount
    bank, customer, *text = [*funds.rest, "", ""]
    words = [",".join(text).rstrip(",").removesuffix("/"), *pieces[1:]]
    named = {found[1]: found[2] for piece in pieces[1:] if (found := LABELLED.match(piece.strip()))}
    payment = Transaction(
        amount=amount,
        text=clean(" ".join(words), MAX_TEXT),
        payer=clean(named.get("DBNM") or named.get("ORG"), 140),
        payer_account=clean(named.get("DACT"), 64),
        end_to_end=clean(named.get("EREF"), 140),
        bank_reference=_reference(bank),
    )
    return Entry(
        statement=statement,
        position=position,
        direction="credit" if is_credit else "debit",
        amount=amount,
        currency=statement.currency,
        booked_on=statement.closed_on,
        value_on=funds.value_on or statement.closed_on,
        bank_reference=_reference(bank),
        kind=str(code),
        text=_reference(customer),
        transactions=(payment,),
    )


def _fields(pieces: list[str]) -> list[str]:
    """A field list that continuation lines may cut anywhere: the slash ends a line, not a field."""
    return ",".join(piece.strip().removesuffix("/") for piece in pieces).split(",")


def _reference(text: str) -> str:
    text = clean(text.strip().removesuffix("/"), 140)
    return text if text.strip("0 ") else ""


def _minor(text: str) -> int:
    text = text.strip().removesuffix("/").strip()
    if not re.fullmatch(r"[+-]?\d{1,24}", text):
        raise Unreadable("amount_unreadable", value=clean(text, 40))
    return int(text)


def _major(value: int, currency: str) -> Decimal:
    return Decimal(value).scaleb(-digits(currency))
