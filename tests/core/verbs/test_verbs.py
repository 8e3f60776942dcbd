"""A verb is one durable transaction, one permission and one audit entry; nothing of a refused one remains."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from factories.core import LegalEntityFactory
from people import empowered, person

from o2c.core import verbs
from o2c.core.access.models import Cover, User
from o2c.core.access.queries import scope
from o2c.core.audit import services as audit
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError, Conflict
from o2c.core.sentences import explain

pytestmark = pytest.mark.django_db


@verbs.verb("tests.rename_entity")
def rename_entity(pk: int, name: str, *, actor: User, version: int | None = None) -> LegalEntity:
    entity = verbs.lock_one(LegalEntity.objects, pk, version)
    before = entity.name
    entity.name = name
    entity.save(update_fields=["name"])
    audit.record("entity.renamed", entity, actor=actor, before={"name": before}, after={"name": name})
    if name == "forbidden":
        raise BusinessError("wrong_state", state="a", wanted="b")
    return entity


@verbs.verb("tests.rename_twice")
def rename_twice(pk: int, *, actor: User) -> None:
    rename_entity.step(pk, "first", actor=actor)
    rename_entity(pk, "second", actor=actor)


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01", name="Before")


def test_a_verb_writes_the_change_and_one_event_that_says_who_and_what(entity: LegalEntity) -> None:
    actor = empowered("tests.rename_entity")

    rename_entity(entity.pk, "After", actor=actor)

    event = AuditEvent.objects.get()
    assert LegalEntity.objects.get().name == "After"
    assert (event.actor, event.action, event.before, event.after) == (actor, "entity.renamed", {"name": "Before"}, {"name": "After"})
    assert event.seq == 1
    assert event.verb == "tests.rename_entity"


def test_row_versions_of_a_verb_carry_the_context_of_its_audit_event(entity: LegalEntity) -> None:
    rename_entity(entity.pk, "After", actor=empowered("tests.rename_entity"))

    version = LegalEntity.pgh_event_models["update"].objects.get(pgh_label="update")  # type: ignore[attr-defined]
    assert version.name == "After"
    assert version.pgh_context_id == AuditEvent.objects.get().context_id


def test_without_the_permission_nothing_happens(entity: LegalEntity) -> None:
    with pytest.raises(PermissionDenied):
        rename_entity(entity.pk, "After", actor=person())

    assert LegalEntity.objects.get().name == "Before"
    assert not AuditEvent.objects.exists()


def test_a_refused_verb_leaves_neither_change_nor_event(entity: LegalEntity) -> None:
    with pytest.raises(BusinessError) as refusal:
        rename_entity(entity.pk, "forbidden", actor=empowered("tests.rename_entity"))

    assert "cannot become" in explain(refusal.value)
    assert LegalEntity.objects.get().name == "Before"
    assert not AuditEvent.objects.exists()


def test_a_verb_inside_a_verb_is_a_mistake_of_ours(entity: LegalEntity) -> None:
    with pytest.raises(RuntimeError, match="call its step"):
        rename_twice(entity.pk, actor=empowered("tests.rename_entity", "tests.rename_twice"))

    assert LegalEntity.objects.get().name == "Before"


def test_a_stale_version_is_a_conflict(entity: LegalEntity) -> None:
    actor = empowered("tests.rename_entity")
    rename_entity(entity.pk, "Other", actor=actor, version=1)

    with pytest.raises(Conflict) as conflict:
        rename_entity(entity.pk, "Mine", actor=actor, version=1)

    assert conflict.value.code == "changed_since"
    assert LegalEntity.objects.get().name == "Other"


def test_a_rehearsal_runs_the_verb_and_keeps_nothing(entity: LegalEntity) -> None:
    with verbs.rehearse():
        rename_entity(entity.pk, "After", actor=empowered("tests.rename_entity"))
        assert LegalEntity.objects.get().name == "After"

    assert LegalEntity.objects.get().name == "Before"
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    "statement", ["UPDATE core_auditevent SET reason = 'x'", "DELETE FROM core_auditevent", "TRUNCATE core_auditevent"]
)
def test_the_database_refuses_to_change_the_trail(entity: LegalEntity, statement: str) -> None:
    rename_entity(entity.pk, "After", actor=empowered("tests.rename_entity"))
    connection.check_constraints()

    with pytest.raises(IntegrityError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_scope_shows_only_what_the_grant_is_limited_to(entity: LegalEntity) -> None:
    other = LegalEntityFactory(code="DE01", country="DE")
    everywhere = empowered("tests.view")
    french = empowered("tests.view", name="Fred French", region="FR")
    german = empowered("tests.view", name="Gerd German", entity=other)
    in_portfolio = empowered("tests.view", name="Pia Portfolio", portfolio="P1")

    assert set(scope(LegalEntity.objects, everywhere, "tests.view")) == {entity, other}
    assert set(scope(LegalEntity.objects, french, "tests.view")) == {entity}
    assert set(scope(LegalEntity.objects, german, "tests.view")) == {other}
    assert not scope(LegalEntity.objects, in_portfolio, "tests.view")
    assert not scope(LegalEntity.objects, person(), "tests.view")


def test_cover_lends_the_grant_and_the_trail_says_for_whom(entity: LegalEntity) -> None:
    absent = empowered("tests.rename_entity", name="Anna Absent")
    stand_in = person(name="Ben Backup")
    Cover.objects.create(absent=absent, by=stand_in, starts_on=date(2020, 1, 1), ends_on=date(2999, 1, 1), reason="holiday")

    rename_entity(entity.pk, "After", actor=stand_in)

    event = AuditEvent.objects.get()
    assert (event.actor, event.on_behalf_of) == (stand_in, absent)
