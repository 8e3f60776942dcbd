"""Names somebody asks about: by REST one or a hundred, on the page one, always explained and on record."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from factories.compliance import load_list
from factories.sanctions import BOREALIS, CLEAN, NORDHAVN
from people import person

from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.screening.models import AskedScreening
from o2c.core.rest.authentication import digest
from o2c.core.rest.models import ApiToken

pytestmark = pytest.mark.django_db
SCOPES = ("compliance.screen_names",)
NEAR = {"id": "7", "name": "Nordhavn Shiping & Trading", "schema": "Company", "country": "Russia", "identifiers": ["tax:7744001497"]}


@pytest.fixture
def lists() -> None:
    load_list(NORDHAVN, BOREALIS, CLEAN)


def post(
    body: Any, *, role: str = "compliance_officer", key: str = "key-0001", scopes: tuple[str, ...] = ("compliance.screen_names",)
) -> Any:
    facts = {"user": person(role), "digest": digest(role), "scopes": list(scopes), "expires_on": date(2999, 1, 1)}
    ApiToken.objects.get_or_create(name=role, defaults=facts)
    headers = {"Authorization": f"Bearer {role}", "Idempotency-Key": key}
    answer = Client().post("/api/v1/screenings", json.dumps(body), content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def test_one_name_is_answered_at_once_with_every_reason(lists):
    status, said = post({"names": [NEAR]})
    (answer,) = said["answers"]
    best = answer["hits"][0]
    assert (status, answer["id"], best["list_code"], best["listed_id"], best["decision"]) == (201, "7", "ofac_sdn", "4711", "match")
    assert round(sum(reason["effect"] for reason in best["reasons"]), 4) == best["score"]
    assert all(reason["words"] for reason in best["reasons"])
    assert said["lists"][0]["version"] == 1
    assert not ComplianceAlert.objects.exists()


def test_a_hundred_names_are_answered_and_a_hundred_and_one_are_not(lists):
    names = [{"id": str(at), "name": f"Honest Company {at}"} for at in range(100)]
    status, said = post({"names": names})
    assert (status, [answer["id"] for answer in said["answers"]]) == (201, [str(at) for at in range(100)])
    assert post({"names": [*names, NEAR]}, key="key-0002")[0] == 422
    assert post({"names": []}, key="key-0003")[0] == 422
    assert AskedScreening.objects.count() == 1


def test_the_same_request_again_is_answered_from_the_record(lists):
    assert post({"names": [NEAR]}) == post({"names": [NEAR]})
    assert AskedScreening.objects.count() == 1


def test_without_a_list_nobody_is_cleared():
    status, said = post({"names": [NEAR]})
    assert (status, said["code"]) == (422, "screening_without_list")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"schema": "Robot"}, "names"),
        ({"birth_date": "yesterday"}, "names.0.birth_date"),
        ({"country": "Atlantis"}, "names.0.country"),
        ({"name": ""}, "names"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_place(lists, given, field):
    status, said = post({"names": [NEAR | given]})
    assert status == 422
    assert field in json.dumps(said)
    assert not AskedScreening.objects.exists()


@pytest.mark.parametrize("role", ["clerk", "auditor", "sales_support"])
def test_others_may_not_ask(lists, role):
    assert post({"names": [NEAR]}, role=role)[0] == 403


def test_a_token_without_the_scope_may_not_ask(lists):
    assert post({"names": [NEAR]}, scopes=("compliance.view_alerts",))[0] == 403


@pytest.mark.parametrize(
    "name",
    ["U", "x" * 300, "....", "12345", "中国", "\u202eمحمد\u202c علي", "Ali " * 60, "\u200b\u200b", "😀", "O'", "--- & ---"],
)
def test_strange_names_are_answered_too(lists, name):
    status, said = post({"names": [{"name": name}]})
    assert status == 201, said
    assert all(0 <= hit["score"] <= 1 for hit in said["answers"][0]["hits"])


def test_an_officer_asks_on_the_page(lists):
    client = Client()
    client.force_login(person("compliance_officer"), backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("screening_ask")
    assert client.get(page).status_code == 200
    shown = client.post(page, {"name": NEAR["name"], "schema": "Company", "country": "RU", "identifier": "tax:7744001497"}).content.decode()
    assert "NORDHAVN SHIPPING" in shown
    assert reverse("watchlist_party", args=["ofac_sdn", "4711"]) in shown
    assert "resembles this name" in client.post(page, {"name": "Perfectly Honest"}).content.decode()
    assert client.post(page, {"name": "x", "birth_date": "never"}).status_code == 422
