"""Rows as entries. What the file leaves open (order of day and month, two currencies, signs that disagree) is asked, not guessed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import chain, islice

from o2c.collections.cash.readers.shapes import Entry, Log, Statement, Transaction, Unreadable
from o2c.collections.cash.readers.tables.columns import DateOrder, Mapping, suggested
from o2c.collections.cash.readers.tables.saved import lacking, placed
from o2c.collections.cash.readers.values import CREDIT_WORDS, DEBIT_WORDS, clean, local_amount, marked_amount

SAMPLE = 30
MAX_ENTRIES = 500_000
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:$|[T ])")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
LOCAL = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:$|[T ,])")
CREDIT_SIGNS = CREDIT_WORDS | {"+", "BIJ", "CREDIT", "CRÉDIT", "GUTSCHRIFT"}
DEBIT_SIGNS = DEBIT_WORDS | {"-", "AF", "DEBIT", "DÉBIT", "LASTSCHRIFT"}


def entries(rows: Iterator[list[str]], log: Log, saved: Sequence[Mapping] = (), dates: DateOrder = "") -> Iterator[Entry]:
    """The entries of a table by the saved mapping that fits it, else as its own headings suggest.

    `dates`: the order of day and month, where a person said it. Raises Unreadable "columns_unknown", "no_statement", "row_columns",
    "row_date" with the row's number.
    """
    first = list(islice(rows, SAMPLE))
    mapping = _mapping([row for row in first if any(map(str.strip, row))], saved, log)
    if mapping is None:
        raise Unreadable("columns_unknown" if first else "no_statement")
    filled = ((number, row) for number, row in enumerate(chain(first, rows), start=1) if any(map(str.strip, row)))
    reading = _Reading(log, replace(mapping, dates=dates or mapping.dates), log.open(account=mapping.account), len(first[0]))
    skipped = 0
    for number, row in filled:
        if skipped < mapping.skip:
            skipped, reading.width = skipped + 1, len(row)
        elif entry := reading.take(number, row):
            yield entry
    reading.check_end()


def _mapping(first: Sequence[list[str]], saved: Sequence[Mapping], log: Log) -> Mapping | None:
    """Mappings of several accounts may fit: then nothing says whose table it is."""
    fitting = [found for mapping in saved if (found := placed(mapping, first))]
    if fitting:
        log.note("mapping_used", name=fitting[0].name)
        return fitting[0] if len({mapping.account for mapping in fitting}) == 1 else replace(fitting[0], account="")
    if saved and first:
        nearest = min(saved, key=lambda mapping: len(lacking(mapping, first)))
        log.note("mapping_misfit", name=nearest.name, columns=", ".join(lacking(nearest, first)))
    return suggested(first)


@dataclass(slots=True)
class _Reading:
    log: Log
    mapping: Mapping
    statement: Statement
    width: int
    position: int = 0
    currencies: dict[str, None] = field(default_factory=dict)
    order: DateOrder = ""
    unclear: str = ""
    signs: dict[str, set[int]] = field(default_factory=lambda: {"credit": set(), "debit": set()})
    balances: list[tuple[Decimal, Decimal]] = field(default_factory=list)
    breaks: int = 0
    first: tuple[Decimal, Decimal] | None = None
    last: tuple[Decimal, Decimal] | None = None
    first_day: date | None = None
    is_descending: bool = False

    def take(self, number: int, row: list[str]) -> Entry | None:
        if len(row) < self.width and self._cell(row, "booked_on"):
            raise Unreadable("row_columns", row=number, columns=len(row), expected=self.width)
        self._side_balances(row)
        written = self._cell(row, "booked_on")
        if not written:
            return None
        amount = self._amount(number, row)
        if amount is None:
            self.statement.entries += 1
            return None
        self.position += 1
        if self.position > MAX_ENTRIES:
            raise Unreadable("too_many_entries", limit=MAX_ENTRIES)
        return self._entry(number, row, written, amount)

    def _cell(self, row: Sequence[str], meaning: str) -> str:
        place = self.mapping.columns.get(meaning)
        return clean(row[place]) if place is not None and place < len(row) else ""

    def _side_balances(self, row: list[str]) -> None:
        for meaning in ("opening", "closing"):
            value = local_amount(self._cell(row, meaning)) if self._cell(row, meaning) else None
            if value is not None and getattr(self.statement, meaning) is None:
                setattr(self.statement, meaning, value)

    def _amount(self, number: int, row: list[str]) -> Decimal | None:
        """The signed amount of a row; None (and a question) when it cannot be read."""
        if "amount" in self.mapping.columns:
            return self._signed(number, row)
        sides = {side: self._read(number, self._cell(row, side)) for side in ("credit", "debit")}
        credit, debit = sides["credit"] or Decimal(0), sides["debit"] or Decimal(0)
        for side, value in (("credit", credit), ("debit", debit)):
            if value:
                self.signs[side].add(1 if value > 0 else -1)
        if credit and debit:
            self.log.ask("row_both_sides", row=number)
        return credit - abs(debit)

    def _signed(self, number: int, row: list[str]) -> Decimal | None:
        written = self._cell(row, "amount")
        amount = self._read(number, written)
        word, out = self._cell(row, "sign").upper(), self.mapping.out_word.upper()
        if amount is None or not word:
            return -amount if amount and self.mapping.is_inverted else amount
        if word == out or (not out and word in DEBIT_SIGNS):
            return -abs(amount)
        if (out or word in CREDIT_SIGNS) and amount < 0:
            self.log.ask("sign_contradicts", row=number, value=written, sign=word)
        return amount

    def _read(self, number: int, written: str) -> Decimal | None:
        if not written:
            return None
        mark = self.mapping.decimals
        amount = marked_amount(written, mark) if mark else local_amount(written)
        if amount is None and mark:
            self.log.ask("row_amount_mark", row=number, value=written[:40], mark=mark, name=self.mapping.name)
        elif amount is None:
            self.log.ask("row_amount", row=number, value=written[:40])
        return amount

    def _entry(self, number: int, row: list[str], written: str, amount: Decimal) -> Entry:
        statement = self.statement
        if currency := self._cell(row, "currency")[:3].upper():
            self.currencies.setdefault(currency)
        statement.entries += 1
        if amount < 0:
            statement.debits -= amount
        else:
            statement.credits += amount
        self._balance(row, amount)
        booked_on = self._day(number, written)
        self.first_day = self.first_day or booked_on
        self.is_descending = bool(booked_on and self.first_day and booked_on < self.first_day)
        value = self._cell(row, "value_on")
        return Entry(
            statement=statement,
            position=self.position,
            direction="debit" if amount < 0 else "credit",
            amount=abs(amount),
            currency=currency or statement.currency,
            booked_on=booked_on,
            value_on=self._day(number, value) if value else booked_on,
            transactions=(self._payment(row, abs(amount)),),
        )

    def _payment(self, row: list[str], amount: Decimal) -> Transaction:
        texts = (self._cell(row, meaning) for meaning in ("text", "more_text"))
        return Transaction(
            amount=amount,
            text=" ".join(dict.fromkeys(filter(None, texts)))[:9000],
            payer=self._cell(row, "payer")[:140],
            payer_account=self._cell(row, "payer_account")[:64].replace(" ", ""),
            end_to_end=self._cell(row, "reference")[:140],
        )

    def _balance(self, row: list[str], amount: Decimal) -> None:
        """Running balance, checked row by row in the order of the file and in the other one (newest first)."""
        written = self._cell(row, "balance")
        value = local_amount(written) if written else None
        if value is None:
            return
        if self.last is not None:
            down = self.last[0] + amount == value
            up = value + self.last[1] == self.last[0]
            self.breaks |= (0 if down else 1) | (0 if up else 2)
        self.first = self.first or (value, amount)
        self.last = (value, amount)

    def _day(self, number: int, written: str) -> date | None:
        order = self.mapping.dates
        try:
            if match := ISO.match(written) or (COMPACT.fullmatch(written) if order == "ymd" else None):
                return date(*map(int, match.groups()[:3]))
            if order != "ymd" and (match := LOCAL.match(written)):
                return self._local_day(int(match[1]), int(match[2]), int(match[3]), written)
        except ValueError as error:
            raise self._no_day(number, written) from error
        raise self._no_day(number, written)

    def _no_day(self, number: int, written: str) -> Unreadable:
        code = f"row_date_{self.mapping.dates}" if self.mapping.name and self.mapping.dates else "row_date"
        return Unreadable(code, row=number, value=written[:40], name=self.mapping.name)

    def _local_day(self, first: int, second: int, year: int, written: str) -> date:
        year += 2000 if year < 100 else 0
        order = self.mapping.dates or self.order
        if not order and (first > 12 or second > 12 or "." in written):
            order = self.order = "mdy" if second > 12 else "dmy"
        if not order:
            self.unclear = self.unclear or written
        return date(year, first, second) if order == "mdy" else date(year, second, first)

    def check_end(self) -> None:
        statement = self.statement
        statement.currency = "+".join(self.currencies) or self.mapping.currency
        if statement.entries == 0 and statement.opening is None:
            raise Unreadable("no_statement")
        if len(self.currencies) > 1:
            self.log.ask("two_currencies", currencies=list(self.currencies))
        if self.unclear and not self.order:
            self.log.ask("date_order_unclear", value=self.unclear)
        if -1 in self.signs["credit"] or len(self.signs["debit"]) > 1:
            self.log.ask("signs_disagree")
        self._close_balance()

    def _close_balance(self) -> None:
        statement = self.statement
        if self.first is None or self.last is None or statement.closing is not None:
            return
        if self.breaks in {0, 2}:
            statement.opening, statement.closing = self.first[0] - self.first[1], self.last[0]
        elif self.breaks == 1 and self.is_descending:
            statement.opening, statement.closing = self.last[0] - self.last[1], self.first[0]
            self.log.note("newest_first")
        elif self.breaks == 3:
            self.log.note("running_balance_breaks")
