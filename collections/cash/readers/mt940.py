"""MT940 and MT942 with the dialects of the banks. Source: SWIFT Category 9, Cash Management and Customer Status."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from o2c.collections.cash.readers.files import Source
from o2c.collections.cash.readers.mt940_line import Line, balance, booked_line
from o2c.collections.cash.readers.narrative import Narrative, narrative
from o2c.collections.cash.readers.shapes import INTRADAY, Entry, Log, Statement, Transaction, Unreadable
from o2c.collections.cash.readers.values import clean

# Only these start a tag: a text line may begin with a colon and two digits too.
TAGS = "20|21|25P?|28C?|60[FM]|61|86|62[FM]|64|65|13D?|34F|90[CD]|NS"
TAG = re.compile(rf":({TAGS}):")
END_OF_MESSAGE = re.compile(r"-\}.*|-|-XXX")
MAX_ENTRIES = 500_000
MAX_TAG_LINES = 200
INTERIM = {"13", "13D", "34F", "90C", "90D"}


def read(source: Source, log: Log) -> Iterator[Entry]:
    """The entries, one by one; a message that continues the page before is a statement of its own, marked so.

    Raises Unreadable "file_truncated", "entry_unreadable", "no_statement", "too_many_entries".
    """
    log.format = "MT940"
    reading = _Reading(log)
    for tag, lines in _tags(source, log, reading):
        if entry := reading.take(tag, lines):
            yield entry
    if entry := reading.finish():
        yield entry
    reading.check_end()


def _tags(source: Source, log: Log, reading: "_Reading") -> Iterator[tuple[str, list[str]]]:
    """Each tag with its lines, the tag itself cut off."""
    tag, lines = "", list[str]()
    for line in _lines(source, log, reading):
        if match := TAG.match(line):
            if tag:
                yield tag, lines
            tag, lines = match.group(1), [line[match.end() :]]
        elif END_OF_MESSAGE.fullmatch(line.strip()) or line.startswith("{1:"):
            if tag:
                yield tag, lines
            tag, lines = "", []
            if not line.startswith("{1:"):
                reading.has_end = True
        elif len(lines) < MAX_TAG_LINES:
            lines.append(line)
    if tag:
        yield tag, lines


def _lines(source: Source, log: Log, reading: "_Reading") -> Iterator[str]:
    charset, line, has_nul = source.charset(), "", False
    at_signs = source.head(64).lstrip().startswith(b"@@")
    for whole in source.lines(charset):
        for line in whole.split("@@") if at_signs else [whole]:
            has_nul = has_nul or "\x00" in line
            yield line.replace("\x00", "").removeprefix("\ufeff")
    reading.is_cut = bool(line.strip())
    if has_nul:
        log.warn("nul_bytes")


@dataclass(slots=True)
class _Reading:
    log: Log
    statement: Statement | None = None
    pending: Line | None = None
    texts: list[str] = field(default_factory=list)
    position: int = 0
    is_cut: bool = False
    has_end: bool = False
    fields: int = 0
    last_fields: int = 0
    before: Statement | None = None

    def take(self, tag: str, lines: list[str]) -> Entry | None:
        """One tag read; the entry that it ends, if it does."""
        text = lines[0].strip()
        if tag in {"86", "NS"}:
            if self.pending:
                self.texts += lines
            return None
        entry = self.finish() if tag in {"20", "61", "62F", "62M", "64", "65", "90C", "90D"} else None
        if tag == "20":
            self._open(text)
        elif self.statement is None:
            return entry
        elif tag == "61":
            self.position += 1
            self.pending = booked_line(lines, self.position, self.statement.opened_on, self.log)
        else:
            self._head(self.statement, tag, text)
        return entry

    def _open(self, reference: str) -> None:
        self._check_closing()
        self.before, self.has_end = self.statement, False
        self.statement = self.log.open(reference=clean(reference, 35))

    def _head(self, statement: Statement, tag: str, text: str) -> None:
        if tag in {"25", "25P"}:
            statement.account = clean(text, 70)
        elif tag in {"28", "28C"}:
            statement.sequence = clean(text, 20)
        elif tag in {"60F", "60M"} and statement.opening is None:
            statement.opening, statement.opened_on, statement.currency = balance(text, statement.currency)
            statement.is_continued = tag == "60M" and self._continues(statement)
        elif tag in {"62F", "62M"}:
            statement.closing, statement.closed_on, statement.currency = balance(text, statement.currency)
        elif tag in INTERIM:
            self._interim(statement, tag, text)

    def _continues(self, statement: Statement) -> bool:
        last = self.before
        return last is not None and last.account == statement.account and last.closing == statement.opening

    def _interim(self, statement: Statement, tag: str, text: str) -> None:
        if statement.opening is None:
            statement.kind, self.log.format = INTRADAY, "MT942"
        if tag == "34F" and not statement.currency:
            statement.currency = text[:3]

    def finish(self) -> Entry | None:
        """The entry whose tags are complete, counted."""
        line, statement = self.pending, self.statement
        if line is None or statement is None:
            return None
        if self.position > MAX_ENTRIES:
            raise Unreadable("too_many_entries", limit=MAX_ENTRIES)
        told = narrative(self.texts)
        if told.fields:
            self.fields, self.last_fields = max(self.fields, self.last_fields), told.fields
        self.pending, self.texts = None, []
        statement.entries += 1
        if line.direction == "credit":
            statement.credits += line.amount
        else:
            statement.debits += line.amount
        return _entry(statement, self.position, line, told)

    def _check_closing(self) -> None:
        """A message that says it is complete but has no closing balance."""
        if self.statement and self.statement.closing is None and self.statement.opening is not None and self.has_end:
            self.log.warn("closing_missing", statement=self.statement.reference or self.statement.number)

    def check_end(self) -> None:
        if not self.log.statements:
            raise Unreadable("no_statement")
        last = self.log.statements[-1]
        if last.closing is None and last.kind != INTRADAY and self.is_cut and not self.has_end:
            closed = any(statement.closing is not None for statement in self.log.statements)
            if closed or self.last_fields < self.fields:
                raise Unreadable("file_truncated", entry=self.position)
        self._check_closing()
        for statement in self.log.statements:
            if not statement.account and (statement.entries or statement.opening is not None):
                self.log.ask("account_missing", statement=statement.reference or statement.number)


def _entry(statement: Statement, position: int, line: Line, told: Narrative) -> Entry:
    payment = Transaction(
        amount=line.amount,
        text=told.text,
        payer=told.name,
        payer_account=told.account,
        ultimate_payer=told.ultimate_name,
        end_to_end=told.end_to_end,
        mandate=told.mandate,
        bank_reference=line.bank_reference,
        structured=told.structured,
        instructed=line.instructed or told.instructed,
        instructed_currency=line.instructed_currency or told.instructed_currency,
        return_code=told.return_code,
        original_reference=line.customer_reference,
    )
    return Entry(
        statement=statement,
        position=position,
        direction=line.direction,
        amount=line.amount,
        currency=statement.currency,
        booked_on=line.booked_on or statement.closed_on or statement.opened_on,
        value_on=line.value_on,
        bank_reference=line.bank_reference,
        kind=told.kind or line.kind,
        is_reversal=line.is_reversal,
        text=line.supplement,
        transactions=(payment,),
    )
