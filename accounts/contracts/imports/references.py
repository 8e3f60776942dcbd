"""What a cell of a sheet names: a customer by its number, one of our entities or payment terms by their code."""

from typing import Any

from o2c.accounts.contracts.models import PaymentTerm
from o2c.accounts.contracts.queries import payment_terms
from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.core.access.models import User
from o2c.core.entities.models import LegalEntity
from o2c.core.excel.imports import named_row


def customer_named(actor: User, number: Any) -> Customer:
    """Raises BusinessError "reference_unknown"."""
    customer: Customer = named_row(customers(actor).filter(number=number), "customer_number", number)
    return customer


def entity_named(actor: User, code: Any) -> LegalEntity:
    """Raises BusinessError "reference_unknown"."""
    entity: LegalEntity = named_row(entities_of(actor).filter(code=code), "entity", code)
    return entity


def terms_named(code: Any) -> PaymentTerm:
    """Raises BusinessError "reference_unknown"."""
    terms: PaymentTerm = named_row(payment_terms().filter(code=code), "terms", code)
    return terms
