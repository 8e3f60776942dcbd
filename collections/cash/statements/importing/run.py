"""A file from its bytes to its outcome: read once to know what it asks, once more to import it statement by statement."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any, cast

from django.core.files.storage import default_storage

from o2c.collections.cash.mappings.queries import in_use
from o2c.collections.cash.readers.files import opened
from o2c.collections.cash.readers.kinds import kind_of
from o2c.collections.cash.readers.reading import Reader, Reading, entries
from o2c.collections.cash.readers.shapes import Entry, Log, Remark, Statement, Unreadable
from o2c.collections.cash.statements import services
from o2c.collections.cash.statements.models import FileState, StatementFile
from o2c.collections.cash.statements.queries import account_named
from o2c.collections.cash.statements.rules import has_bad_check_digits, merged, spelling, with_pages
from o2c.core.access.models import User
from o2c.core.entities.models import OwnBankAccount
from o2c.core.errors import BusinessError
from o2c.core.files.storage import path_of
from o2c.core.plain import plain

Chunk = Callable[[int], AbstractContextManager[None]]


@dataclass(slots=True)
class Planned:
    """A statement of the file with the account it belongs to, once that is known."""

    head: Statement
    numbers: set[int]
    account: OwnBankAccount | None = None


@dataclass(slots=True)
class Findings:
    """What a person must know or answer about a file."""

    remarks: list[Remark] = field(default_factory=list)

    def open(self) -> list[Remark]:
        return [remark for remark in self.remarks if remark.kind == "ask"]

    def stored(self) -> list[dict[str, Any]]:
        return [{"code": remark.code, "kind": remark.kind, "values": plain(remark.values)} for remark in self.remarks]


def import_file(file: StatementFile, *, actor: User, chunk: Chunk = lambda rows: nullcontext()) -> StatementFile:
    """A run: read, ask or import, and write down the outcome. Repeated after a crash, it goes on where it was.

    `chunk(rows)` stands around each verb, so that a job's progress commits with it.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "statement"
        with default_storage.open(path_of(file.stored.sha256)) as kept, path.open("wb") as copy:
            while piece := kept.read(1024 * 1024):
                copy.write(piece)
        return import_reading(file, path, reader_of(file).read(path), actor=actor, chunk=chunk)


def import_reading(
    file: StatementFile, path: Path, reading: Reading, *, actor: User, chunk: Chunk = lambda rows: nullcontext()
) -> StatementFile:
    """The same for bytes that were read already."""
    if reading.refusal:
        remark = Remark(reading.refusal.code, "ask", reading.refusal.values)
        with chunk(0):
            return services.conclude_file(
                file.pk,
                state=FileState.REFUSED,
                outcome="reject",
                file_format=reading.format,
                findings=Findings([remark]).stored(),
                actor=actor,
            )
    plan = planned(reading, file)
    findings = Findings(open_questions(reading, plan, file))
    if not findings.open():
        findings.remarks += _import_all(file, path, plan, actor, chunk)
    return _concluded(file, reading, findings, actor, chunk)


def planned(reading: Reading, file: StatementFile) -> list[Planned]:
    """The statements of a file, pages joined, with their accounts."""
    plan = []
    for pages in with_pages(statement for statement in reading.statements if not statement.is_blank):
        head = merged(pages) if len(pages) > 1 else pages[0]
        account = account_named(head.account, head.currency) if spelling(head.account) else file.account
        plan.append(Planned(head, {page.number for page in pages}, account))
    return plan


def open_questions(reading: Reading, plan: Sequence[Planned], file: StatementFile) -> list[Remark]:
    """Remarks of the reader, those that were answered turned into notes or warnings, and the accounts nobody knows."""
    found = []
    confirmed = set(file.answers.get("confirmed", []))
    for remark in reading.remarks:
        if remark.code == "account_missing" and file.account:
            continue
        if remark.code == "mapping_misfit":
            if file.account is None:
                continue
            remark = replace(remark, kind="warn" if remark.code in confirmed else "ask")
        if remark.code == "balance_differs":
            remark = replace(remark, kind="warn" if file.answers.get("difference") else "ask")
        elif remark.kind == "ask" and remark.code in confirmed:
            remark = replace(remark, kind="warn")
        found.append(remark)
    unknown = {spelling(one.head.account): one.head.account for one in plan if one.account is None and spelling(one.head.account)}
    for written in unknown.values():
        code = "account_check_digits" if has_bad_check_digits(written) else "account_unknown"
        found.append(Remark(code, "ask", {"account": written}))
    if any(one.account is None and not spelling(one.head.account) for one in plan) and not _asks(found, "account_missing"):
        found.append(Remark("account_missing", "ask", {"statement": 1}))
    return found


def _asks(remarks: Sequence[Remark], code: str) -> bool:
    return any(remark.code == code for remark in remarks)


def _import_all(file: StatementFile, path: Path, plan: Sequence[Planned], actor: User, chunk: Chunk) -> list[Remark]:
    """Statement by statement, each in its own transaction; the first that asks something stops the file there."""
    reasons = services.Reasons(file.answers.get("difference", ""), file.answers.get("gap", ""))
    waiting, by_number = {one.head.number: one for one in plan}, {number: one for one in plan for number in one.numbers}
    try:
        for number, group in groupby(_entries(path, reader_of(file)), key=lambda entry: by_number[entry.statement.number].head.number):
            for empty in [n for n in waiting if n < number]:
                _import_one(file, waiting.pop(empty), iter(()), reasons, actor, chunk)
            _import_one(file, waiting.pop(number), group, reasons, actor, chunk)
        for one in waiting.values():
            _import_one(file, one, iter(()), reasons, actor, chunk)
    except BusinessError as refusal:
        return [Remark(refusal.code, "ask", refusal.values)]
    return []


def _import_one(file: StatementFile, one: Planned, group: Iterator[Entry], reasons: services.Reasons, actor: User, chunk: Chunk) -> None:
    with chunk(one.head.entries):
        services.import_statement(file.pk, one.head, group, account_id=cast(OwnBankAccount, one.account).pk, reasons=reasons, actor=actor)


def reader_of(file: StatementFile) -> Reader:
    """Tables are read by the mappings of its account, days and months in the order somebody said."""
    return Reader(dates=file.answers.get("mapping", {}).get("dates", ""), saved=in_use(file.account))


def _entries(path: Path, reader: Reader) -> Iterator[Entry]:
    log = Log()
    for source in opened(path):
        try:
            kind_of(source)
        except Unreadable:
            continue
        yield from entries(source, log, reader.dates, reader.saved)


def _concluded(file: StatementFile, reading: Reading, findings: Findings, actor: User, chunk: Chunk) -> StatementFile:
    asks = findings.open()
    with chunk(0):
        done = services.conclude_file(
            file.pk, state=FileState.ASKING if asks else FileState.DONE, outcome=_outcome(findings), file_format=reading.format,
            findings=findings.stored(), statements=len(reading.statements), entries=reading.entries, actor=actor,
        )  # fmt: skip
    return done


def _outcome(findings: Findings) -> str:
    """Warnings that wait for a person are warnings; only what nobody can decide from the file is a question."""
    asks = {remark.code for remark in findings.open()}
    if asks - {"balance_differs", "statement_gap"}:
        return "ask"
    return "warn" if asks or any(remark.kind == "warn" for remark in findings.remarks) else "ok"
