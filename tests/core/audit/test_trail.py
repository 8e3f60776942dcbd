"""Tampering is named, days are anchored outside the database, no change stays without a trace, no pair of steps meets in one person."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from factories.core import LegalEntityFactory
from people import empowered, person

from o2c.core import verbs
from o2c.core.access.models import Cover, User
from o2c.core.access.queries import the_night
from o2c.core.audit import anchors
from o2c.core.audit import services as audit
from o2c.core.audit.models import AuditAnchor, AuditChain, AuditEvent
from o2c.core.audit.pairs import NEVER_AFTER
from o2c.core.audit.queries import events, events_about
from o2c.core.audit.registers import trail
from o2c.core.audit.unaccounted import versions_without_event
from o2c.core.audit.verification import Bad, bad_rows
from o2c.core.audit.words import said
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError, Conflict
from o2c.core.outbox.models import Outbox
from o2c.core.sentences import explain

HOUSE, FLOORS = Path(__file__).resolve().parents[3], ("o2c/core", "accounts", "billing", "collections", "compliance")
pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2026, 3, 3, 12, tzinfo=UTC)


@verbs.verb("tests.touch_entity")
def touch_entity(pk: int, name: str, *, actor: User, action: str = "entity.touched") -> LegalEntity:
    entity = verbs.lock_one(LegalEntity.objects, pk)
    before, entity.name = entity.name, name
    entity.save(update_fields=["name"])
    audit.record(action, entity, actor=actor, before={"name": before}, after={"name": name})
    return entity


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01", name="Before")


@pytest.fixture
def actor() -> User:
    return empowered("tests.touch_entity", "core.view_audit")


@pytest.fixture
def written(entity: LegalEntity, actor: User) -> Iterator[None]:
    """Two days of events on the entity's chain."""
    for noon in (MONDAY, TUESDAY):
        with time_machine.travel(noon, tick=False):
            for name in ("one", "two", "three"):
                touch_entity(entity.pk, name, actor=actor)
    with time_machine.travel(TUESDAY + timedelta(days=1), tick=False):
        yield


def behind_the_triggers(statement: str) -> None:
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


def verified(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=out, no_color=True)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_an_untouched_trail_holds_once_its_days_are_anchored(written: None) -> None:
    assert [bad.code for bad in bad_rows()] == ["anchor_missing", "anchor_missing"]
    list(anchors.anchor_past_days(the_night()))

    assert verified() == (0, "The audit trail holds: 8 events in 3 chains, every link and every anchor.\n")


@pytest.mark.parametrize(
    ("statement", "code", "seq"),
    [
        ('UPDATE core_auditevent SET after = \'{"name": "never"}\' WHERE seq = 2', "event_changed", 2),
        ("UPDATE core_auditevent SET actor_id = (SELECT min(id) FROM core_user) WHERE seq = 1", "event_changed", 1),
        ("DELETE FROM core_auditevent WHERE seq = 2", "event_missing", 2),
        ("DELETE FROM core_auditevent WHERE seq = 3", "event_missing", 3),
        ("UPDATE core_auditchain SET last_hash = repeat('f', 64)", "head_changed", 3),
    ],
)
def test_a_tampered_row_is_named(written: None, statement: str, code: str, seq: int) -> None:
    behind_the_triggers(statement)

    status, said_there = verified("--json", "--day", "2026-03-02")

    answer = json.loads(said_there)
    assert status == 1
    assert not answer["holds"]
    assert (answer["bad"][0]["chain"], answer["bad"][0]["code"], answer["bad"][0]["seq"]) == ("FR01", code, seq)


def test_words_name_the_row_too(written: None) -> None:
    behind_the_triggers("UPDATE core_auditevent SET reason = 'x' WHERE seq = 2")

    status, words = verified("--day", "2026-03-03")

    assert status == 1
    assert "2026-03-03 FR01 event 2: event number 2 is not the one that was written entity.touched" in words


def test_a_chain_rewritten_from_end_to_end_differs_from_its_anchor(written: None) -> None:
    list(anchors.anchor_past_days(the_night()))
    behind_the_triggers("DELETE FROM core_auditevent WHERE chain_id IN (SELECT id FROM core_auditchain WHERE day = '2026-03-02')")
    behind_the_triggers("DELETE FROM core_auditchain WHERE day = '2026-03-02'")

    assert [(bad.day, bad.code) for bad in bad_rows()] == [(date(2026, 3, 2), "anchor_differs")]


def test_a_rewritten_anchor_breaks_the_chain_of_anchors(written: None) -> None:
    list(anchors.anchor_past_days(the_night()))
    behind_the_triggers("UPDATE core_auditanchor SET hash = repeat('f', 64) WHERE day = '2026-03-02'")

    assert [(bad.day, bad.code) for bad in bad_rows()] == [(date(2026, 3, 2), "anchor_changed"), (date(2026, 3, 3), "anchor_changed")]


def test_anchors_leave_by_mail_and_by_log_once_per_day(written: None, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "o2c.audit.anchor"):
        made = list(anchors.anchor_past_days(the_night()))
    assert list(anchors.anchor_past_days(the_night())) == []

    assert [anchor.day for anchor in made] == [date(2026, 3, 2), date(2026, 3, 3)]
    assert made[1].prev_hash == made[0].hash
    assert [row.payload["hash"] for row in Outbox.objects.filter(topic="audit_anchor").order_by("pk")] == [each.hash for each in made]
    assert [record.facts["hash"] for record in caplog.records] == [each.hash for each in made]  # type: ignore[attr-defined]
    assert anchors.anchor_day(date(2026, 3, 2), actor=the_night()) == made[0]


def test_a_day_is_anchored_when_it_is_over_and_in_order(written: None) -> None:
    with pytest.raises(BusinessError) as refusal:
        anchors.anchor_day(date(2026, 3, 4), actor=the_night())
    assert refusal.value.code == "anchor_too_early"
    with time_machine.travel(datetime(2026, 3, 4, 0, 59, tzinfo=UTC)), pytest.raises(BusinessError):
        anchors.anchor_day(date(2026, 3, 3), actor=the_night())

    anchors.anchor_day(date(2026, 3, 3), actor=the_night())
    with pytest.raises(Conflict) as conflict:
        anchors.anchor_day(date(2026, 3, 2), actor=the_night())
    assert conflict.value.code == "anchor_out_of_order"
    assert AuditAnchor.objects.count() == 1


def test_an_anchor_is_never_changed(written: None) -> None:
    list(anchors.anchor_past_days(the_night()))
    connection.check_constraints()
    for statement in ("UPDATE core_auditanchor SET hash = ''", "DELETE FROM core_auditanchor", "TRUNCATE core_auditanchor"):
        with pytest.raises(IntegrityError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_each_entity_has_its_own_chain(entity: LegalEntity, actor: User) -> None:
    touch_entity(entity.pk, "x", actor=actor)
    touch_entity(LegalEntityFactory(code="DE01").pk, "y", actor=actor)

    assert sorted(AuditEvent.objects.values_list("chain__entity__code", "seq")) == [("DE01", 1), ("FR01", 1)]
    assert AuditChain.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_change_outside_every_verb_turns_the_proof_red_and_is_named(entity: LegalEntity, actor: User) -> None:
    made_by_the_factory = {(bad.model, bad.object_id) for bad in versions_without_event()}
    assert made_by_the_factory == {(LegalEntity, entity.pk)}

    touch_entity(entity.pk, "through the verb", actor=actor)
    assert len(list(versions_without_event())) == 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_legalentity SET name = 'silent' WHERE id = %s", [entity.pk])
    assert [(bad.object_id, bad.kind) for bad in versions_without_event()] == [(entity.pk, "insert"), (entity.pk, "update")]


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(NEVER_AFTER, "document.approved", {"document.drafted"})


@pytest.mark.usefixtures("pair")
def test_who_took_one_step_may_not_take_the_other(entity: LegalEntity, actor: User) -> None:
    touch_entity(entity.pk, "drafted", actor=actor, action="document.drafted")

    with pytest.raises(BusinessError) as refusal:
        touch_entity(entity.pk, "approved", actor=actor, action="document.approved")

    assert refusal.value.code == "did_other_half"
    assert "Paula Powers did “Document drafted” on this record on" in explain(refusal.value)
    assert LegalEntity.objects.get().name == "drafted"
    touch_entity(entity.pk, "approved", actor=empowered("tests.touch_entity", name="Other Person"), action="document.approved")


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize("cover_comes", ["before", "after"])
def test_a_cover_never_lifts_the_pair(entity: LegalEntity, actor: User, cover_comes: str) -> None:
    """Neither may the stand-in approve what the absent person asked for, nor the absent what was asked in their name."""
    stand_in = person(name="Ben Backup")
    Cover.objects.create(absent=actor, by=stand_in, starts_on=date(2020, 1, 1), ends_on=date(2999, 1, 1), reason="holiday")
    first, second = (stand_in, actor) if cover_comes == "before" else (actor, stand_in)
    touch_entity(entity.pk, "drafted", actor=first, action="document.drafted")

    with pytest.raises(BusinessError) as refusal:
        touch_entity(entity.pk, "approved", actor=second, action="document.approved")

    assert refusal.value.code == "did_other_half"


def test_every_step_of_a_pair_is_one_that_some_room_records() -> None:
    sources = "\n".join(path.read_text() for floor in FLOORS for path in (HOUSE / floor).rglob("*.py") if path.name != "pairs.py")
    named = {action for step, earlier in NEVER_AFTER.items() for action in {step, *earlier}}

    unknown = {each for each in named if f'"{each}"' not in sources and f'f"{each.partition(".")[0]}.{{' not in sources}
    assert unknown == set()


def test_the_trail_of_one_entity_is_nothing_to_another(entity: LegalEntity, actor: User) -> None:
    other = LegalEntityFactory(code="DE01")
    touch_entity(entity.pk, "x", actor=actor)
    german = empowered("core.view_audit", name="Gerd German", entity=other)

    assert events(actor).count() == 1
    assert not events(german).exists()
    assert events_about(entity, actor).count() == 1
    assert not events_about(entity, german).exists()


def test_restricted_kinds_are_read_only_by_those_who_may(entity: LegalEntity, actor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from o2c.core.audit import restricted

    monkeypatch.setattr(restricted, "_kinds", {})
    touch_entity(entity.pk, "x", actor=actor)
    restricted.register("core.LegalEntity", "tests.read_secrets")

    assert not events(actor).exists()
    assert not events_about(entity, actor).exists()
    assert events_about(entity, empowered("tests.read_secrets", name="Sue Secret")).count() == 1


def test_a_timeline_speaks_in_words_with_both_values(entity: LegalEntity, actor: User) -> None:
    touch_entity(entity.pk, "After", actor=actor)

    [entry] = trail(entity, actor, 10)

    assert (str(entry.title), entry.body, entry.who) == ("Entity touched", "Legal name: Before → After", "Paula Powers")
    assert entry.url == AuditEvent.objects.get().get_absolute_url()
    [seen_by_others] = trail(entity, person("clerk"), 10)
    assert seen_by_others.url == ""


def test_an_old_event_without_a_fact_still_reads(entity: LegalEntity, actor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from o2c.core.sentences import catalogue

    monkeypatch.setitem(catalogue(), "entity.touched", "renamed %(object)s for %(why)s")
    touch_entity(entity.pk, "After", actor=actor)

    assert said(AuditEvent.objects.get()) == "renamed FR01 After for –"


def test_a_bad_row_has_a_sentence() -> None:
    from o2c.core.sentences import catalogue

    codes = {"event_missing", "event_changed", "head_changed", "anchor_missing", "anchor_changed", "anchor_differs"}
    assert codes <= set(catalogue())
    assert Bad(date(2026, 3, 2), "house", "event_missing").seq is None
