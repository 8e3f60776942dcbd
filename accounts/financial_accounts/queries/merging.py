"""Merges, and the accounts that could be one or that nobody uses."""

from datetime import date

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from o2c.accounts.financial_accounts.models import AccountMerge, CampaignAccount, FinancialAccount
from o2c.accounts.financial_accounts.queries.accounts import VIEW, financial_accounts
from o2c.accounts.financial_accounts.rules.merging import IDLE_AFTER, AccountFacts, Suggestion, duplicates, idle
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.names import fold

MOST = 200  # groups a page shows


def account_merges(actor: User) -> QuerySet[AccountMerge]:
    """Every merge the actor may see, the latest first."""
    rows = scope(AccountMerge.objects, actor, VIEW)
    return rows.select_related("source__customer", "survivor__customer", "source__entity", "created_by").order_by("-merged_on", "-pk")


def duplicate_accounts(actor: User, on: date) -> list[Suggestion]:
    """Groups of accounts that bill the same owner from one entity in one currency, at most `MOST` groups."""
    rows = _unmerged(actor)
    by_tax = rows.exclude(customer__vat_id="").values("customer__vat_id", "entity", "currency").annotate(n=Count("pk")).filter(n__gt=1)
    by_name = rows.values("customer__search_name", "customer__country", "entity", "currency").annotate(n=Count("pk")).filter(n__gt=1)
    tax_ids = [row["customer__vat_id"] for row in by_tax.order_by("customer__vat_id")[:MOST]]
    names = [row["customer__search_name"] for row in by_name.order_by("customer__search_name")[:MOST]]
    return duplicates(_facts(rows.filter(Q(customer__vat_id__in=tax_ids) | Q(customer__search_name__in=names)), on))[:MOST]


def idle_accounts(actor: User, on: date) -> list[Suggestion]:
    """Accounts opened long ago whose last campaign ended long ago, or that never had one; at most `MOST`."""
    long_ago = on - IDLE_AFTER
    recent = CampaignAccount.objects.filter(Q(valid_until=None) | Q(valid_until__gt=long_ago), account=OuterRef("pk"))
    rows = _unmerged(actor).filter(opened_on__lte=long_ago).exclude(pk__in=Subquery(recent.values("account")))
    return idle(_facts(rows, on, limit=MOST), on)


def _unmerged(actor: User) -> QuerySet[FinancialAccount]:
    return financial_accounts(actor).filter(state="active", replaced_by=None).order_by()


def _facts(rows: QuerySet[FinancialAccount], on: date, limit: int = 5 * MOST) -> list[AccountFacts]:
    links = CampaignAccount.objects.filter(account=OuterRef("pk")).order_by().values("account")
    ongoing = links.filter(Q(valid_until=None) | Q(valid_until__gt=on), campaign__state__in=["planned", "live", "paused"])
    counted = rows.annotate(
        last_link=Subquery(links.annotate(last=Max(Coalesce("valid_until", "valid_from"))).values("last")),
        live_campaigns=Coalesce(Subquery(ongoing.annotate(n=Count("pk")).values("n")), 0),
    )
    return [_fact(row) for row in counted.order_by("number", "pk")[:limit]]


def _fact(account: FinancialAccount) -> AccountFacts:
    customer = account.customer
    owner = customer.vat_id or f"{fold(customer.legal_name)} {customer.country}"
    counted: dict[str, int | date | None] = {name: getattr(account, name) for name in ("last_link", "live_campaigns")}
    if account.opened_on is None:
        raise ValueError("an active account has the day it was opened")
    return AccountFacts(
        pk=account.pk, number=account.number, owner=owner, customer=customer.pk, entity=account.entity_id, currency=account.currency,
        payer=account.payer_id, terms=account.terms.code, opened_on=account.opened_on, **counted,  # type: ignore[arg-type]
    )  # fmt: skip
