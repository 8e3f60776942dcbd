"""Banking days of our accounts: what came, what is open, who signed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.review.rules import BankDay, bank_days_before
from o2c.collections.cash.statements.models import OPEN_LINES, BankDayReview, BankStatement, LineState, StatementKind, StatementLine
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.entities.models import OwnBankAccount


def reviewed_accounts(actor: User, permission: str = VIEW) -> QuerySet[OwnBankAccount]:
    """Active accounts that receive statements."""
    rows = scope(OwnBankAccount.objects, actor, permission).filter(state="active", statements__isnull=False)
    return rows.select_related("entity").order_by("entity__code", "name", "pk").distinct()


def bank_days(accounts: Iterable[OwnBankAccount], days: list[date]) -> list[BankDay]:
    """Every account on every day, with four questions in all."""
    ids = [account.pk for account in accounts]
    of_these = Q(account__in=ids)
    spans = BankStatement.objects.filter(of_these, kind=StatementKind.END_OF_DAY, closed_on__gte=min(days, default=date.max))
    covered = [(account, first or opened or last, last) for account, first, opened, last in spans.values_list(
        "account", "first_on", "opened_on", "closed_on")]  # fmt: skip
    counts: dict[tuple[int, date], Mapping[str, Any]] = {
        (row["account"], row["booked_on"]): row
        for row in StatementLine.objects.filter(of_these, booked_on__in=days).values("account", "booked_on").annotate(
            lines=Count("pk"), unmatched=Count("pk", filter=Q(state__in=OPEN_LINES)), parked=Count("pk", filter=Q(state=LineState.PARKED)),
        )
    }  # fmt: skip
    signed = set(BankDayReview.objects.filter(of_these, day__in=days).values_list("account", "day"))
    return [_day(account, day, covered, counts.get((account, day), {}), (account, day) in signed) for account in ids for day in days]


def _day(account: int, day: date, covered: list[tuple[int, date, date]], row: Mapping[str, Any], is_signed: bool) -> BankDay:
    has_statement = any(of == account and first <= day <= last for of, first, last in covered)
    return BankDay(account, day, has_statement, row.get("lines", 0), row.get("unmatched", 0), row.get("parked", 0), is_signed)


def recent(actor: User, today: date) -> list[tuple[OwnBankAccount, list[BankDay]]]:
    """The last banking days of each account within reach, newest first."""
    accounts = list(reviewed_accounts(actor))
    found = bank_days(accounts, bank_days_before(today))
    return [(account, [one for one in found if one.account_id == account.pk]) for account in accounts]
