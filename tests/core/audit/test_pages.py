"""The trail in the browser: list, one event, any record as it was."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from factories.core import LegalEntityFactory
from people import empowered, person

from o2c.core import verbs
from o2c.core.access.models import User
from o2c.core.access.services.users import invite_user
from o2c.core.audit import services as audit
from o2c.core.audit.history import versioned_models
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity

pytestmark = pytest.mark.django_db


@verbs.verb("tests.name_entity")
def name_entity(pk: int, name: str, *, actor: User) -> LegalEntity:
    entity = verbs.lock_one(LegalEntity.objects, pk)
    before, entity.name = entity.name, name
    entity.save(update_fields=["name"])
    audit.record("entity.renamed", entity, actor=actor, before={"name": before}, after={"name": name}, reason="new statutes")
    return entity


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01", name="Before")


@pytest.fixture
def auditor(client: Client) -> User:
    user = person("auditor")
    client.force_login(user)
    return user


def test_the_list_narrows_by_who_and_what_and_day(client: Client, auditor: User, entity: LegalEntity) -> None:
    actor = empowered("tests.name_entity")
    name_entity(entity.pk, "After", actor=actor)
    invite_user(email="new@example.com", name="New Colleague", actor=person("admin"))
    event = AuditEvent.objects.get(action="entity.renamed")

    for query in ({"who": actor.pk}, {"verb": "name_entity"}, {"q": "FR01"}, {"request": event.request_id}, {"kind": "legalentity"}):
        body = client.get(reverse("audit_list"), query).content.decode().split("<tbody")[1]
        assert "FR01 After" in body, query
        assert "New Colleague" not in body, query
    assert "FR01 After" not in client.get(reverse("audit_list"), {"on": "2001-01-01"}).content.decode()


def test_one_event_shows_both_values_its_reason_and_its_place(client: Client, auditor: User, entity: LegalEntity) -> None:
    name_entity(entity.pk, "After", actor=empowered("tests.name_entity"))
    event = AuditEvent.objects.get()

    body = client.get(event.get_absolute_url()).content.decode()

    for part in ("Legal name", "Before", "After", "new statutes", "Paula Powers", event.hash, "FR01"):
        assert part in body
    assert client.get(event.get_absolute_url().replace("FR01", "house")).status_code == 404


def test_an_event_of_another_entity_does_not_exist(client: Client, entity: LegalEntity) -> None:
    name_entity(entity.pk, "After", actor=empowered("tests.name_entity"))
    client.force_login(person("auditor", entity=LegalEntityFactory(code="DE01")))

    assert client.get(AuditEvent.objects.get().get_absolute_url()).status_code == 404
    assert "After" not in client.get(reverse("audit_list")).content.decode()


@pytest.fixture
def lived(entity: LegalEntity) -> str:
    """The entity was renamed in January and in March."""
    actor = empowered("tests.name_entity")
    for month, name in ((1, "January"), (3, "March")):
        with time_machine.travel(datetime(2026, month, 10, 12, tzinfo=UTC)):
            name_entity(entity.pk, name, actor=actor)
    return reverse("record_history", args=["core.legalentity", entity.public_id])


def as_of(client: Client, address: str, day: str) -> str:
    body = client.get(address, {"on": day}).content.decode()
    return body.split('id="as-of-title"')[1].split("</section>")[0]


def test_a_record_shows_as_it_was_on_any_day(client: Client, auditor: User, entity: LegalEntity, lived: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:  # the database stamps versions with its own clock, which no test can turn
        cursor.execute("SET session_replication_role = replica")
        for name, at in (("Before", "2025-12-01"), ("January", "2026-01-10 12:00Z"), ("March", "2026-03-10 12:00Z")):
            cursor.execute("UPDATE core_legalentityevent SET pgh_created_at = %s WHERE name = %s", [at, name])
        cursor.execute("SET session_replication_role = origin")

    assert "did not exist" in as_of(client, lived, "2025-11-30")
    assert "Before" in as_of(client, lived, "2026-01-09")
    assert "January" in as_of(client, lived, "2026-01-10")
    assert "January" in as_of(client, lived, "2026-03-09")
    assert "March" in as_of(client, lived, "2026-04-01")


def test_versions_say_who_and_what_changed_and_show_what_left_no_trace(client: Client, auditor: User, lived: str) -> None:
    body = client.get(lived).content.decode()

    assert "Legal name: January → March" in body
    assert "Paula Powers" in body
    assert body.count("no trace") == 1  # the factory's insert
    assert "This is no day" in client.get(lived, {"on": "yesterdayish"}).content.decode()


def test_a_record_out_of_reach_has_no_history(client: Client, lived: str, entity: LegalEntity) -> None:
    client.force_login(person("auditor", entity=LegalEntityFactory(code="DE01")))

    assert client.get(lived).status_code == 404
    assert client.get(reverse("record_history", args=["core.user", entity.public_id])).status_code == 404
    assert client.get(reverse("record_history", args=["no.such", entity.public_id])).status_code == 404


@pytest.mark.parametrize("model", list(versioned_models()), ids=lambda model: model._meta.label)
def test_every_versioned_record_has_a_public_id_to_be_found_by(model: type) -> None:
    assert model._meta.get_field("public_id")
