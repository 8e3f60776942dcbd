"""Verbs of bank statements: take a file in, answer what it asks, import its statements one by one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from o2c.collections.cash.readers.shapes import END_OF_DAY, Entry, Statement
from o2c.collections.cash.statements import queries
from o2c.collections.cash.statements.importing.taking import Taken, Taking
from o2c.collections.cash.statements.models import AccountSpelling, BankStatement, FileState, Outcome, StatementFile
from o2c.collections.cash.statements.rules import FILE_MOVES, Standing, has_gap, is_copy, spelling, statement_key
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.entities.models import OwnBankAccount
from o2c.core.errors import BusinessError
from o2c.core.events import publish
from o2c.core.files.services import keep
from o2c.core.files.storage import Blob
from o2c.core.jobs import services as jobs
from o2c.core.money import round_to_currency
from o2c.core.verbs import lock_one, transition, verb

IMPORT = "collections.import_file"


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a person accepted what does not fit: a balance that differs, a statement that is missing before this one."""

    difference: str = ""
    gap: str = ""


@verb("collections.receive_statement_file")
def receive_statement_file(blob: Blob, *, source: str, account: OwnBankAccount | None = None, actor: User) -> StatementFile:
    """Keep a bank file as it came. The same bytes are one file for good: a second time gives the first one back.

    `account`: whose statements they are, where the file does not say.
    """
    stored = keep(blob)
    file, is_new = StatementFile.objects.get_or_create(stored=stored, defaults={"name": blob.name, "source": source, "account": account})
    if is_new:
        record("statement_file.received", file, actor=actor, after={"name": blob.name, "sha256": blob.sha256, "size": blob.size})
    elif file.state == FileState.REFUSED:
        transition(file, FileState.RECEIVED, FILE_MOVES)
        file.save(update_fields=["state"])
        record("statement_file.received", file, actor=actor, after={"name": blob.name, "again": True})
    return file


@verb("collections.start_import")
def start_import(file_id: int, *, actor: User) -> StatementFile:
    """Let a worker read the file. Raises Conflict "wrong_state" for a file that is imported."""
    file = lock_one(queries.files(actor), file_id)
    if file.state != FileState.RECEIVED:
        transition(file, FileState.RECEIVED, FILE_MOVES)
    file.job = jobs.request(IMPORT, key=str(file.pk), actor=actor, arguments={"file": file.pk})
    file.save(update_fields=["state", "job"])
    record("statement_file.queued", file, actor=actor)
    return file


@verb("collections.hand_over_file")
def hand_over_file(blob: Blob, *, source: str, account: OwnBankAccount | None = None, actor: User) -> StatementFile:
    """Keep a bank file and let a worker import it; bytes that are imported already are only found again."""
    file = receive_statement_file.step(blob, source=source, account=account, actor=actor)
    return start_import.step(file.pk, actor=actor) if file.state == FileState.RECEIVED else file


@verb("collections.answer_file")
def answer_file(
    file_id: int,
    *,
    accounts: Mapping[str, int] | None = None,
    difference_reason: str = "",
    gap_reason: str = "",
    confirmed: Sequence[str] = (),
    mapping: Mapping[str, Any] | None = None,
    actor: User,
) -> StatementFile:
    """Answer what a file asks: whose account it is, why a balance or a gap is accepted, how a table is read.

    `accounts`: as the bank writes it -> our account; remembered for the next file. Raises Conflict "wrong_state".
    """
    file = lock_one(queries.files(actor, "collections.answer_file"), file_id)
    if file.state != FileState.RECEIVED:
        transition(file, FileState.RECEIVED, FILE_MOVES)
    for written, account_id in (accounts or {}).items():
        account = lock_one(queries.own_accounts(actor, "collections.answer_file"), account_id)
        _remember(file, spelling(written), account)
    given = {"difference": difference_reason, "gap": gap_reason, "confirmed": sorted(confirmed), "mapping": dict(mapping or {})}
    file.answers = {**file.answers, **{name: value for name, value in given.items() if value}}
    file.save(update_fields=["state", "answers", "account"])
    record("statement_file.answered", file, actor=actor, after={**given, "accounts": sorted(accounts or {})})
    return file


def _remember(file: StatementFile, written: str, account: OwnBankAccount) -> None:
    """Which account a spelling means, for good; a file that names none is that account's."""
    if not written:
        file.account = account
    else:
        AccountSpelling.objects.get_or_create(written=written, defaults={"account": account})


@verb("collections.read_statement_file")
def read_statement_file(file_id: int, *, actor: User) -> StatementFile:
    """Leave in the trail that somebody took the raw file out."""
    file = queries.files(actor, "collections.read_statement_file").get(pk=file_id)
    record("statement_file.read", file, actor=actor, sha256=file.stored.sha256)
    return file


@verb("collections.import_statement")
def import_statement(
    file_id: int, head: Statement, entries: Iterable[Entry], *, account_id: int, reasons: Reasons | None = None, actor: User
) -> Taken:
    """One statement into the book, all of it or nothing: entries it has already are told from new ones, new ones are booked.

    `entries` are read as they are taken. Raises BusinessError "statement_difference", "statement_gap" without a reason,
    "statement_other_currency", "period_not_opened", "rate_missing".
    """
    reasons = reasons or Reasons()
    file = lock_one(queries.files(actor, "collections.import_statement"), file_id)
    account = lock_one(queries.own_accounts(actor, "collections.import_statement"), account_id)
    if head.currency and head.currency != account.currency:
        raise BusinessError("statement_other_currency", currency=head.currency, account=account.name, account_currency=account.currency)
    standings = queries.standings(account)
    head = _in_digits(head, account.currency)
    known = _known(account, head)
    row = known or _row(file, account, head, reasons)
    taken = Taking(account, head, row, standings, actor).take(entries)
    if known is None and head.kind == END_OF_DAY:
        row.gap_reason = _gap_reason(account, head, queries.neighbours(account, file, head), taken, reasons)
    row.new_entries += taken.new
    row.save(update_fields=["new_entries", "gap_reason"])
    record(
        "bank_statement.imported" if known is None else "bank_statement.compared", row, actor=actor,
        after={"entries": taken.entries, "new": taken.new, "closing": head.closing, "difference": row.difference},
        reason=" ".join(filter(None, [row.difference_reason, row.gap_reason])),
    )  # fmt: skip
    return taken


def _in_digits(head: Statement, currency: str) -> Statement:
    """Balances and sums as the currency has decimals; the file's own statement stays as it was read."""
    figures = {name: getattr(head, name) for name in ("opening", "closing", "credits", "debits")}
    rounded: dict[str, Any] = {name: round_to_currency(value, currency) for name, value in figures.items() if value is not None}
    return replace(head, **rounded)


def _known(account: OwnBankAccount, head: Statement) -> BankStatement | None:
    """The statement the book has already: the same one, or the same day told in another format."""
    same = BankStatement.objects.filter(account=account)
    if found := same.filter(key=statement_key(head)).first():
        return found
    if head.kind != END_OF_DAY or head.closing is None or head.closed_on is None:
        return None
    days = same.filter(kind=END_OF_DAY, closed_on=head.closed_on)
    return next((row for row in days.order_by("pk") if is_copy(head, queries.standing_of(row))), None)


def _row(file: StatementFile, account: OwnBankAccount, head: Statement, reasons: Reasons) -> BankStatement:
    difference = head.missing or 0
    if difference and not reasons.difference:
        raise BusinessError("statement_difference", difference=difference, currency=account.currency)
    return BankStatement.objects.create(
        account=account, entity=account.entity, file=file, kind=head.kind, format=head.format, reference=head.reference,
        number=head.sequence, key=statement_key(head), currency=account.currency, opening=head.opening, closing=head.closing,
        opened_on=head.opened_on, closed_on=head.closed_on or head.opened_on or head.first_on or timezone.now().date(),
        first_on=head.first_on, credits=head.credits, debits=head.debits, entries=head.entries, new_entries=0, difference=difference,
        difference_reason=reasons.difference if difference else "",
    )  # fmt: skip


def _gap_reason(account: OwnBankAccount, head: Statement, standings: Sequence[Standing], taken: Taken, reasons: Reasons) -> str:
    """Why a statement is missing before this one; empty when none is. Raises BusinessError "statement_gap" without a reason."""
    if not has_gap(head, standings, taken.overlap):
        return ""
    if reasons.gap:
        return reasons.gap
    last = max(standings, key=lambda standing: standing.closed_on)
    raise BusinessError("statement_gap", account=account.name, last=last.closed_on, closing=last.closing, opening=head.opening)


@verb("collections.conclude_file")
def conclude_file(
    file_id: int, *, state: str, outcome: str, file_format: str = "", findings: Sequence[Mapping[str, Any]] = (), statements: int = 0,
    entries: int = 0, actor: User,
) -> StatementFile:  # fmt: skip
    """Write down what became of a file, with what a person must know or answer."""
    file = lock_one(queries.files(actor, "collections.conclude_file"), file_id)
    transition(file, state, FILE_MOVES)
    brought = BankStatement.objects.filter(file=file)
    file.outcome, file.format, file.findings = outcome, file_format[:30], list(findings)
    file.statements, file.entries, file.concluded_at = statements, entries, timezone.now()
    file.new_entries = sum(brought.values_list("new_entries", flat=True))
    if outcome == Outcome.OK and brought.exclude(gap_reason="").exists():
        file.outcome = Outcome.WARN
    if state == FileState.DONE and not file.new_entries and (entries or not brought.exists()):
        file.outcome = Outcome.DUPLICATE
    file.account = file.account or (first.account if (first := brought.select_related("account").first()) else None)
    file.save(update_fields=["state", "outcome", "format", "findings", "statements", "entries", "concluded_at", "new_entries", "account"])
    record(f"statement_file.{state}", file, actor=actor, after={"outcome": outcome, "new_entries": file.new_entries})
    if file.new_entries:
        publish("statement_file.imported", file, new_entries=file.new_entries)
    return file
