"""Mappings within reach, what the readers take, and what a sample says under one."""

from collections.abc import Sequence

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from o2c.collections.cash.mappings.models import MappingState, StatementMapping
from o2c.collections.cash.readers.files import Source, of_bytes
from o2c.collections.cash.readers.tables.columns import Mapping
from o2c.collections.cash.readers.tables.sample import Understood, first_rows, understood
from o2c.collections.cash.receipts.queries import VIEW
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.entities.models import OwnBankAccount
from o2c.core.files.storage import path_of


def mappings(actor: User, permission: str = VIEW) -> QuerySet[StatementMapping]:
    rows = scope(StatementMapping.objects, actor, permission)
    return rows.select_related("account", "entity", "sample").order_by("account__name", "name", "pk")


def own_accounts(actor: User, permission: str) -> QuerySet[OwnBankAccount]:
    """Accounts a mapping may be made for."""
    rows = scope(OwnBankAccount.objects, actor, permission).filter(state="active")
    return rows.select_related("entity").order_by("entity__code", "name", "pk")


def in_use(account: OwnBankAccount | None) -> list[Mapping]:
    """How the tables of the account are read; of every account where a file does not say whose it is."""
    rows = StatementMapping.objects.filter(state=MappingState.ACTIVE).select_related("account")
    return [row.reads() for row in (rows.filter(account=account) if account else rows).order_by("-created_at", "-pk")]


def sample_of(mapping: StatementMapping) -> Source:
    with default_storage.open(path_of(mapping.sample.sha256)) as kept:
        return of_bytes(mapping.sample_name, kept.read())


def rows_of(mapping: StatementMapping, charset: str, separator: str) -> Sequence[list[str]]:
    """The first rows of the sample. Raises Unreadable."""
    return first_rows(sample_of(mapping), charset, separator)


def reading(mapping: StatementMapping) -> Understood:
    """The whole sample as the mapping reads it."""
    return understood(sample_of(mapping), mapping.reads())
