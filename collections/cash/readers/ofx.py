"""OFX 1.x (SGML) and 2.x (XML), as tolerant as the banks are careless. Source: Open Financial Exchange, sections 2 and 11."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from o2c.collections.cash.readers.files import Source
from o2c.collections.cash.readers.shapes import Entry, Log, Statement, Transaction, Unreadable
from o2c.collections.cash.readers.values import clean, local_amount

TOKEN = re.compile(r"<(/?)([A-Za-z][\w.]*)[^<>]*?(/?)>([^<]*)")
VERSION = re.compile(r"""(?:SGML|(?<![A-Z]))VERSION\s*[:=]\s*["']?(\d+)""")
DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
STATEMENTS = {"STMTRS", "CCSTMTRS"}
INVESTMENT = {"INVSTMTRS", "INVSTMTTRNRS", "INVSTMTMSGSRSV1"}
GROUPS = {
    "BANKACCTFROM",
    "CCACCTFROM",
    "BANKTRANLIST",
    "STMTTRN",
    "LEDGERBAL",
    "AVAILBAL",
    "PAYEE",
    "BANKACCTTO",
    "CCACCTTO",
    "CURRENCY",
    "ORIGCURRENCY",
}
MAX_ENTRIES = 500_000
MAX_VALUE = 9000


def read(source: Source, log: Log) -> Iterator[Entry]:
    """The entries, one by one.

    Raises Unreadable "xml_doctype", "investment_account", "no_statement", "file_truncated", "entry_amount", "entry_date",
    "too_many_entries".
    """
    version = VERSION.search(source.head(4000).decode("latin-1"))
    log.format = f"OFX {version[1] if version else '?'}"
    reading = _Reading(log)
    for closing, name, value in _tokens(source):
        if entry := reading.take(closing, name, value):
            yield entry
    reading.check_end()


def _tokens(source: Source) -> Iterator[tuple[bool, str, str]]:
    """Tags with the text behind each, in order; a tag that closes itself has none."""
    waiting = ""
    for piece in source.text(source.charset()):
        waiting += piece
        cut = waiting.rfind("<")
        if cut <= 0:
            continue
        ready, waiting = waiting[:cut], waiting[cut:]
        yield from _tags(ready)
    yield from _tags(waiting)


def _tags(text: str) -> Iterator[tuple[bool, str, str]]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unreadable("xml_doctype")
    for slash, name, own, value in TOKEN.findall(text):
        yield bool(slash), name.upper(), "" if own or slash else value


@dataclass(slots=True)
class _Reading:
    log: Log
    statement: Statement | None = None
    inside: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    position: int = 0
    has_investment: bool = False
    has_end: bool = False
    references: Counter[tuple[int, str]] = field(default_factory=Counter)

    def take(self, closing: bool, name: str, value: str) -> Entry | None:
        self.has_investment = self.has_investment or name in INVESTMENT
        self.has_end = self.has_end or (closing and name == "OFX")
        if name in STATEMENTS:
            self.statement = None if closing else self.log.open()
        elif self.statement is None:
            return None
        elif name in GROUPS:
            return self._group(self.statement, closing, name)
        elif not closing:
            self._value(self.statement, name, clean(html.unescape(value), MAX_VALUE))
        return None

    def _group(self, statement: Statement, closing: bool, name: str) -> Entry | None:
        if not closing:
            self.inside.append(name)
            if name == "STMTTRN":
                self.values = {}
            return None
        while self.inside and self.inside.pop() != name:
            pass
        return self._entry(statement) if name == "STMTTRN" else None

    def _value(self, statement: Statement, name: str, value: str) -> None:
        if not value:
            return
        group = self.inside[-1] if self.inside else ""
        if "STMTTRN" in self.inside:
            self.values.setdefault(f"{group}.{name}" if group not in {"STMTTRN", "PAYEE"} else name, value)
        elif name == "CURDEF":
            statement.currency = value[:3].upper()
        elif name == "ACCTID" and group in {"BANKACCTFROM", "CCACCTFROM"}:
            statement.account = value[:64]
        elif group == "LEDGERBAL" and name == "BALAMT":
            statement.closing = local_amount(value)
        elif group == "LEDGERBAL" and name == "DTASOF":
            statement.closed_on = _day(value)
        elif group == "BANKTRANLIST" and name == "DTSTART":
            statement.opened_on = _day(value)

    def _entry(self, statement: Statement) -> Entry:
        self.position += 1
        if self.position > MAX_ENTRIES:
            raise Unreadable("too_many_entries", limit=MAX_ENTRIES)
        amount = local_amount(self.values.get("TRNAMT", ""))
        if amount is None:
            raise Unreadable("entry_amount", entry=self.position, value=self.values.get("TRNAMT", "")[:40])
        reference = self.values.get("FITID", "")[:140]
        if reference:
            self.references[statement.number, reference] += 1
        statement.entries += 1
        if amount < 0:
            statement.debits -= amount
        else:
            statement.credits += amount
        return self._booked(statement, amount, reference)

    def _booked(self, statement: Statement, amount: Decimal, reference: str) -> Entry:
        payment = Transaction(
            amount=abs(amount),
            text=self.values.get("MEMO", ""),
            payer=self.values.get("NAME", "")[:140],
            payer_account=self.values.get("BANKACCTTO.ACCTID", "")[:64].replace(" ", ""),
            end_to_end=self.values.get("REFNUM", "")[:140],
            bank_reference=reference,
        )
        booked_on = _day(self.values.get("DTPOSTED", "")) or statement.closed_on
        return Entry(
            statement=statement,
            position=self.position,
            direction="debit" if amount < 0 else "credit",
            amount=abs(amount),
            currency=statement.currency,
            booked_on=booked_on,
            value_on=_day(self.values.get("DTAVAIL", "")) or booked_on,
            bank_reference=reference,
            kind=self.values.get("TRNTYPE", "").upper()[:40],
            text=(self.values.get("CHECKNUM") or self.values.get("CHKNUM", ""))[:40],
            transactions=(payment,),
        )

    def check_end(self) -> None:
        if not self.log.statements:
            raise Unreadable("investment_account" if self.has_investment else "no_statement")
        if "STMTTRN" in self.inside or not self.has_end:
            raise Unreadable("file_truncated", entry=self.position)
        for (_, reference), count in self.references.items():
            if count > 1:
                self.log.warn("reference_repeated", reference=reference, count=count)


def _day(text: str) -> date | None:
    """yyyymmdd, with or without time and zone. Banks write 00000000 where they have none: no day."""
    match = DATE.match(text)
    if match is None or set(match.group()) == {"0"}:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError as error:
        raise Unreadable("date_unreadable", value=text[:40]) from error
