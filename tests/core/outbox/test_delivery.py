"""Messages leave at least once, each listener is asked until it is done, and what cannot be delivered is listed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from factories.core import LegalEntityFactory
from people import empowered, person
from worker import drain_outbox

from o2c.core import events
from o2c.core.audit.models import AuditEvent
from o2c.core.errors import Conflict
from o2c.core.outbox import delivery, services
from o2c.core.outbox.models import Channel, Outbox, OutboxState
from o2c.core.outbox.rules import BACKOFF, Undeliverable

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Iterator[list[tuple[str, int, dict[str, Any]]]]:
    """What the topic's one good listener was told."""
    calls: list[tuple[str, int, dict[str, Any]]] = []
    events.listen("test.happened", "good", lambda pk, data: calls.append(("good", pk, data)))
    yield calls
    del events.LISTENERS["test.happened"]


def published(**data: Any) -> Outbox:
    events.publish("test.happened", LegalEntityFactory(), **data)
    return Outbox.objects.get()


def again(row: Outbox) -> Outbox:
    """The same row, as if the time to wait were over."""
    Outbox.objects.filter(pk=row.pk).update(next_try_at=timezone.now() - timedelta(seconds=1))
    drain_outbox()
    row.refresh_from_db()
    return row


def test_an_event_reaches_its_listener_with_its_data(heard: list[Any]) -> None:
    row = published(amount="12.30")

    assert drain_outbox() == 1

    row.refresh_from_db()
    assert heard == [("good", row.subject_id, {"amount": "12.30"})]
    assert (row.state, row.handed_to) == (OutboxState.SENT, ["good"])
    assert row.sent_at is not None


def test_nobody_listening_means_no_row() -> None:
    events.publish("test.unheard", LegalEntityFactory())

    assert not Outbox.objects.exists()


def test_a_failing_listener_is_asked_again_and_the_others_are_not(heard: list[Any]) -> None:
    broken = [True]

    def bad(pk: int, data: dict[str, Any]) -> None:
        if broken[0]:
            raise ValueError("not today")
        heard.append(("bad", pk, data))

    events.listen("test.happened", "bad", bad)
    row = published()
    drain_outbox()
    row.refresh_from_db()
    assert (row.state, row.tries, row.handed_to) == (OutboxState.WAITING, 1, ["good"])
    assert "bad: not today" in row.error
    assert row.next_try_at > timezone.now()

    broken[0] = False
    row = again(row)

    assert [name for name, *_ in heard] == ["good", "bad"]
    assert (row.state, row.error, row.handed_to) == (OutboxState.SENT, "", ["good", "bad"])


def test_after_the_last_wait_a_message_is_given_up_and_a_person_can_send_it_again(heard: list[Any]) -> None:
    def bad(pk: int, data: dict[str, Any]) -> None:
        raise ValueError("never")

    events.listen("test.happened", "bad", bad)
    row = published()
    for _ in range(len(BACKOFF) + 1):
        row = again(row)
    assert (row.state, row.tries) == (OutboxState.DEAD, len(BACKOFF) + 1)
    assert drain_outbox() == 0

    services.redeliver(row.pk, actor=person("admin"))
    events.listen("test.happened", "bad", lambda pk, data: None)
    drain_outbox()

    row.refresh_from_db()
    assert (row.state, row.tries) == (OutboxState.SENT, 1)
    assert AuditEvent.objects.get().before == {"state": "dead", "error": "ListenersFailed: bad: never"}


def test_what_is_not_dead_cannot_be_redelivered(heard: list[Any]) -> None:
    row = published()

    with pytest.raises(Conflict) as refusal:
        services.redeliver(row.pk, actor=empowered("core.redeliver"))

    row.refresh_from_db()
    assert (refusal.value.code, row.tries) == ("wrong_state", 0)


def test_a_message_another_worker_has_in_hand_is_left_alone(heard: list[Any]) -> None:
    row = published()
    assert delivery._taken(row.pk) is not None

    delivery.deliver(row.pk)

    assert heard == []


def test_a_message_a_killed_worker_had_is_due_again_when_its_time_is_over(heard: list[Any]) -> None:
    row = published()
    delivery._taken(row.pk)
    assert delivery.due() == []

    assert again(row).state == OutboxState.SENT
    assert len(heard) == 1


def test_a_permanent_refusal_is_given_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(row: Outbox) -> str:
        raise Undeliverable("no such mailbox")

    monkeypatch.setitem(delivery.CARRIERS, Channel.WEBHOOK, refused)
    row = Outbox.objects.create(channel=Channel.WEBHOOK, topic="test")

    drain_outbox()

    row.refresh_from_db()
    assert (row.state, row.tries, row.error) == (OutboxState.DEAD, 1, "Undeliverable: no such mailbox")


def test_the_same_dedupe_key_is_refused_by_the_database() -> None:
    services.send_mail("statement", "a@example.com", language="en", dedupe_key="C1:2026-01")

    with pytest.raises(IntegrityError, match="outbox_once"), transaction.atomic():
        services.send_mail("statement", "a@example.com", language="en", dedupe_key="C1:2026-01")


def test_an_unknown_channel_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError, match="outbox_channel_known"), transaction.atomic():
        Outbox.objects.create(channel="pigeon", topic="x")


def test_only_old_events_everybody_heard_are_forgotten(heard: list[Any]) -> None:
    old = timezone.now() - timedelta(days=100)
    fields = {"topic": "test", "state": OutboxState.SENT, "sent_at": old}
    Outbox.objects.create(channel=Channel.EVENT, **fields)
    kept = [
        Outbox.objects.create(channel=Channel.MAIL, **fields),
        Outbox.objects.create(channel=Channel.EVENT, **{**fields, "sent_at": timezone.now()}),
        Outbox.objects.create(channel=Channel.EVENT, **{**fields, "state": OutboxState.DEAD}),
    ]

    assert delivery.forget_events(timezone.now() - timedelta(days=90)) == 1
    assert set(Outbox.objects.all()) == set(kept)
