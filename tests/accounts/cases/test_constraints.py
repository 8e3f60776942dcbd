"""The database refuses what no rule of this room would let through."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from o2c.accounts.cases.models import CatalogueAnswer, CustomerCase
from o2c.accounts.customers.models import Customer
from o2c.core.entities.models import LegalEntity

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, tzinfo=UTC)
CASE: dict[str, dict[str, Any]] = {
    "customercase_ended_has_a_moment": {"state": "resolved", "outcome": "x"},
    "customercase_resolved_says_how": {"state": "resolved", "ended_at": NOW},
    "customercase_compensation_with_currency": {"compensation": 1},
    "customercase_compensation_digits": {"compensation": "1.005", "currency": "EUR"},
    "customercase_granted_has_amount": {"granted_at": NOW},
    "customercase_level_known": {"level": 3},
    "customercase_category_known": {"category": "x"},
    "customercase_kind_known": {"kind": "x"},
    "customercase_state_known": {"state": "x", "ended_at": NOW, "outcome": "x"},
    "customercase_channel_known": {"channel": "x"},
    "customercase_team_known": {"team": "x"},
}


def answer(**given: str) -> CatalogueAnswer:
    return CatalogueAnswer.objects.create(**{"category": "billing", "question": "q", "answer": "a", **given})


SAID: dict[str, Callable[[CustomerCase], Any]] = {
    "casemessage_append_only": lambda case: case.messages.update(text="y"),
    "casemessage_says_something": lambda case: case.messages.create(direction="in", channel="mail", text=""),
    "casemessage_direction_known": lambda case: case.messages.create(direction="up", channel="mail", text="x"),
    "casemessage_channel_known": lambda case: case.messages.create(direction="in", channel="smoke", text="x"),
    "casemessage_once": lambda case: [case.messages.create(direction="in", channel="mail", text="x", message_id="1") for _ in range(2)],
    "catalogueanswer_once": lambda case: [answer() for _ in range(2)],
    "catalogueanswer_category_known": lambda case: answer(category="x"),
    "catalogueanswer_team_known": lambda case: answer(team="x"),
}


def refuse(constraint: str, attempt: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        attempt()
    assert error.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]


@pytest.mark.parametrize("constraint", CASE)
def test_a_case(customer: Customer, entity: LegalEntity, constraint: str) -> None:
    given = {"customer": customer, "entity": entity, "channel": "mail", "subject": "x"} | CASE[constraint]
    refuse(constraint, lambda: CustomerCase.objects.create(**given))


@pytest.mark.parametrize("constraint", SAID)
def test_what_was_said_and_ready_answers(opens: Callable[..., CustomerCase], constraint: str) -> None:
    case = opens()
    refuse(constraint, lambda: SAID[constraint](case))
