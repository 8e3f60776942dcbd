"""The control list of automated creation, and what it looks things up in."""

from datetime import date

from django.db.models import Count, QuerySet

from o2c.accounts.contracts.models import Contract
from o2c.accounts.contracts.queries import in_force
from o2c.accounts.customers.models import Customer, TaxRegistration
from o2c.accounts.customers.queries import customers
from o2c.accounts.financial_accounts.models import ClientReference, FeedLine, FeedRun, FinancialAccount
from o2c.accounts.financial_accounts.queries.accounts import VIEW
from o2c.accounts.financial_accounts.rules.feed import Candidates, Tally
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.names import fold

SUGGESTED = 5


def feed_lines(actor: User) -> QuerySet[FeedLine]:
    """Every line the actor may see, what came last on top."""
    rows = scope(FeedLine.objects, actor, VIEW)
    return rows.select_related("run", "campaign", "account__customer", "entity", "decided_by").order_by("-run", "row", "pk")


def feed_runs(actor: User) -> QuerySet[FeedRun]:
    """Every run of a feed, the latest first. They hold counts, so there is nothing to scope."""
    return FeedRun.objects.select_related("created_by").order_by("-created_at", "-pk") if actor.may(VIEW) else FeedRun.objects.none()


def tally(rows: QuerySet[FeedLine]) -> Tally:
    """How many of the lines ended how."""
    counted = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return Tally(**{state: counted.get(state, 0) for state in ("automatic", "confirmed", "corrected", "open")})


def candidates(actor: User, source: str, client: str, tax_id: str, name: str, country: str) -> Candidates:
    """The customers within reach that the line may mean. Names are looked at only where nothing else is found."""
    reachable = customers(actor).filter(merged_into=None).order_by("pk")
    known = ClientReference.objects.filter(source=source, ext_id=client).values("customer")
    by_reference = list(reachable.filter(pk__in=known).values_list("pk", flat=True)) if client else []
    by_tax_id = _by_tax_id(reachable, tax_id) if tax_id and not by_reference else []
    by_name = _by_name(reachable, name, country) if name and not (by_reference or by_tax_id) else []
    return Candidates(by_reference, by_tax_id, by_name)


def _by_tax_id(rows: QuerySet[Customer], tax_id: str) -> list[int]:
    compact = "".join(sign for sign in tax_id.upper() if sign.isalnum())
    registered = TaxRegistration.objects.filter(number=compact).values_list("customer", flat=True)
    direct = rows.filter(vat_id=compact).values_list("pk", flat=True)
    return sorted({*direct, *rows.filter(pk__in=list(registered)).values_list("pk", flat=True)})


def _by_name(rows: QuerySet[Customer], name: str, country: str) -> list[str]:
    alike = rows.filter(search_name__contains=fold(name), **({"country": country} if country else {}))
    return [str(customer) for customer in alike[:SUGGESTED]]


def accounts_in(customer_id: int, entity_id: int, currency: str) -> QuerySet[FinancialAccount]:
    """The accounts of the customer that could carry a campaign there."""
    rows = FinancialAccount.objects.filter(customer=customer_id, entity=entity_id, currency=currency, state="active", replaced_by=None)
    return rows.order_by("pk")


def contracts_in(customer_id: int, entity_id: int, currency: str, on: date) -> list[Contract]:
    """The contracts in force in the entity and currency on the day."""
    return list(in_force(customer_id, entity_id, on).filter(currency=currency).select_related("terms").order_by("pk"))
