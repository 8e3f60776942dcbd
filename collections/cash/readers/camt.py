"""camt.052, camt.053 and camt.054 of every version, read entry by entry. Source: ISO 20022, Bank-to-Customer Cash Management."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DTDForbidden, EntitiesForbidden
from defusedxml.ElementTree import DefusedXMLParser, iterparse

from o2c.collections.cash.readers.camt_entry import entry_of, found, local, text_at
from o2c.collections.cash.readers.files import Source
from o2c.collections.cash.readers.shapes import ADVICE, END_OF_DAY, INTRADAY, Entry, Log, Statement, Unreadable
from o2c.collections.cash.readers.values import clean, iso_amount, iso_date

ROOTS = ("BkToCstmrStmt", "BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn")
UNITS = {"Stmt": END_OF_DAY, "Rpt": INTRADAY, "Ntfctn": ADVICE}
VERSION = re.compile(r"camt\.05[234]\.001\.(\d{2})")
NEWEST = 14
MAX_DEPTH = 100
MAX_ENTRIES = 500_000
CLOSING = {END_OF_DAY: ("CLBD",), INTRADAY: ("CLBD", "ITBD"), ADVICE: ("CLBD",)}


def read(source: Source, log: Log) -> Iterator[Entry]:
    """The booked entries, one by one; statements and remarks go to `log`.

    Raises Unreadable "xml_doctype", "xml_broken", "xml_too_deep", "no_statement", "too_many_entries", and what `entry_of` raises.
    """
    reading, parser = _Reading(log), _parser(source, log)
    try:
        for event, element in iterparse(_from_first_tag(source, log), events=("start", "end"), parser=parser):
            if event == "start":
                reading.enter(element)
            elif entry := reading.leave(element):
                yield entry
    except (DTDForbidden, EntitiesForbidden) as error:
        raise Unreadable("xml_doctype") from error
    except (ParseError, LookupError, ValueError) as error:
        raise Unreadable("xml_broken", detail=str(error)) from error
    if not log.statements:
        raise Unreadable("no_statement")
    reading.check_repeats()


def _parser(source: Source, log: Log) -> DefusedXMLParser:
    declared = re.search(rb"<\?xml[^>]*encoding=[\"']([\w.-]+)", source.head(1000))
    is_utf8 = not declared or declared.group(1).lower() in {b"utf-8", b"utf8", b"us-ascii"}
    wrong = is_utf8 and source.charset() == "cp1252"
    if wrong:
        log.warn("charset_not_as_declared", declared="UTF-8", read_as="Windows-1252")
    return DefusedXMLParser(forbid_dtd=True, encoding="windows-1252" if wrong else None)


def _from_first_tag(source: Source, log: Log) -> IO[bytes]:
    """The bytes from the first tag on: several banks put blank lines before the declaration."""
    head = source.head()
    blanks = len(head) - len(head.lstrip(b" \t\r\n"))
    if blanks:
        log.warn("blank_lines_before", count=blanks)
    source.stream.seek(blanks)
    return source.stream


@dataclass(slots=True)
class _Reading:
    log: Log
    path: list[Element] = field(default_factory=list)
    statement: Statement | None = None
    unit: int = 0
    position: int = 0
    seen: Counter[int] = field(default_factory=Counter)
    repeated: dict[int, list[Entry]] = field(default_factory=dict)

    def enter(self, element: Element) -> None:
        self.path.append(element)
        if len(self.path) > MAX_DEPTH:
            raise Unreadable("xml_too_deep", limit=MAX_DEPTH)
        name = local(element)
        if name == "Document" or name.startswith(ROOTS):
            self._name_version(element)
        elif name in UNITS and self.statement is None and len(self.path) > 1 and local(self.path[-2]).startswith(ROOTS):
            self.statement, self.unit = self.log.open(kind=UNITS[name]), len(self.path)

    def _name_version(self, element: Element) -> None:
        if version := VERSION.search(element.tag):
            self.log.format = version.group()
            if not 1 <= int(version.group(1)) <= NEWEST:
                self.log.warn("version_unknown", version=version.group())
        self.log.format = self.log.format or "camt"

    def leave(self, element: Element) -> Entry | None:
        self.path.pop()
        if self.statement is None:
            return None
        depth, entry = len(self.path) + 1, None
        if depth == self.unit:
            self.statement = None
        elif depth == self.unit + 1:
            entry = self._child(self.statement, local(element), element)
        if depth <= self.unit + 1 and self.path:
            self.path[-1].remove(element)
        return entry

    def _child(self, statement: Statement, name: str, element: Element) -> Entry | None:
        match name:
            case "Id":
                statement.reference = clean(element.text, 100)
            case "ElctrncSeqNb":
                statement.sequence = clean(element.text, 35)
            case "FrToDt":
                statement.closed_on = iso_date(text_at(element, "ToDtTm") or text_at(element, "ToDt"))
            case "Acct":
                statement.account = clean(
                    text_at(element, "Id/IBAN") or text_at(element, "Id/Othr/Id") or text_at(element, "Id/PrtryAcct/Id"), 64
                )
                statement.currency = clean(text_at(element, "Ccy"), 3)
            case "Bal":
                _balance(statement, element)
            case "Ntry":
                return self._entry(statement, element)
        return None

    def _entry(self, statement: Statement, element: Element) -> Entry | None:
        self.position += 1
        if self.position > MAX_ENTRIES:
            raise Unreadable("too_many_entries", limit=MAX_ENTRIES)
        entry = entry_of(element, statement, self.position, self.log)
        if entry:
            self._count(statement, entry)
        return entry

    def _count(self, statement: Statement, entry: Entry) -> None:
        statement.entries += 1
        if entry.direction == "credit":
            statement.credits += entry.amount
        else:
            statement.debits += entry.amount
        if entry.bank_reference:
            key = hash((statement.number, entry.bank_reference, entry.direction, entry.amount, entry.booked_on))
            self.seen[key] += 1
            if self.seen[key] > 1:
                self.repeated.setdefault(statement.number, []).append(entry)

    def check_repeats(self) -> None:
        """An entry that stands twice under one bank reference counts once when the balance proves it."""
        for statement in self.log.statements:
            repeats = self.repeated.get(statement.number, [])
            if not repeats or not statement.missing:
                continue
            surplus = sum((e.amount if e.direction == "credit" else -e.amount for e in repeats), Decimal(0))
            if statement.missing + surplus == 0:
                statement.entries -= len(repeats)
                statement.credits -= sum((e.amount for e in repeats if e.direction == "credit"), Decimal(0))
                statement.debits -= sum((e.amount for e in repeats if e.direction == "debit"), Decimal(0))
                statement.repeats = tuple(entry.position for entry in repeats)
                self.log.warn("entry_repeated", references=[entry.bank_reference for entry in repeats[:5]], count=len(repeats))


def _balance(statement: Statement, element: Element) -> None:
    code = text_at(element, "Tp/CdOrPrtry/Cd") or text_at(element, "Tp/Cd")
    amount = iso_amount(text_at(element, "Amt"))
    if amount is None:
        return
    if text_at(element, "CdtDbtInd") == "DBIT":
        amount = -amount
    day = iso_date(text_at(element, "Dt/Dt") or text_at(element, "Dt/DtTm"))
    held = found(element, "Amt")
    statement.currency = statement.currency or (held.get("Ccy", "") if held is not None else "")
    if code == "OPBD" or (code == "PRCD" and statement.opening is None):
        statement.opening, statement.opened_on = amount, day
    elif code in CLOSING[statement.kind] and (code == "CLBD" or statement.closing is None):
        statement.closing, statement.closed_on = amount, day or statement.closed_on
