"""REST's door: tokens with scopes, one error shape, keys that make a repeat harmless, versions that protect others' changes."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import include, path
from factories.core import LegalEntityFactory
from people import empowered
from rest_framework import serializers
from rest_framework.response import Response

from o2c.core import verbs
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit import services as audit
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError
from o2c.core.money import Money
from o2c.core.rest.authentication import digest
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.rest.models import ApiToken, IdempotencyKey
from o2c.core.rest.shapes import MoneyShape

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@verbs.verb("tests.found_entity")
def found_entity(code: str, *, actor: User) -> LegalEntity:
    if code == "BAD":
        raise BusinessError("rate_limit_of_names", field="code")
    entity = LegalEntityFactory(code=code)
    audit.record("entity.founded", entity, actor=actor)
    return entity  # type: ignore[no-any-return]


@verbs.verb("tests.relabel_entity")
def relabel_entity(pk: int, *, name: str, version: int, actor: User) -> LegalEntity:
    entity = verbs.lock_one(LegalEntity.objects, pk, version)
    entity.name = name
    entity.save(update_fields=["name"])
    entity.refresh_from_db()
    return entity


class EntityShape(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.UUIDField(source="public_id")
    code = serializers.CharField()
    name = serializers.CharField()


class EntityList(Endpoint):
    permission, Output, many = "tests.view", EntityShape, True

    def get(self) -> Response:
        return self.listed(scope(LegalEntity.objects, self.request.user, "tests.view").order_by("code", "pk"))


class EntityFound(Endpoint):
    permission, Output = "tests.found_entity", EntityShape

    class Input(serializers.Serializer):  # type: ignore[type-arg]
        code = serializers.CharField(max_length=20)
        budget = MoneyShape(required=False)

    def post(self) -> Response:
        return self.created(found_entity(self.input()["code"], actor=self.request.user))


class EntityRelabel(Endpoint):
    permission, Output = "tests.relabel_entity", EntityShape

    class Input(serializers.Serializer):  # type: ignore[type-arg]
        name = serializers.CharField()

    def patch(self, public_id: uuid.UUID) -> Response:
        entity = self.one(LegalEntity.objects.all(), public_id)
        return self.shown(relabel_entity(entity.pk, **self.input(), version=self.version(), actor=self.request.user))


urlpatterns = [
    path("", include("o2c.urls")),
    endpoints("entities", EntityList, EntityFound, name="test_entities"),
    endpoints("entities/<uuid:public_id>", EntityRelabel, name="test_entity"),
]


@pytest.fixture
def api() -> "Caller":
    return Caller("tests.view", "tests.found_entity", "tests.relabel_entity")


class Caller:
    """A system with a token."""

    def __init__(self, *scopes: str, held: tuple[str, ...] = ("tests.view", "tests.found_entity", "tests.relabel_entity")) -> None:
        self.user = empowered(*held, name="Shop System")
        ApiToken.objects.create(user=self.user, name="shop", digest=digest("o2c_secret"), scopes=list(scopes), expires_on=date(2999, 1, 1))
        self.client = Client(headers={"Authorization": "Bearer o2c_secret"})

    def post(self, body: dict[str, Any], key: str = "key-00001") -> Any:
        return self.client.post("/entities", body, "application/json", headers={"Idempotency-Key": key} if key else {})


def test_without_a_token_the_answer_is_401(api: "Caller") -> None:
    answer = Client().get("/entities")

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert Client(headers={"Authorization": "Bearer o2c_wrong"}).get("/entities").status_code == 401


def test_a_token_may_only_what_its_scopes_name() -> None:
    answer = Caller("tests.view").post({"code": "A1"})

    assert answer.status_code == 403
    assert answer.json()["values"] == {"permission": "tests.found_entity"}
    assert not LegalEntity.objects.exists()


def test_a_scope_the_person_does_not_hold_opens_nothing() -> None:
    assert Caller("tests.found_entity", held=("tests.view",)).post({"code": "A1"}).status_code == 403


def test_an_expired_or_revoked_token_is_refused(api: "Caller") -> None:
    ApiToken.objects.update(expires_on=date(2020, 1, 1))

    assert api.client.get("/entities").status_code == 401


def test_the_same_request_twice_has_its_effect_once_and_the_same_answer(api: "Caller") -> None:
    first, second = api.post({"code": "A1"}), api.post({"code": "A1"})

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second.headers["Idempotent-Replayed"] == "true"
    assert LegalEntity.objects.count() == AuditEvent.objects.count() == IdempotencyKey.objects.count() == 1
    assert AuditEvent.objects.get().source == "api"


def test_a_key_used_for_another_body_is_refused(api: "Caller") -> None:
    api.post({"code": "A1"})

    assert api.post({"code": "A2"}).json()["code"] == "idempotency_key_reused"
    assert LegalEntity.objects.count() == 1


def test_a_post_without_a_key_is_refused(api: "Caller") -> None:
    answer = api.post({"code": "A1"}, key="")

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "idempotency_key_missing", "Idempotency-Key")


def test_wrong_values_are_named_one_by_one(api: "Caller") -> None:
    answer = api.post({"budget": {"value": 12.3, "currency": "EUR"}}).json()

    assert answer["code"] == "invalid"
    assert {error["field"]: error["code"] for error in answer["errors"]} == {"code": "required", "budget": "money"}


def test_a_misspelt_field_is_refused_rather_than_lost(api: "Caller") -> None:
    answer = api.post({"code": "A1", "budjet": {"value": "1.00", "currency": "EUR"}})

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "field_unknown", "budjet")
    assert "budget" in answer.json()["message"]
    assert not LegalEntity.objects.exists()


@pytest.mark.parametrize("body", ["{", "[" * 100_000 + "]" * 100_000, r'{"code": "A\u0000"}'], ids=["cut", "deep", "NUL"])
def test_a_body_that_cannot_be_read_is_refused_in_the_same_shape(api: "Caller", body: str) -> None:
    answer = api.client.post("/entities", body, "application/json", headers={"Idempotency-Key": "key-00001"})

    assert (answer.status_code, answer.json()["code"]) == (400, "not_readable")


def test_a_nul_in_the_address_is_refused_in_the_same_shape(api: "Caller") -> None:
    answer = api.client.get("/entities", {"q": "A\0"})

    assert (answer.status_code, answer.json()["code"]) == (400, "not_readable")


def test_a_change_needs_the_version_that_was_read(api: "Caller") -> None:
    entity = LegalEntityFactory(code="A1", name="Before")
    url = f"/entities/{entity.public_id}"

    missing = api.client.patch(url, {"name": "X"}, "application/json")
    changed = api.client.patch(url, {"name": "After"}, "application/json", headers={"If-Match": '"1"'})
    stale = api.client.patch(url, {"name": "Late"}, "application/json", headers={"If-Match": '"1"'})

    assert missing.json()["code"] == "if_match_missing"
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    assert (stale.status_code, stale.json()["code"]) == (409, "changed_since")
    assert LegalEntity.objects.get().name == "After"


def test_pages_follow_each_other_without_gap_or_repeat(api: "Caller") -> None:
    for number in range(5):
        LegalEntityFactory(code=f"E{number}")

    page, seen = api.client.get("/entities?page_size=2").json(), []
    while True:
        seen += [row["code"] for row in page["results"]]
        if not page["next"]:
            break
        page = api.client.get(page["next"]).json()

    assert seen == ["E0", "E1", "E2", "E3", "E4"]


def test_money_travels_as_text_with_the_digits_of_its_currency() -> None:
    shape = MoneyShape()

    assert shape.to_representation(Money(Decimal("12.3"), "EUR")) == {"value": "12.30", "currency": "EUR"}
    assert shape.to_representation(Money(Decimal("12"), "JPY")) == {"value": "12", "currency": "JPY"}
    assert shape.to_internal_value({"value": "1.234", "currency": "KWD"}) == Money(Decimal("1.234"), "KWD")


@pytest.mark.parametrize("value", ["1.234", "NaN", "Infinity", "1e99999", "1e999999999", "", None, 5])
def test_money_that_is_not_exact_is_refused(value: Any) -> None:
    with pytest.raises(serializers.ValidationError):
        MoneyShape().to_internal_value({"value": value, "currency": "EUR"})


def test_a_system_finds_out_with_its_token_what_it_may_call(api: "Caller") -> None:
    assert api.client.get("/api/schema/?format=json").json()["paths"]["/entities"]
    assert Client().get("/api/schema/?format=json").status_code == 401


def test_the_description_of_the_api_is_complete(api: "Caller") -> None:
    api.client.force_login(api.user)
    answer = api.client.get("/api/schema/?format=json")

    described = answer.json()["paths"]
    assert set(described["/entities"]) == {"get", "post"}
    assert "Idempotency-Key" in {parameter["name"] for parameter in described["/entities"]["post"]["parameters"]}
    assert [each for methods in described.values() for each in methods.values() if not each["summary"]] == []
    assert api.client.get("/api/docs/").status_code == 200
