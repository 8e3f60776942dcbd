"""Imported history needs its entity, its customers and one account per customer, currency and terms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from o2c.accounts.contracts.models import PaymentTerm
from o2c.accounts.customers.models import Customer, CustomerEntity, CustomerState, Origin
from o2c.accounts.financial_accounts.models import AccountOrigin, AccountState, FinancialAccount
from o2c.billing.documents.queries import imported_accounts
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.entities.models import LegalEntity
from o2c.core.entities.services import create_entity
from o2c.core.events import publish
from o2c.core.verbs import verb

BASE_CURRENCY = "EUR"


@dataclass(frozen=True, slots=True)
class AccountKey:
    """What an account of imported history is told apart by. `terms` are net days; None: any account of the currency will do."""

    customer: str
    currency: str
    terms: int | None


@verb("billing.begin_import")
def begin_import(code: str, *, country: str, actor: User) -> LegalEntity:
    """The entity that history is recorded for; an unknown code is a new entity that keeps its books in EUR."""
    known = LegalEntity.objects.filter(code=code).first()
    if known is None:
        return create_entity.step(code=code, name=code, country=country, base_currency=BASE_CURRENCY, actor=actor)
    return scope(LegalEntity.objects, actor, "billing.begin_import").get(pk=known.pk)


@verb("billing.import_accounts")
def import_accounts(entity_id: int, keys: Sequence[AccountKey], *, names: dict[str, str], opened_on: date, actor: User) -> int:
    """Make the missing customers and accounts: active, marked imported, not ready; returns how many accounts are new."""
    entity = LegalEntity.objects.get(pk=entity_id)
    customers = _customers(entity, list(dict.fromkeys(key.customer for key in keys)), names, actor)
    missing = _missing(keys, imported_accounts(entity, customers))
    terms = _terms({days for _customer, _currency, days in missing})
    accounts = FinancialAccount.objects.bulk_create(
        FinancialAccount(
            number=f"{entity.code}-{customer}-{currency}-{days}", customer=customers[customer], entity=entity, currency=currency,
            terms=terms[days], state=AccountState.ACTIVE, origin=AccountOrigin.IMPORTED, opened_on=opened_on,
        )
        for customer, currency, days in missing
    )  # fmt: skip
    for account in accounts:
        record("account.imported", account, actor=actor, after={"number": account.number, "currency": account.currency})
    return len(accounts)


def _missing(keys: Sequence[AccountKey], existing: Iterable[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """What to open for the keys, in their order; those without terms come last and need nothing where an account exists."""
    there = set(existing)
    missing: list[tuple[str, str, int]] = []
    for key in keys:
        account = (key.customer, key.currency, key.terms or 0)
        served = account in there if key.terms is not None else any(known[:2] == account[:2] for known in there)
        if not served:
            missing.append(account)
            there.add(account)
    return missing


def _customers(entity: LegalEntity, numbers: Sequence[str], names: dict[str, str], actor: User) -> dict[str, Customer]:
    known = {customer.number: customer for customer in Customer.objects.filter(number__in=numbers)}
    made = Customer.objects.bulk_create(
        Customer(number=number, legal_name=names.get(number) or number, state=CustomerState.ACTIVE, origin=Origin.IMPORTED)
        for number in numbers
        if number not in known
    )
    for customer in made:
        known[customer.number] = customer
        record(
            "customer.imported",
            customer,
            actor=actor,
            after={"number": customer.number, "legal_name": customer.legal_name},
            parent=customer,
        )
    if made:
        publish("customers.imported", entity, customers=[customer.pk for customer in made])
    linked = set(CustomerEntity.objects.filter(entity=entity, customer__number__in=numbers).values_list("customer_id", flat=True))
    CustomerEntity.objects.bulk_create(CustomerEntity(customer=each, entity=entity) for each in known.values() if each.pk not in linked)
    return known


def _terms(days: set[int]) -> dict[int, PaymentTerm]:
    """Plain net days; a term of that name with other conditions is left alone."""
    plain = PaymentTerm.objects.filter(net_days__in=days, eom_mode="none", discount_percent=0)
    known = {term.net_days: term for term in plain.order_by("-pk")}
    made = PaymentTerm.objects.bulk_create(PaymentTerm(code=f"NET{net}", net_days=net) for net in sorted(days - known.keys()))
    return known | {term.net_days: term for term in made}
