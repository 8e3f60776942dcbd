"""A bank file of the command line: imported at once, and told as one object."""

from pathlib import Path
from typing import Any

from o2c.collections.cash.readers.reading import Reader, Reading
from o2c.collections.cash.reports import read_row
from o2c.collections.cash.statements import services
from o2c.collections.cash.statements.importing.run import import_reading, planned, reader_of
from o2c.collections.cash.statements.models import FileState, Outcome, StatementFile
from o2c.core.access.models import User
from o2c.core.entities.models import OwnBankAccount
from o2c.core.files.storage import store_raw
from o2c.core.sentences import sentence


def import_path(path: Path, *, actor: User, account: OwnBankAccount | None = None, reason: str = "") -> dict[str, Any]:
    """Take one file in and tell what became of it: the object of `read_statement` with new entries, duplicates and the chain."""
    if not path.is_file():
        return _row(path, Reader().read(path), None, was_known=False)
    with path.open("rb") as content:
        file = services.receive_statement_file(store_raw(content, path.name), source="command", account=account, actor=actor)
    reading = reader_of(file).read(path)
    was_known = file.state == FileState.DONE
    if not was_known:
        file = _answered(file, reading, account, reason, actor)
        file = import_reading(file, path, reading, actor=actor)
    return _row(path, reading, file, was_known=was_known)


def _answered(file: StatementFile, reading: Reading, account: OwnBankAccount | None, reason: str, actor: User) -> StatementFile:
    """What the command line answers beforehand; without anything, a file that waited is tried again."""
    unknown = {one.head.account: account.pk for one in planned(reading, file) if account and one.account is None}
    if file.state == FileState.RECEIVED and not unknown and not reason:
        return file
    return services.answer_file(file.pk, accounts=unknown, difference_reason=reason, gap_reason=reason, actor=actor)


def _row(path: Path, reading: Reading, file: StatementFile | None, *, was_known: bool) -> dict[str, Any]:
    row = read_row(path, reading)
    if file is None:
        return row | {"new_entries": 0, "duplicates": 0, "chain": None}
    said = {"when": file.created_at, "who": file.created_by}
    messages = [sentence("statement_file_known", said)] if was_known else [file.sentence_of(found) for found in file.findings]
    is_done = file.state == FileState.DONE
    new = file.new_entries if is_done and not was_known else 0
    return row | {
        "outcome": Outcome.DUPLICATE if was_known else file.outcome,
        "messages": messages,
        "new_entries": new,
        "duplicates": row["entries"] - new if is_done else 0,
        "chain": _chain(file),
    }


def _chain(file: StatementFile) -> str | None:
    if any(found["code"] == "statement_gap" for found in file.findings) or file.imported.exclude(gap_reason="").exists():
        return "gap"
    return "continuous" if file.state == FileState.DONE else None
