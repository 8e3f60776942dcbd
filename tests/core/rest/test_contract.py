"""The OpenAPI description against what the API does: made-up calls to every address get an answer that is described."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from django.urls import reverse
from factories import accounts as make
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from people import person

from o2c.core.access.models import User
from o2c.core.rest.authentication import digest
from o2c.core.rest.models import ApiToken

pytestmark = pytest.mark.django_db
TOKEN = {"Authorization": "Bearer o2c_contract"}
FEW = settings(
    max_examples=3, derandomize=True, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
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


@pytest.fixture
def known(caller: User) -> dict[str, str]:
    """A row behind most addresses of the accounts floor, by the first word of the address."""
    customer = make.CustomerFactory()
    of_customer = {
        "contacts": make.ContactFactory, "tax-numbers": make.TaxRegistrationFactory, "contracts": make.ContractFactory,
        "purchase-orders": make.PurchaseOrderFactory, "financial-accounts": make.FinancialAccountFactory,
        "mandates": make.MandateFactory, "payment-registrations": make.RegistrationFactory,
        "requests": make.ChangeRequestFactory,
    }  # fmt: skip
    rows = {word: factory(customer=customer) for word, factory in of_customer.items()}
    for factory in (make.AddressFactory, make.BankAccountFactory):
        factory(customer=customer)
    make.RequestMessageFactory(request=rows["requests"], created_by=caller)
    rows["payment-methods"] = rows["mandates"].method
    rows["campaigns"] = make.CampaignAccountFactory(account=rows["financial-accounts"]).campaign
    return {word: str(row.public_id) for word, row in {**rows, "customers": customer}.items()}


def promised(responses: dict[str, Any], components: dict[str, Any]) -> dict[str, Draft202012Validator]:
    """What the body of each described status looks like."""
    bodies = {status: answer["content"]["application/json"]["schema"] for status, answer in responses.items()}
    return {
        status: Draft202012Validator({**body, "components": components}, format_checker=Draft202012Validator.FORMAT_CHECKER)
        for status, body in bodies.items()
    }


def calls(known: dict[str, str], bodies: dict[str, Draft202012Validator]) -> Callable[[Any], None]:
    """One made-up call, about a row there is where its address names one; what it changed is taken back.

    The status is described, and the body is what that status promises.
    """
    client = Client(raise_request_exception=False)

    def call(case: Any) -> None:
        word = case.path.removeprefix("/api/v1/").partition("/")[0]
        if word in known:
            case.path_parameters = dict.fromkeys(case.path_parameters, known[word])
        headers = {name: str(text) for name, text in (case.headers or {}).items()} | TOKEN
        before = transaction.savepoint()
        if case.method == "GET":
            answer: Any = client.get(case.formatted_path, case.query or {}, headers=headers)
        else:
            body = json.dumps(case.body, default=lambda absent: {})
            answer = client.generic(case.method, case.formatted_path, body, "application/json", headers=headers)
        transaction.savepoint_rollback(before)
        asked = (case.method, case.formatted_path, case.query, case.body, answer.content[:300])
        assert str(answer.status_code) in bodies, asked
        assert answer.headers["Content-Type"] == "application/json"
        assert [error.message for error in bodies[str(answer.status_code)].iter_errors(answer.json())] == [], asked

    return call


def test_every_address_answers_as_it_is_described(described: dict[str, Any], known: dict[str, str]) -> None:
    tried = 0
    for result in schemathesis.openapi.from_dict(described).get_all_operations():
        operation = result.ok()
        bodies = promised(described["paths"][operation.path][operation.method]["responses"], described["components"])
        FEW(given(case=operation.as_strategy())(calls(known, bodies)))()
        tried += 1
    assert tried > 50


def test_what_there_is_reads_as_it_is_described(described: dict[str, Any], known: dict[str, str]) -> None:
    """Made-up filters mostly find nothing: every address that can be read, asked plainly, about rows there are."""
    client, read, wrong = Client(headers=TOKEN), 0, []
    for path, methods in described["paths"].items():
        word = path.removeprefix("/api/v1/").partition("/")[0]
        if "get" not in methods or ("{" in path and word not in known):
            continue
        answer = client.get(re.sub(r"\{\w+\}", known.get(word, ""), path))
        if answer.status_code == 200:
            body = promised({"200": methods["get"]["responses"]["200"]}, described["components"])["200"]
            wrong += [(path, error.json_path, error.message) for error in body.iter_errors(answer.json())]
            read += 1
    assert wrong == []
    assert read > 25
