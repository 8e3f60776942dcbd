"""Stored values as a person reads them: no list of Python, no code, no bare yes or no."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from o2c.accounts.vendors.models import VendorRegistration
from o2c.billing.ledger.models import OpenItem
from o2c.core.audit.words import fact_as_read
from o2c.core.work.models import Task


@pytest.mark.parametrize(
    ("value", "field", "said"),
    [
        (["tax form", "bank letter"], VendorRegistration._meta.get_field("required"), "tax form, bank letter"),
        ([], VendorRegistration._meta.get_field("required"), "–"),
        ("waiting", Task._meta.get_field("state"), "en attente du demandeur"),
        (2, Task._meta.get_field("priority"), "urgente"),
        (Decimal("1250.5"), OpenItem._meta.get_field("open_amount"), "1\u00a0250,50"),
        (True, None, "oui"),
        ("2026-03-01", None, "1 mars 2026"),
        ({"code": "return_AC04", "values": {}}, None, "Le compte est clos"),
        ([{"code": "return_AC04", "values": {}}], None, "Le compte est clos"),
        ({"code": "no_release_knows_it", "values": {}}, None, "no_release_knows_it"),
    ],
)
def test_a_stored_value_is_read_in_words(value: Any, field: Any, said: str) -> None:
    with override("fr"):
        assert fact_as_read("given", value, field, "EUR") == said
