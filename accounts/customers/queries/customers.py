"""Who we deal with, as far as the actor may see."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import reduce
from operator import and_
from typing import TypeVar

from django.contrib.postgres.aggregates import ArrayAgg, StringAgg
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Exists, Model, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce

from o2c.accounts.customers.models import (
    Address,
    BankAccount,
    Contact,
    Customer,
    CustomerEntity,
    CustomerRelation,
    Readiness,
    TaxRegistration,
)
from o2c.accounts.customers.rules.likeness import Likeness, alike
from o2c.accounts.customers.rules.readiness import BillingFacts, Gap, billing_gaps
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.models import AuditEvent
from o2c.core.clock import local_today
from o2c.core.fields import valid_on
from o2c.core.names import fold

VIEW = "accounts.view_customers"
MOST_CANDIDATES = 50
D = TypeVar("D", Address, Contact)
M = TypeVar("M", Address, BankAccount, Contact, TaxRegistration)


def customers(actor: User) -> QuerySet[Customer]:
    """The customers the actor may see, by name."""
    return scope(Customer.objects, actor, VIEW).order_by("search_name", "pk")


def customer_list(actor: User) -> QuerySet[Customer]:
    """One row per customer, ready for the table: `entity_codes` of those of our entities that deal with it, last night's `verdict`."""
    links = CustomerEntity.objects.filter(customer=OuterRef("pk")).order_by().values("customer")
    codes = links.annotate(codes=StringAgg("entity__code", Value(", "), order_by="entity__code", output_field=TextField())).values("codes")
    last = Readiness.objects.filter(customer=OuterRef("pk"), valid_until=None)
    verdict = last.annotate(words=Case(When(is_ready=True, then=Value("ready")), default=Value("blocked"))).values("words")
    return customers(actor).annotate(
        entity_codes=Coalesce(Subquery(codes), Value(""), output_field=TextField()),
        verdict=Coalesce(Subquery(verdict), Value(""), output_field=TextField()),
    )


def named(rows: QuerySet[Customer], text: str) -> QuerySet[Customer]:
    """The customers whose names (in any script) hold all these words in any order, or whose number or tax id this may be."""
    asked = text.strip()
    by_number = Q(number__startswith=asked) | Q(number__startswith=asked.upper()) | (Q(vat_id=asked.upper()) & ~Q(vat_id=""))
    words = [Q(search_name__contains=word) for word in fold(asked).split()]
    return rows.filter(by_number | reduce(and_, words) if words else by_number)


def near_duplicates(actor: User, name: str, *, country: str = "", besides: int | None = None) -> list[tuple[Customer, Likeness]]:
    """Customers that are nearly called so, in the same country (or without one), the most alike first.

    The trigram index proposes, the spelling rule decides.
    """
    if len(fold(name)) < 3:
        return []
    rows = customers(actor).filter(search_name__trigram_word_similar=fold(name)).exclude(pk=besides or 0)
    if country:
        rows = rows.filter(country__in=[country, ""])
    closest = rows.order_by(TrigramWordSimilarity(fold(name), "search_name").desc(), "pk")[:MOST_CANDIDATES]
    candidates = {customer.pk: customer for customer in closest}
    found = alike(name, [(pk, customer.legal_name) for pk, customer in candidates.items()])
    return [(candidates[likeness.pk], likeness) for likeness in found]


def of_customer(rows: type[M], actor: User, customer: Customer) -> QuerySet[M]:
    """The addresses, contacts, registrations or bank accounts of a customer the actor may see."""
    return scope(rows.objects, actor, VIEW).filter(customer=customer)


def addresses(actor: User) -> QuerySet[Address]:
    """The addresses that hold today or later of every customer the actor may see, by customer."""
    return _holding(Address, actor)


def contacts(actor: User) -> QuerySet[Contact]:
    """The people we write to today or later at every customer the actor may see, by customer."""
    return _holding(Contact, actor)


def _holding(rows: type[D], actor: User) -> QuerySet[D]:
    holds = Q(valid_until=None) | Q(valid_until__gt=local_today())
    found = scope(rows.objects, actor, VIEW).filter(holds)
    return found.select_related("customer").order_by("customer__search_name", "pk")


def relations(actor: User, customer: Customer) -> QuerySet[CustomerRelation]:
    """Everyone the customer hangs together with, in either direction, today's and past."""
    either = CustomerRelation.objects.filter(Q(from_customer=customer) | Q(to_customer=customer))
    reachable = customers(actor).order_by().values("pk")
    return (
        either.filter(from_customer__in=reachable, to_customer__in=reachable)
        .select_related("from_customer", "to_customer")
        .order_by("kind", "-valid_from", "pk")
    )


def has_relation(kind: str, from_id: int, to_id: int, on: date) -> bool:
    """Whether the relation holds on the day: `has_relation("payer_for", payer, advertiser, on)`."""
    return CustomerRelation.objects.filter(valid_on(on), kind=kind, from_customer=from_id, to_customer=to_id).exists()


def billing_facts(ids: Iterable[int], on: date) -> dict[int, BillingFacts]:
    """What billing needs to know about each of these customers on the day, in one statement."""
    rows = Customer.objects.filter(pk__in=list(ids)).annotate(
        has_entity=_any(CustomerEntity),
        has_address=_any(Address, valid_on(on), kind="billing"),
        contact_states=_states(Contact, valid_on(on), role="finance"),
        tax_states=_states(TaxRegistration, ended_on=None),
    )
    return {
        row.pk: BillingFacts(row.country, row.has_entity, row.has_address, frozenset(row.contact_states), frozenset(row.tax_states))
        for row in rows
    }


def gaps(customer: Customer, on: date) -> list[Gap]:
    """What is missing or wrong before this customer can be billed."""
    return billing_gaps(billing_facts([customer.pk], on)[customer.pk])


def _any(model: type[Model], *conditions: Q, **equal: str | None) -> Exists:
    return Exists(model._base_manager.filter(*conditions, customer=OuterRef("pk"), **equal))


def _states(model: type[Model], *conditions: Q, **equal: str | None) -> Coalesce:
    rows = model._base_manager.filter(*conditions, customer=OuterRef("pk"), **equal).order_by().values("customer")
    return Coalesce(Subquery(rows.annotate(states=ArrayAgg("state", distinct=True)).values("states")), Value([]))


def came_back_at(customer: Customer) -> datetime | None:
    """When the customer last came back after it had been closed."""
    back = AuditEvent.objects.filter(
        object_type="accounts.customer", object_id=customer.pk, action="customer.onboarding", before__state="closed"
    )
    return back.order_by("-at").values_list("at", flat=True).first()
