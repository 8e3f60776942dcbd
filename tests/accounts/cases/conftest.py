"""A customer that turns to us, and those who answer."""

from collections.abc import Callable
from typing import Any

import pytest
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import person

from o2c.accounts.cases.models import CustomerCase
from o2c.accounts.cases.services import cases
from o2c.accounts.customers.models import Customer
from o2c.core.access.models import User
from o2c.core.entities.models import LegalEntity


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


@pytest.fixture
def customer(entity: LegalEntity) -> Customer:
    return make.CustomerFactory(entity=entity, legal_name="Martin", country="FR", type="reseller")


@pytest.fixture
def clerk() -> User:
    return person("clerk")


@pytest.fixture
def lead() -> User:
    return person("supervisor")


@pytest.fixture
def opens(customer: Customer, entity: LegalEntity, clerk: User) -> Callable[..., CustomerCase]:
    def open_one(**given: Any) -> CustomerCase:
        said = {"kind": "complaint", "channel": "mail", "subject": "Wrong invoice", "text": "It is too high", "email": "jean@martin.fr"}
        return cases.open_case(customer=customer, entity=entity, actor=clerk, person="Jean", **{**said, **given})

    return open_one
