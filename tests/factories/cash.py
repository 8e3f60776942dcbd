"""Bank accounts of ours and files imported into the book, the way the doors do it."""

import io
from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory
from people import empowered

from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.roles import IDENTIFYING, IMPORTING
from o2c.collections.cash.statements.importing.run import import_file
from o2c.collections.cash.statements.models import StatementFile
from o2c.collections.cash.statements.services import answer_file, receive_statement_file
from o2c.core.access.models import User
from o2c.core.entities.models import OwnBankAccount
from o2c.core.files.storage import store_raw

from .billing import open_months
from .core import LegalEntityFactory

IBAN = "DE89370400440532013000"


class OwnBankAccountFactory(DjangoModelFactory[OwnBankAccount]):
    class Meta:
        model = OwnBankAccount
        django_get_or_create = ["iban"]

    entity = factory.SubFactory(LegalEntityFactory)
    name = "Main account"
    iban = IBAN
    bic = "COBADEFFXXX"
    currency = "EUR"


def own_account(**facts: Any) -> OwnBankAccount:
    """An account of ours whose entity has open months."""
    account: OwnBankAccount = OwnBankAccountFactory(**facts)
    open_months(account.entity, date(2025, 1, 1), 36)
    return account


def cash_clerk() -> User:
    return empowered(VIEW, *IMPORTING, *IDENTIFYING, name="Cassandra Cash")


def imported(content: str | bytes, *, name: str = "statement.xml", actor: User | None = None, **answers: Any) -> StatementFile:
    """A file taken in as a worker does, its questions answered beforehand."""
    actor = actor or cash_clerk()
    blob = store_raw(io.BytesIO(content.encode() if isinstance(content, str) else content), name)
    file = receive_statement_file(blob, source="page", actor=actor)
    if answers and file.state != "done":
        answer_file(file.pk, **answers, actor=actor)
        file.refresh_from_db()
    return import_file(file, actor=actor) if file.state == "received" else file
