"""Steps by which an import takes in the customers and accounts its rows name: active, marked imported, not ready.

Imported history is recorded, not decided: no gate is asked. Everything is done per batch, with one audit event each.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from o2c.accounts.contracts.models import PaymentTerm
from o2c.accounts.contracts.reference import net_code
from o2c.accounts.customers.models import Customer, CustomerEntity, CustomerState, Origin
from o2c.accounts.financial_accounts.models import GONE, AccountOrigin, AccountState, FinancialAccount
from o2c.core.access.models import User
from o2c.core.acting import running
from o2c.core.audit.services import record
from o2c.core.entities.models import LegalEntity
from o2c.core.events import publish
from o2c.core.verbs import lock


@dataclass(frozen=True, slots=True)
class ImportedCustomer:
    """A customer as a file names it: the number is the key, a known number keeps the name it has here."""

    number: str
    name: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class AccountKey:
    """One account per customer, currency and net days."""

    customer_id: int
    currency: str
    net_days: int


def take_in_customers(entity: LegalEntity, wanted: Iterable[ImportedCustomer], *, actor: User) -> dict[str, int]:
    """Ids of these customers by number; the missing ones are created, and all of them belong to the entity.

    A step: call it inside a verb. Raises RuntimeError outside one.
    """
    _inside_a_verb()
    by_number = {customer.number: customer for customer in wanted}
    known = set(Customer.objects.filter(number__in=by_number).values_list("number", flat=True))
    missing = [by_number[number] for number in sorted(by_number.keys() - known)]
    made = [
        Customer(number=one.number, legal_name=one.name, country=one.country, state=CustomerState.ACTIVE, origin=Origin.IMPORTED)
        for one in missing
    ]
    Customer.objects.bulk_create(made, ignore_conflicts=True, batch_size=1000)
    ids = dict(Customer.objects.filter(number__in=by_number).values_list("number", "pk"))
    links = [CustomerEntity(customer_id=pk, entity=entity) for pk in ids.values()]
    CustomerEntity.objects.bulk_create(links, ignore_conflicts=True, batch_size=1000)
    if missing:
        created = [ids[one.number] for one in missing]
        record("customers.imported", entity, actor=actor, count=len(created), numbers=[one.number for one in missing])
        publish("customers.imported", entity, customers=created)
    return ids


def take_in_accounts(entity: LegalEntity, wanted: Iterable[AccountKey], *, opened_on: date, actor: User) -> dict[AccountKey, int]:
    """Ids of the accounts with these keys (no payer, no billing profile); the missing ones are created.

    A step: call it inside a verb. Raises RuntimeError outside one.
    """
    _inside_a_verb()
    keys = set(wanted)
    lock(Customer.objects, [key.customer_id for key in keys])
    terms = _terms({key.net_days for key in keys})
    missing = sorted(keys - _known(entity, keys).keys(), key=lambda key: (key.customer_id, key.currency, key.net_days))
    FinancialAccount.objects.bulk_create(
        FinancialAccount(
            number=number, customer_id=key.customer_id, entity=entity, currency=key.currency, terms=terms[key.net_days],
            state=AccountState.ACTIVE, origin=AccountOrigin.IMPORTED, opened_on=opened_on,
        )
        for key, number in _numbered(missing)
    )  # fmt: skip
    if missing:
        record("accounts.imported", entity, actor=actor, count=len(missing))
    found = _known(entity, keys)
    return {key: found[key] for key in keys}


def _inside_a_verb() -> None:
    if running() is None:
        raise RuntimeError("taking customers and accounts in is a step: call it inside a verb")


def _terms(net_days: set[int]) -> dict[int, PaymentTerm]:
    codes = {net_code(days): days for days in net_days}
    PaymentTerm.objects.bulk_create([PaymentTerm(code=code, net_days=days) for code, days in codes.items()], ignore_conflicts=True)
    return {codes[term.code]: term for term in PaymentTerm.objects.filter(code__in=codes)}


def _known(entity: LegalEntity, keys: set[AccountKey]) -> dict[AccountKey, int]:
    rows = FinancialAccount.objects.exclude(GONE).filter(
        entity=entity,
        customer__in={key.customer_id for key in keys},
        payer=None,
        billing_profile=None,
        terms__code__in=[net_code(key.net_days) for key in keys],
    )
    return {
        AccountKey(customer, currency, days): pk
        for customer, currency, days, pk in rows.values_list("customer", "currency", "terms__net_days", "pk")
    }


def _numbered(missing: list[AccountKey]) -> list[tuple[AccountKey, str]]:
    """Each key with the next number of its customer."""
    customers = Customer.objects.filter(pk__in={key.customer_id for key in missing}).annotate(accounts=Count("financial_accounts"))
    numbers = {customer.pk: customer.number for customer in customers}
    taken = Counter({customer.pk: customer.accounts for customer in customers})
    found = []
    for key in missing:
        taken[key.customer_id] += 1
        found.append((key, f"{numbers[key.customer_id]}-{taken[key.customer_id]:02}"))
    return found
