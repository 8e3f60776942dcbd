"""Every bank file of the sample folder, imported into a book that has its accounts, ends as its list of expectations says."""

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bank_samples import AFTER_THE_BASE, ASKED_BY_THE_BOOK, BASE, FOLDER, expected, needs_samples
from factories.billing import open_months
from factories.cash import OwnBankAccountFactory
from factories.core import LegalEntityFactory

from o2c.collections.cash.readers.files import opened
from o2c.collections.cash.readers.reading import entries
from o2c.collections.cash.readers.shapes import Log, Unreadable
from o2c.collections.cash.statements.importing.command import import_path
from o2c.collections.cash.statements.models import AccountSpelling, StatementLine
from o2c.collections.cash.statements.rules import spelling
from o2c.core.access.queries import the_night
from o2c.core.entities.models import OwnBankAccount

pytestmark = [pytest.mark.django_db, needs_samples]

TOO_LARGE = 1000  # `make bench` imports the large ones


def set_up(path: Path) -> OwnBankAccount | None:
    """The accounts of a file as it writes them, open in its months; one to choose for a table, which names none."""
    log, chosen, days = Log(), None, set[date]()
    with suppress(Unreadable):
        for source in opened(path):
            days |= {entry.booked_on or date(2026, 1, 1) for entry in entries(source, log)}
    for statement in log.statements:
        account = _account(spelling(statement.account), (statement.currency or "EUR")[:3], days)
        chosen = account if not spelling(statement.account) else chosen
    return chosen


def _account(written: str, currency: str, days: set[date]) -> OwnBankAccount:
    if known := AccountSpelling.objects.filter(written=written).first():
        return known.account
    entity = LegalEntityFactory(code=f"B{currency}", base_currency=currency)
    for month in {day.replace(day=1) for day in days}:
        open_months(entity, month, 1)
    account: OwnBankAccount = OwnBankAccountFactory(entity=entity, currency=currency, iban=f"DE00{OwnBankAccount.objects.count():018}")
    AccountSpelling.objects.create(written=written or "-", account=account)
    return account


def small() -> list[str]:
    return [name for name, row in expected().items() if (row["entries"] or 0) <= TOO_LARGE]


@pytest.mark.parametrize("name", small())
def test_an_imported_file_ends_as_expected(name: str) -> None:
    row = expected()[name]
    before = [import_path(path, actor=the_night()) for path in _before(name)]
    chosen = None if name in ASKED_BY_THE_BOOK else set_up(FOLDER / name)
    imported = _import(name, chosen)
    assert imported["outcome"] == row["outcome"], imported["messages"]
    if row["outcome"] in {"ask", "reject"}:
        assert StatementLine.objects.count() == 0
    elif row["outcome"] == "duplicate":
        assert imported["new_entries"] == 0
    elif imported["chain"] != "gap" and row["outcome"] == "ok":
        assert StatementLine.objects.count() == sum(first["new_entries"] for first in before) + row["entries"]


def _before(name: str) -> list[Path]:
    base = FOLDER / BASE
    if name not in AFTER_THE_BASE:
        return []
    set_up(base)
    return [base]


def _import(name: str, chosen: OwnBankAccount | None) -> dict[str, Any]:
    """A file that names no account is imported for the one the person chose, unless the choice is what is asked."""
    account = chosen if expected()[name]["outcome"] != "ask" else None
    return import_path(FOLDER / name, account=account, actor=the_night())
