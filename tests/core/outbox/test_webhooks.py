"""Other systems hear of events over HTTP, signed, and only at addresses they may have."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from factories.core import LegalEntityFactory
from people import empowered, person
from worker import drain_outbox

from o2c.core import events
from o2c.core.errors import BusinessError
from o2c.core.fetch import check_address
from o2c.core.outbox import services
from o2c.core.outbox.models import Channel, Outbox, OutboxState, Webhook
from o2c.core.outbox.rules import signature

pytestmark = pytest.mark.django_db


class Receiver:
    """Another system: what it got, and what it answers."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.answer = 204


@pytest.fixture
def receiver(settings: Any) -> Iterator[tuple[Receiver, str]]:
    settings.FETCH_PRIVATE_NETWORK = True
    there = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            there.calls.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(there.answer)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Nothing on the console."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield there, f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    server.server_close()


def hook(url: str) -> Webhook:
    return services.create_webhook(name="Sales", url=url, topics=["test.happened"], actor=empowered("core.create_webhook"))


def published(**data: Any) -> Outbox:
    events.publish("test.happened", LegalEntityFactory(), **data)
    return Outbox.objects.get(channel=Channel.WEBHOOK)


def test_an_event_is_posted_with_a_signature_over_time_and_body(receiver: tuple[Receiver, str]) -> None:
    there, url = receiver
    secret = hook(url).secret
    row = published(amount="12.30")

    drain_outbox()

    ((headers, body),) = there.calls
    told = json.loads(body)
    assert (told["id"], told["event"], told["data"]) == (str(row.public_id), "test.happened", {"amount": "12.30"})
    moment = int(headers["X-O2C-Signature"].partition(",")[0].removeprefix("t="))
    assert headers["X-O2C-Signature"] == signature(secret, moment, body)
    assert headers["X-O2C-Signature"] != signature("another secret", moment, body)
    row.refresh_from_db()
    assert (row.state, row.provider_id) == (OutboxState.SENT, "204")


@pytest.mark.parametrize(("answer", "state"), [(500, OutboxState.WAITING), (302, OutboxState.WAITING), (410, OutboxState.DEAD)])
def test_what_is_not_success_is_tried_again_and_gone_is_gone(receiver: tuple[Receiver, str], answer: int, state: str) -> None:
    there, url = receiver
    there.answer = answer
    hook(url)
    row = published()

    drain_outbox()

    row.refresh_from_db()
    assert (row.state, row.tries, len(there.calls)) == (state, 1, 1)


def test_a_retired_webhook_hears_nothing(receiver: tuple[Receiver, str]) -> None:
    services.retire_webhook(hook(receiver[1]).pk, actor=empowered("core.retire_webhook"))

    events.publish("test.happened", LegalEntityFactory())

    assert not Outbox.objects.exists()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.com/hook", "address_not_https"),
        ("https://127.0.0.1/hook", "address_not_public"),
        ("https://10.1.2.3/hook", "address_not_public"),
        ("https://169.254.169.254/latest/meta-data", "address_not_public"),
        ("https://[::1]/hook", "address_not_public"),
        ("https://no.such.host.invalid/hook", "address_not_public"),
        ("ftp://example.com", "address_not_https"),
    ],
)
def test_addresses_inside_our_network_and_without_tls_are_refused(settings: Any, url: str, code: str) -> None:
    settings.FETCH_PRIVATE_NETWORK = False
    with pytest.raises(BusinessError) as refusal:
        check_address(url)
    with pytest.raises(BusinessError):
        hook(url)

    assert refusal.value.code == code
    assert not Webhook.objects.exists()


def test_a_name_is_used_once_and_a_webhook_without_events_is_refused(receiver: tuple[Receiver, str]) -> None:
    hook(receiver[1])

    with pytest.raises(BusinessError) as refusal:
        hook(receiver[1])
    with pytest.raises(IntegrityError, match="webhook_hears_something"), transaction.atomic():
        Webhook.objects.create(name="Other", url=receiver[1], topics=[], secret="x")

    assert refusal.value.code == "webhook_name_taken"


def test_an_administrator_creates_and_retires_one_in_the_browser(receiver: tuple[Receiver, str]) -> None:
    client = Client()
    client.force_login(person("admin"), backend="django.contrib.auth.backends.ModelBackend")

    refused = client.post(reverse("webhook_new"), {"name": "Sales", "url": receiver[1], "topics": "everything"})
    made = client.post(reverse("webhook_new"), {"name": "Sales", "url": receiver[1], "topics": "mail.bounced, proof.red"})
    hooked = Webhook.objects.get()
    shown = client.get(hooked.get_absolute_url()).content.decode()

    assert (refused.status_code, made.status_code, hooked.topics) == (422, 302, ["mail.bounced", "proof.red"])
    assert hooked.secret in shown
    assert "Sales" in client.get(reverse("webhook_list")).content.decode()
    client.post(reverse("webhook_retire", args=[hooked.public_id]))
    hooked.refresh_from_db()
    assert not hooked.is_active


def test_others_do_not_see_the_secret(receiver: tuple[Receiver, str]) -> None:
    made = hook(receiver[1])
    client = Client()
    client.force_login(person("supervisor"), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(made.get_absolute_url()).status_code == 403


def test_what_was_received_is_sent_again_under_the_same_id_and_seen_on_the_page(receiver: tuple[Receiver, str]) -> None:
    there, url = receiver
    made = hook(url)
    row = published(amount="1")
    drain_outbox()
    client = Client()
    client.force_login(person("admin"), backend="django.contrib.auth.backends.ModelBackend")

    assert "test.happened" in client.get(made.get_absolute_url()).content.decode()
    client.post(reverse("outbox_redeliver", args=[row.public_id]))
    drain_outbox()

    assert [json.loads(body)["id"] for _headers, body in there.calls] == [str(row.public_id)] * 2
    assert client.get(reverse("outbox_list"), {"webhook": made.public_id}).content.decode().count("test.happened") >= 1


def test_a_mail_that_was_sent_is_not_sent_twice() -> None:
    mail = Outbox.objects.create(channel=Channel.MAIL, topic="invitation", state=OutboxState.SENT)

    with pytest.raises(BusinessError, match="wrong_state"):
        services.redeliver(mail.pk, actor=empowered("core.redeliver"))
