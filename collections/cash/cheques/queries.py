"""Cheques, slips and closed days within reach."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from o2c.collections.cash.cheques.models import Cheque, ChequeDay, DepositSlip
from o2c.collections.cash.cheques.rules import BankCredit, Deposit
from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.statements.models import OPEN_LINES, StatementLine
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.entities.models import LegalEntity


def cheques(actor: User, permission: str = VIEW) -> QuerySet[Cheque]:
    """Cheques the actor may see, newest first."""
    rows = scope(Cheque.objects, actor, permission).select_related("entity", "slip", "receipt__customer", "receipt__account", "created_by")
    return rows.order_by("-received_on", "-pk")


def slips(actor: User, permission: str = VIEW) -> QuerySet[DepositSlip]:
    rows = scope(DepositSlip.objects, actor, permission).select_related("entity", "account", "credited_by", "created_by")
    return rows.order_by("-day", "-pk")


def days(actor: User) -> QuerySet[ChequeDay]:
    return scope(ChequeDay.objects, actor, VIEW).select_related("entity", "created_by").order_by("-day", "-pk")


def loose(entity: LegalEntity, day: date) -> QuerySet[Cheque]:
    """Cheques that came until this day and are on no slip."""
    return Cheque.objects.filter(entity=entity, state="received", received_on__lte=day).order_by("received_on", "pk")


def unclosed(until: date) -> list[tuple[LegalEntity, date]]:
    """The days with cheques that nobody has closed, oldest first."""
    closed = ChequeDay.objects.filter(entity=OuterRef("entity"), day=OuterRef("received_on"))
    rows = Cheque.objects.filter(~Exists(closed), received_on__lte=until).exclude(state="returned_to_drawer")
    found = rows.order_by("received_on", "entity").values_list("entity", "received_on").distinct()
    entities = LegalEntity.objects.in_bulk({pk for pk, _day in found})
    return [(entities[pk], day) for pk, day in found]


def deposits_under_way(entity: LegalEntity) -> list[Deposit]:
    rows = DepositSlip.objects.filter(entity=entity, state="banked").order_by("day", "pk")
    return [Deposit(row.pk, row.account_id, row.day, row.total) for row in rows]


def unexplained_credits(entity: LegalEntity, accounts: Any, since: date) -> list[BankCredit]:
    """Credits on these accounts that are still open, booked from that day on."""
    rows = StatementLine.objects.filter(entity=entity, account__in=accounts, direction="credit", state__in=OPEN_LINES, booked_on__gte=since)
    return [BankCredit(row.pk, row.account_id, row.booked_on, row.amount) for row in rows.order_by("booked_on", "pk")]
