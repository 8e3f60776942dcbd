"""Bank accounts of ours and files imported into the book, the way the doors do it."""

import io
from datetime import date
from typing import Any

import factory
from bank_files import IBAN
from factory.django import DjangoModelFactory
from people import empowered

from o2c.collections.cash.receipts.models import Receipt
from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.roles import DECIDING, IDENTIFYING, IMPORTING, RUNNING, SUPERVISING
from o2c.collections.cash.statements.importing.run import import_file
from o2c.collections.cash.statements.models import StatementFile
from o2c.collections.cash.statements.services import answer_file, receive_statement_file
from o2c.core.access.models import User
from o2c.core.entities.models import OwnBankAccount
from o2c.core.files.storage import store_raw
from o2c.core.limits.models import Limit

from .billing import open_months
from .core import LegalEntityFactory


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


def matcher() -> User:
    """Who may do everything about matching."""
    return empowered(VIEW, *IDENTIFYING, *RUNNING, *DECIDING, *SUPERVISING, name="Martin Matcher")


def payment(reference: str, amount: str, text: str, *, payer: str = "Payer", account: str = "", on: date = date(2026, 3, 2)) -> str:
    """An intraday report with one payment."""
    party = f"<Dbtr><Nm>{payer}</Nm></Dbtr>" + (f"<DbtrAcct><Id><IBAN>{account}</IBAN></Id></DbtrAcct>" if account else "")
    entry = (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{on}</Dt></BookgDt>'
        f"<ValDt><Dt>{on}</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties>{party}</RltdPties>"
        f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )
    head = f"<Id>{reference}</Id><Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
    unit = f"<BkToCstmrAcctRpt><Rpt>{head}{entry}</Rpt></BkToCstmrAcctRpt>"
    return f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.052.001.08">{unit}</Document>'


def paid_in(amount: str, text: str, **facts: Any) -> Receipt:
    """A receipt as a statement brings it."""
    reference = f"PAY{Receipt.objects.count() + 1:06d}"
    imported(payment(reference, amount, text, **facts), name=f"{reference}.xml")
    return Receipt.objects.latest("pk")


def limit_of(kind: str, value: int) -> None:
    Limit.objects.create(kind=kind, value=value, currency="EUR", starts_on=date(2025, 1, 1), state="active")
