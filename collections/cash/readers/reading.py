"""One file read to its end: what it holds, and how it may be imported."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from o2c.collections.cash.readers import bai2, camt, csv_table, mt940, ofx, xlsx
from o2c.collections.cash.readers.files import Source, opened
from o2c.collections.cash.readers.keys import key
from o2c.collections.cash.readers.kinds import Kind, kind_of
from o2c.collections.cash.readers.shapes import END_OF_DAY, Entry, Log, Outcome, Remark, Statement, Unreadable
from o2c.collections.cash.readers.tables.columns import DateOrder, Mapping

READERS: dict[Kind, Callable[[Source, Log], Iterator[Entry]]] = {
    "camt": camt.read,
    "mt940": mt940.read,
    "bai2": bai2.read,
    "ofx": ofx.read,
    "csv": csv_table.read,
    "xlsx": xlsx.read,
}
TABLES = {"csv": csv_table.read, "xlsx": xlsx.read}


@dataclass(frozen=True, slots=True)
class Reading:
    """The file in figures. Sums are unsigned, balances signed; both balances are None when there is more than one statement."""

    name: str
    outcome: Outcome
    format: str = ""
    statements: tuple[Statement, ...] = ()
    remarks: tuple[Remark, ...] = ()
    refusal: Unreadable | None = None

    @property
    def accounts(self) -> list[str]:
        return sorted({statement.account for statement in self.statements if statement.account})

    @property
    def currency(self) -> str:
        return "+".join(dict.fromkeys(statement.currency for statement in self.statements if statement.currency))

    @property
    def entries(self) -> int:
        return sum(statement.entries for statement in self.statements)

    @property
    def credits(self) -> Decimal:
        return sum((statement.credits for statement in self.statements), Decimal(0))

    @property
    def debits(self) -> Decimal:
        return sum((statement.debits for statement in self.statements), Decimal(0))

    @property
    def opening(self) -> Decimal | None:
        return self.statements[0].opening if self._is_one else None

    @property
    def closing(self) -> Decimal | None:
        return self.statements[-1].closing if self._is_one else None

    @property
    def _is_one(self) -> bool:
        return bool(self.statements) and all(statement.is_continued for statement in self.statements[1:])


def entries(source: Source, log: Log, dates: DateOrder = "", saved: Sequence[Mapping] = ()) -> Iterator[Entry]:
    """The entries of one opened file, whatever its kind. For tables: the order of day and month, and mappings. Raises Unreadable."""
    kind = kind_of(source)
    yield from TABLES[kind](source, log, saved, dates) if kind in TABLES else READERS[kind](source, log)


@dataclass(slots=True)
class Reader:
    """Reads files one after the other and remembers what it saw, so that the second copy of anything is a duplicate."""

    files: set[bytes] = field(default_factory=set)
    seen: Counter[int] = field(default_factory=Counter)
    last: dict[str, Statement] = field(default_factory=dict)
    dates: DateOrder = ""
    saved: Sequence[Mapping] = ()

    def read(self, path: Path) -> Reading:
        """Never raises for what is in the file: a refusal is an outcome."""
        log = Log()
        try:
            is_known = self._consume(opened(path), log)
        except Unreadable as refusal:
            return Reading(path.name, "reject", log.format, refusal=refusal)
        self._check_balances(log)
        self._check_chain(log)
        outcome: Outcome = "duplicate" if is_known else _outcome(log.remarks)
        return Reading(path.name, outcome, log.format, tuple(log.statements), tuple(log.remarks))

    def _consume(self, sources: list[Source], log: Log) -> bool:
        """Whether nothing in it is new: the same bytes, or only entries that were read before."""
        counted: Counter[int] = Counter()
        fresh, readable = 0, []
        for source in sources:
            if source.is_member and not _is_statement(source):
                log.note("member_skipped", member=source.name)
                continue
            readable.append(_digest(source))
            for entry in entries(source, log, self.dates, self.saved):
                _extend(entry.statement, entry.booked_on)
                mark = key(entry)
                counted[mark] += 1
                fresh += counted[mark] > self.seen[mark]
        if not readable:
            raise Unreadable("archive_without_statement")
        is_known = all(digest in self.files for digest in readable)
        self.files.update(readable)
        self.seen |= counted
        return is_known or (bool(counted) and not fresh)

    def _check_balances(self, log: Log) -> None:
        for statement in log.statements:
            if missing := statement.missing:
                log.warn(
                    "balance_differs", statement=statement.reference or statement.number, difference=missing, currency=statement.currency
                )

    def _check_chain(self, log: Log) -> None:
        """The next end-of-day statement of an account starts where the last one ended."""
        for statement in log.statements:
            if statement.kind != END_OF_DAY or not statement.account:
                continue
            last = self.last.get(statement.account)
            if last and _jumps(last, statement):
                log.warn("statement_missing", account=statement.account, last=last.sequence, next=statement.sequence)
            self.last[statement.account] = statement


def _extend(statement: Statement, day: date | None) -> None:
    if day and (statement.first_on is None or day < statement.first_on):
        statement.first_on = day


def _jumps(last: Statement, this: Statement) -> bool:
    numbers = [statement.sequence.partition("/")[0] for statement in (last, this)]
    if not all(number.isdigit() for number in numbers) or this.opening is None or this.opening == last.closing:
        return False
    return int(numbers[1]) > int(numbers[0]) + 1


def _outcome(remarks: list[Remark]) -> Outcome:
    kinds = {remark.kind for remark in remarks}
    return "ask" if "ask" in kinds else "warn" if "warn" in kinds else "ok"


def _is_statement(source: Source) -> bool:
    """A letter or a read-me beside the statements of an archive is skipped, not refused."""
    try:
        return bool(kind_of(source))
    except Unreadable:
        return False


def _digest(source: Source) -> bytes:
    digest = sha256()
    for chunk in source.chunks():
        digest.update(chunk)
    return digest.digest()
