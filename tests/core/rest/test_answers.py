"""What a system reads when it asks for the wrong thing, and how an endpoint is introduced."""

import pytest
from django.test import Client
from people import empowered

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(empowered("accounts.view_customers"))
    return client


def test_an_address_that_does_not_exist_is_refused_in_the_one_shape(client: Client) -> None:
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert "<h1" in client.get("/nothing/").content.decode()


def test_a_wrong_filter_is_named_in_words(client: Client) -> None:
    answer = client.get("/api/v1/customers", {"state": "foo"})
    [error] = answer.json()["errors"]
    assert (answer.status_code, error["field"], error["code"]) == (422, "state", "invalid_choice")
    assert error["message"].startswith("Select a valid choice. foo")


def test_a_filter_that_is_not_there_is_refused_rather_than_left_out(client: Client) -> None:
    answer = client.get("/api/v1/customers", {"custommer": "K7"})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "filter_unknown", "custommer")
    assert "state" in answer.json()["message"]


def test_an_endpoint_is_introduced_by_its_first_statement(client: Client) -> None:
    described = client.get("/api/schema/?format=json").json()["paths"]
    summaries = {method["operationId"]: method["summary"] for methods in described.values() for method in methods.values()}
    assert summaries["CustomerList"] == "Customers by name"
    assert [name for name, summary in summaries.items() if not summary] == []
