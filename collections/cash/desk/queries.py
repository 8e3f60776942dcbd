"""What of cash waits for somebody this morning, within reach. Each question is asked once, however much waits."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum

from o2c.collections.cash.cheques.queries import cheques
from o2c.collections.cash.matching.models import Tier
from o2c.collections.cash.matching.queries import free_credits, open_proposals, unidentified
from o2c.collections.cash.remittances.queries import advices
from o2c.collections.cash.review.queries import recent
from o2c.collections.cash.review.rules import BankDay, is_red
from o2c.collections.cash.statements.models import StatementFile
from o2c.collections.cash.statements.queries import files
from o2c.core.access.models import User
from o2c.core.entities.models import OwnBankAccount
from o2c.core.jobs.models import LIVE

FRESH, OLD = 7, 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """Money of one currency that waits, by days since its value date: up to 7, up to 30, and longer."""

    currency: str
    count: int
    total: Decimal
    fresh: Decimal
    older: Decimal
    old: Decimal
    age: int


@dataclass(frozen=True, slots=True)
class LackingDay:
    account: OwnBankAccount
    found: BankDay
    is_red: bool


def importing(actor: User) -> QuerySet[StatementFile]:
    """Files a worker has in hand or will take next, oldest first."""
    return files(actor).filter(job__state__in=LIVE).select_related("job__requested_by").order_by("job__created_at", "pk")


def asking(actor: User) -> int:
    return files(actor).filter(state="asking").count()


def by_tier(actor: User) -> list[tuple[str, str, int]]:
    """(tier, its words, how many wait), the sure ones first and each tier there even when nothing waits in it."""
    rows = open_proposals(actor).select_related(None).order_by().values_list("tier").annotate(count=Count("pk"))
    counts: dict[str, int] = dict(rows)
    return [(tier.value, str(tier.label), counts.get(tier.value, 0)) for tier in Tier]


def days_lacking(actor: User, today: date) -> list[LackingDay]:
    """The last banking days that have no statement or no signature, oldest first."""
    found = [LackingDay(account, day, is_red(day, today)) for account, days in recent(actor, today) for day in days if day.lacks]
    return sorted(found, key=lambda one: (one.found.day, one.account.pk))


def unidentified_money(actor: User, today: date) -> list[Waiting]:
    return _aged(unidentified(actor), "value_on", "amount", today)


def unapplied_money(actor: User, today: date) -> list[Waiting]:
    return _aged(free_credits(actor), "due_date", "open_amount", today)


def _aged(rows: QuerySet[Any], day: str, amount: str, today: date) -> list[Waiting]:
    since, long_ago = today - timedelta(days=FRESH), today - timedelta(days=OLD)
    plain = rows.model._default_manager.filter(pk__in=rows.select_related(None).order_by().values("pk"))
    ages = {
        "fresh": Q(**{f"{day}__gte": since}),
        "older": Q(**{f"{day}__lt": since, f"{day}__gte": long_ago}),
        "old": Q(**{f"{day}__lt": long_ago}),
    }
    sums = {name: Sum(amount, filter=when, default=Decimal(0)) for name, when in ages.items()}
    found = plain.order_by("currency").values("currency").annotate(count=Count("pk"), total=Sum(amount), first=Min(day), **sums)
    return [
        Waiting(row["currency"], row["count"], row["total"], row["fresh"], row["older"], row["old"], max(0, (today - row["first"]).days))
        for row in found
    ]


def cheques_to_bank(actor: User) -> list[Any]:
    """How many cheques of each currency are on no slip yet, and what they come to."""
    rows = cheques(actor).filter(state="received").select_related(None).order_by("currency").values("currency")
    return list(rows.annotate(count=Count("pk"), total=Sum("amount"), first=Min("received_on")))


def advices_waiting(actor: User) -> int:
    return advices(actor).filter(state="open").count()
