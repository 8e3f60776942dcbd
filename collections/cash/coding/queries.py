"""Booked entries that nobody explained yet, each with what the bank's own code says it is."""

from django.db.models import Exists, OuterRef, QuerySet

from o2c.collections.cash.coding.rules import Coding, suggested
from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.statements.models import OPEN_LINES, StatementLine
from o2c.collections.cash.statements.queries import lines
from o2c.core.access.models import User
from o2c.core.entities.models import OwnBankAccount


def uncoded(actor: User, permission: str = VIEW) -> QuerySet[StatementLine]:
    """`is_own`: the other side is an account of ours."""
    own = OwnBankAccount.objects.exclude(iban="").filter(iban=OuterRef("payer_account"))
    return lines(actor, permission).filter(state__in=OPEN_LINES).exclude(entry=None).annotate(is_own=Exists(own))


def suggestion(line: StatementLine) -> Coding | None:
    """What an entry of `uncoded` is by its code or its other side."""
    own = [line.payer_account] if line.is_own else []  # type: ignore[attr-defined]  # annotated
    return suggested(line.kind, line.payer_account, own)
