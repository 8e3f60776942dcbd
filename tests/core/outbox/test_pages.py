"""The pages of the messages."""

import pytest
from django.test import Client
from django.urls import reverse
from people import person

from o2c.core.outbox.models import Channel, Outbox, OutboxState

pytestmark = pytest.mark.django_db


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def dead() -> Outbox:
    return Outbox.objects.create(
        channel=Channel.MAIL, topic="statement", recipient="a@example.com", state=OutboxState.DEAD, tries=8, error="refused <b>"
    )


def test_given_up_messages_are_listed_and_sent_again(dead: Outbox) -> None:
    client = signed_in("admin")
    listed = client.get(reverse("outbox_list"), {"state": "dead"}).content.decode()
    assert "a@example.com" in listed
    assert "refused &lt;b&gt;" in listed

    answer = client.post(reverse("outbox_redeliver", args=[dead.public_id]))

    assert answer.status_code == 302
    assert Outbox.objects.get().state == OutboxState.WAITING
    assert client.get(dead.get_absolute_url()).status_code == 200


def test_an_auditor_reads_and_a_clerk_sees_nothing(dead: Outbox) -> None:
    assert signed_in("auditor").get(dead.get_absolute_url()).status_code == 200
    assert signed_in("auditor").post(reverse("outbox_redeliver", args=[dead.public_id])).status_code == 403
    assert signed_in("clerk").get(reverse("outbox_list")).status_code == 403
    assert Outbox.objects.get().state == OutboxState.DEAD


def test_a_message_that_waits_is_not_sent_again_and_says_so(dead: Outbox) -> None:
    Outbox.objects.update(state=OutboxState.WAITING)

    shown = signed_in("admin").post(reverse("outbox_redeliver", args=[dead.public_id]), follow=True).content.decode()

    assert "it cannot become “waiting”" in shown
