"""Bank files, statements and entries within reach, and what the book knows of an account."""

from uuid import UUID

from django.db.models import Q, QuerySet

from o2c.collections.cash.mappings.models import StatementMapping
from o2c.collections.cash.readers.shapes import Statement
from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.statements.models import AccountSpelling, BankStatement, StatementFile, StatementKind, StatementLine
from o2c.collections.cash.statements.rules import Standing, ibans, spelling, statement_key
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.entities.models import OwnBankAccount
from o2c.core.files.models import StoredFile


def files(actor: User, permission: str = VIEW) -> QuerySet[StatementFile]:
    """Files of accounts within reach, and those the actor brought; newest first."""
    within = scope(StatementFile.objects, actor, permission)
    own = StatementFile.objects.filter(created_by=actor, account=None)
    return (within | own).select_related("account", "created_by", "job", "stored").order_by("-created_at", "-pk")


def sample_of(mapping: UUID) -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(pk__in=StatementMapping.objects.filter(public_id=mapping).values("sample"))


def own_accounts(actor: User, permission: str = VIEW) -> QuerySet[OwnBankAccount]:
    rows = scope(OwnBankAccount.objects, actor, permission)
    return rows.select_related("entity").order_by("entity__code", "name", "pk")


def statements(actor: User, permission: str = VIEW) -> QuerySet[BankStatement]:
    rows = scope(BankStatement.objects, actor, permission)
    return rows.select_related("account", "entity", "file").order_by("-closed_on", "-pk")


def lines(actor: User, permission: str = VIEW) -> QuerySet[StatementLine]:
    rows = scope(StatementLine.objects, actor, permission)
    return rows.select_related("account", "entity", "statement", "end_of_day").order_by("-booked_on", "-pk")


def account_named(written: str, currency: str) -> OwnBankAccount | None:
    """Our account as a bank writes it: its IBAN, or a spelling somebody chose before."""
    accounts = OwnBankAccount.objects.exclude(state="proposed").select_related("entity")
    if found := accounts.filter(iban__in=ibans(written, currency)).first():
        return found
    chosen = AccountSpelling.objects.filter(written=spelling(written)).select_related("account__entity").first()
    return chosen.account if chosen else None


def account_called(code: str) -> OwnBankAccount | None:
    """Our account by its IBAN or its name."""
    accounts = OwnBankAccount.objects.select_related("entity").order_by("pk")
    return accounts.filter(is_called(code)).first()


def is_called(code: str) -> Q:
    return Q(iban=spelling(code)) | Q(name=code)


def standings(account: OwnBankAccount) -> list[Standing]:
    """The end-of-day statements of the account that say where they begin, oldest first."""
    rows = BankStatement.objects.filter(account=account, kind=StatementKind.END_OF_DAY).exclude(opening=None)
    return [standing_of(row) for row in rows.order_by("closed_on", "pk")]


def neighbours(account: OwnBankAccount, file: StatementFile, head: Statement) -> list[Standing]:
    """The statements it must join up with. Several of one day in one file, without numbers, stand beside each other."""
    rows = BankStatement.objects.filter(account=account, kind=StatementKind.END_OF_DAY).exclude(Q(opening=None) | Q(closing=None))
    beside = Q(file=file, number="", closed_on=head.closed_on) if not head.sequence else Q(key=statement_key(head))
    return [standing_of(row) for row in rows.exclude(beside | Q(key=statement_key(head))).order_by("closed_on", "pk")]


def standing_of(row: BankStatement) -> Standing:
    reckoned = row.opening + row.credits - row.debits if row.opening is not None else None
    closing = row.closing if row.closing is not None else reckoned
    return Standing(row.opening, closing, row.first_on, row.closed_on, row.credits, row.debits)
