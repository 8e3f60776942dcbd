"""Mails reach a real SMTP server, once each, with the words kept; refusals are told apart."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from socket import socket
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import IntegrityError, transaction
from django.utils import timezone
from people import person
from pytest_django.fixtures import Settings
from worker import drain_outbox

from o2c.core.files.queries import unnamed
from o2c.core.files.services import keep
from o2c.core.files.storage import store
from o2c.core.outbox.models import Enclosure, Outbox, OutboxState
from o2c.core.outbox.services import send_mail
from o2c.core.pages import timeline

pytestmark = pytest.mark.django_db


class Mailbox:
    """What the server received. Addresses at nowhere.example are refused for good, at full.example for now."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.endswith("@nowhere.example"):
            return "550 5.1.1 no such mailbox"
        if address.endswith("@full.example"):
            return "452 4.2.2 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(settings: Settings) -> Iterator[Mailbox]:
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    yield mailbox
    controller.stop()


STATEMENT = {"customer": "C-17 Müller", "as_of": "28 févr. 2026", "entity": "FR01", "sender": "Colin"}


def test_a_mail_arrives_in_both_forms_with_its_own_message_id(server: Mailbox) -> None:
    row = send_mail("statement", "pay@example.com", language="fr", **STATEMENT)

    drain_outbox()

    (mail,) = server.mails
    row.refresh_from_db()
    assert mail["Subject"].strip() == "Relevé de compte C-17 Müller au 28 févr. 2026"
    assert (mail["To"], mail["Auto-Submitted"]) == ("pay@example.com", "auto-generated")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert (row.state, row.provider_id, row.provider_id) == (OutboxState.SENT, mail["Message-ID"], f"<{row.public_id}@example.com>")
    assert row.rendered["template"] == "statement fr 1"
    assert "relevé de votre compte" in row.rendered["text"]


def test_a_stored_file_goes_with_the_mail_and_cannot_be_swept_away(server: Mailbox, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    stored = keep(store(BytesIO(b"%PDF-1.7 statement"), "x.pdf"))
    row = send_mail("statement", "pay@example.com", language="en", enclosures={"Statement C-17.pdf": stored}, **STATEMENT)

    drain_outbox()

    (attached,) = server.mails[0].iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("Statement C-17.pdf", "application/pdf")
    assert attached.get_content() == b"%PDF-1.7 statement"
    assert stored not in unnamed()
    with pytest.raises(IntegrityError, match="enclosure_name_once"), transaction.atomic():
        Enclosure.objects.create(message=row, file=stored, name="Statement C-17.pdf")


def test_a_personal_link_is_sent_but_not_kept(server: Mailbox) -> None:
    user = person("clerk")
    row = send_mail("invitation", user.email, language="en", about=user, name=user.name, link="https://o2c.example.com/p/secret")

    drain_outbox()

    row.refresh_from_db()
    assert "https://o2c.example.com/p/secret" in server.mails[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "secret" not in str(row.payload) + str(row.rendered)
    assert row.rendered["text"] == "This mail held a personal link, so its text was not kept."


def test_a_mailbox_that_does_not_exist_is_given_up_at_once(server: Mailbox) -> None:
    row = send_mail("statement", "x@nowhere.example", language="en", **STATEMENT)

    drain_outbox()

    row.refresh_from_db()
    assert (row.state, row.tries) == (OutboxState.DEAD, 1)
    assert "no such mailbox" in row.error


def test_a_full_mailbox_is_tried_again_with_the_same_words(server: Mailbox) -> None:
    row = send_mail("statement", "x@full.example", language="en", **STATEMENT)
    drain_outbox()
    row.refresh_from_db()
    assert (row.state, row.tries) == (OutboxState.WAITING, 1)

    words = row.rendered
    Outbox.objects.update(recipient="x@example.com", payload={}, next_try_at=timezone.now() - timedelta(seconds=1))
    drain_outbox()

    row.refresh_from_db()
    assert (row.state, row.tries, row.rendered) == (OutboxState.SENT, 2, words)
    assert len(server.mails) == 1


def test_a_server_that_is_down_is_tried_again(server: Mailbox, settings: Settings) -> None:
    settings.EMAIL_PORT = 1
    row = send_mail("statement", "x@example.com", language="en", **STATEMENT)

    drain_outbox()

    row.refresh_from_db()
    assert (row.state, row.tries) == (OutboxState.WAITING, 1)


def test_a_mail_without_a_template_is_given_up(server: Mailbox) -> None:
    row = send_mail("no_such_mail", "x@example.com", language="en")

    drain_outbox()

    row.refresh_from_db()
    assert (row.state, row.error) == (OutboxState.DEAD, "Undeliverable: no template no_such_mail")


def test_the_timeline_of_what_a_mail_is_about_shows_it(server: Mailbox) -> None:
    user = person("clerk")
    send_mail("statement", "pay@example.com", language="en", about=user, **STATEMENT)
    drain_outbox()

    entries = [str(entry.title) for entry in timeline.entries(user, person("supervisor"))]

    assert "Statement of account C-17 Müller as of 28 févr. 2026, to pay@example.com (sent)" in entries
