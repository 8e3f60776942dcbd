"""A customer with an account, those who ask and those who do."""

from datetime import date
from typing import Any

import pytest
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import person

from o2c.accounts.customers.models import Customer
from o2c.accounts.requests.models import ChangeRequest
from o2c.accounts.requests.services import file_request, start_request
from o2c.core.access.models import User
from o2c.core.entities.models import LegalEntity

MOVE = {"kind": "billing", "lines": "2 rue Neuve", "city": "Lyon", "country": "FR", "valid_from": "2026-01-01"}


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


@pytest.fixture
def customer(entity: LegalEntity) -> Customer:
    customer = make.CustomerFactory(entity=entity, legal_name="Martin", country="FR")
    make.AddressFactory(customer=customer, lines="1 rue X", city="Paris", postcode="", country="FR", valid_from=date(2025, 1, 1))
    return customer


@pytest.fixture
def sales() -> User:
    return person("sales_support")


@pytest.fixture
def clerk() -> User:
    return person("clerk")


class Asks:
    """`ask("address")`: a request of that kind, filed by sales support; `started` puts it on the clerk's desk."""

    def __init__(self, customer: Customer, sales: User, clerk: User) -> None:
        self.customer, self.sales, self.clerk = customer, sales, clerk

    def __call__(self, kind: str = "address", *, started: bool = False, **payload: Any) -> ChangeRequest:
        asked = payload or (MOVE if kind == "address" else {})
        filed = file_request(kind=kind, customer=self.customer, payload=asked, reason="They moved", actor=self.sales)
        return start_request(filed.pk, actor=self.clerk) if started else filed


@pytest.fixture
def ask(customer: Customer, sales: User, clerk: User) -> Asks:
    return Asks(customer, sales, clerk)
