"""The personal fields of closed customers as a source of retention: contacts, addresses, bank details, and their row versions."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Address, BankAccount, Contact, Customer, CustomerEntity, CustomerState, RecordsHold
from o2c.accounts.customers.models.emptied import ADDRESS, BANK, CONTACT, EMPTY
from o2c.core.gates import Reason as Against
from o2c.core.retention.models import RecordKind
from o2c.core.retention.registry import Source, Thing, Use
from o2c.core.retention.rules import Reason

LastUse = Callable[[Collection[int]], Mapping[int, date]]
EMPTIED = "UPDATE {table} SET {columns} WHERE customer_id = ANY(%s)"
_last_uses: list[LastUse] = []
_TABLES: list[tuple[Any, dict[str, str], str]] = [(Contact, CONTACT, "person"), (Address, ADDRESS, "lines"), (BankAccount, BANK, "holder")]


def last_use(answer: LastUse) -> None:
    """Register when something last happened with customers: their period begins no earlier."""
    _last_uses.append(answer)


def ended_on(customer_ids: Collection[int]) -> dict[int, date | None]:
    """The day on which the relation with each customer ended: closed, and nothing has happened since. None while it is not closed."""
    states = dict(Customer.objects.filter(pk__in=customer_ids).values_list("pk", "state"))
    versions = next(iter(Customer.pgh_event_models.values()))  # type: ignore[attr-defined]
    changed = versions.objects.filter(pgh_obj_id__in=customer_ids).values_list("pgh_obj_id").annotate(last=Max("pgh_created_at"))
    last: dict[int, date] = {pk: at.date() for pk, at in changed}
    for answer in _last_uses:
        for pk, day in answer(customer_ids).items():
            last[pk] = max(last.get(pk, day), day)
    return {pk: last.get(pk) if state == CustomerState.CLOSED else None for pk, state in states.items()}


def reasons_to_keep(customer_ids: Collection[int], kind: str) -> Iterable[tuple[int, int, Reason]]:
    """(customer, entity, reason) for each of our entities that deals with the customer: the law of every one counts."""
    ended = ended_on(customer_ids)
    links = CustomerEntity.objects.filter(customer__in=customer_ids).order_by("customer", "entity")
    for customer, entity, country, years in links.values_list("customer", "entity", "entity__country", "entity__retention_years"):
        yield customer, entity, Reason(kind, country, ended[customer], years)


def _reach(after: int, before: date, most: int) -> list[int]:
    left = [Exists(model._base_manager.filter(customer=OuterRef("pk")).exclude(**{column: EMPTY})) for model, _emptied, column in _TABLES]
    any_left = Q(left[0]) | Q(left[1]) | Q(left[2])
    rows = Customer.objects.filter(any_left, pk__gt=after, state=CustomerState.CLOSED, created_at__date__lt=before)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def _things(ids: Collection[int]) -> list[Thing]:
    uses: dict[int, list[Use]] = {pk: [] for pk in ids}
    for customer, entity, reason in reasons_to_keep(ids, RecordKind.PERSONAL):
        uses[customer].append(Use(customer, reason, "", customer, entity))
    rows = Customer.objects.filter(pk__in=ids).order_by("pk")
    return [Thing(row.pk, str(row)[:200], tuple(uses[row.pk])) for row in rows]


def _remove(ids: Collection[int]) -> None:
    """Empty the columns in the rows and in all their versions; the database asks whether a release lets these customers go."""
    with connection.cursor() as cursor:
        for model, columns, _column in _TABLES:
            versions = next(iter(model.pgh_event_models.values()))._meta.db_table
            emptied = ", ".join(f"{name} = {value.format(row='')}" for name, value in columns.items())
            state = ", state = 'blocked'" if model is BankAccount else ""
            cursor.execute(EMPTIED.format(table=model._meta.db_table, columns=emptied + state), [list(ids)])
            cursor.execute(EMPTIED.format(table=versions, columns=emptied), [list(ids)])


def held(customer_ids: Collection[int], today: date) -> dict[int, Against]:
    """Holds that people placed, for the gate of retention."""
    rows = RecordsHold.objects.filter(customer__in=customer_ids, ended_at=None).order_by("pk")
    return {hold.customer_id: Against("records_held", {"kind": hold.get_kind_display()}) for hold in rows}


def closed_customers() -> Source:
    return Source("accounts.customer", _("personal fields"), _reach, _things, _remove, lambda ids: None)
