"""The OpenAPI description against what the API does: made-up calls to every address get an answer that is described."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from django.urls import reverse
from factories import accounts as make
from hypothesis import HealthCheck, Phase, given, settings
from people import person

from o2c.core.access.models import User
from o2c.core.rest.authentication import digest
from o2c.core.rest.models import ApiToken

pytestmark = pytest.mark.django_db
TOKEN = {"Authorization": "Bearer o2c_contract"}
FEW = settings(
    max_examples=4, derandomize=True, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def caller() -> User:
    """Somebody whose token may do all that a supervisor may."""
    user = person("supervisor")
    scopes = sorted({permission for held in user.held for permission in held.permissions})
    ApiToken.objects.create(user=user, name="contract", digest=digest("o2c_contract"), scopes=scopes, expires_on="2999-01-01")
    return user


@pytest.fixture
def described(caller: User) -> dict[str, Any]:
    client = Client()
    client.force_login(caller)
    found: dict[str, Any] = json.loads(client.get(reverse("api_schema"), {"format": "json"}).content)
    return found


def calls(known: str, responses: set[str]) -> Callable[[Any], None]:
    """One made-up call, about a customer there is where the address is a customer's; what it changed is taken back."""
    client = Client(raise_request_exception=False)

    def call(case: Any) -> None:
        if case.path.startswith("/api/v1/customers/{"):
            case.path_parameters = dict.fromkeys(case.path_parameters, known)
        headers = {name: str(text) for name, text in (case.headers or {}).items()} | TOKEN
        before = transaction.savepoint()
        if case.method == "GET":
            answer: Any = client.get(case.formatted_path, case.query or {}, headers=headers)
        else:
            body = json.dumps(case.body, default=lambda absent: {})
            answer = client.generic(case.method, case.formatted_path, body, "application/json", headers=headers)
        transaction.savepoint_rollback(before)
        assert str(answer.status_code) in responses, (case.method, case.formatted_path, case.query, case.body, answer.content[:300])
        assert answer.headers["Content-Type"] == "application/json"

    return call


def test_every_address_answers_as_it_is_described(described: dict[str, Any]) -> None:
    known = str(make.CustomerFactory().public_id)
    tried = 0
    for result in schemathesis.openapi.from_dict(described).get_all_operations():
        operation = result.ok()
        responses = set(described["paths"][operation.path][operation.method]["responses"])
        FEW(given(case=operation.as_strategy())(calls(known, responses)))()
        tried += 1
    assert tried > 50
