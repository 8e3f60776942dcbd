"""Delivery reports mark the mail they are about, once, and tell whoever keeps the address."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from o2c.core import events
from o2c.core.access.queries import the_night
from o2c.core.audit.models import AuditEvent
from o2c.core.mail.imports import import_bounces
from o2c.core.mail.readers import read_bounces
from o2c.core.mail.rules import Bounce
from o2c.core.outbox.models import Channel, Outbox, OutboxState

REPORT = """\
From: MAILER-DAEMON@mx.example.net
To: o2c@example.com
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you...

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; Pay@Example.com
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <pay@example.com>:
 Recipient address rejected

--b
Content-Type: message/rfc822

Message-ID: {message_id}
Subject: Statement of account
From: o2c@example.com

Dear Sir
From here on it is text.
--b--
"""


def report(message_id: str = "<1@example.com>", status: str = "5.1.1", action: str = "failed") -> str:
    return REPORT.format(message_id=message_id, status=status, action=action)


def mailbox(*mails: str) -> bytes:
    head = "From MAILER-DAEMON Sun Mar  1 10:00:00 2026\n"
    return "".join(head + mail.replace("\nFrom ", "\n>From ") + "\n" for mail in mails).encode()


@pytest.fixture
def sent(db: None) -> Outbox:
    return Outbox.objects.create(
        channel=Channel.MAIL,
        topic="statement",
        recipient="pay@example.com",
        state=OutboxState.SENT,
        sent_at=timezone.now(),
        provider_id="<1@example.com>",
    )


@pytest.fixture
def heard() -> Iterator[list[dict[str, Any]]]:
    told: list[dict[str, Any]] = []
    events.listen("mail.bounced", "test", lambda pk, data: told.append(data))
    yield told
    del events.LISTENERS["mail.bounced"]["test"]


def test_a_report_is_read_from_an_eml_and_from_an_mbox() -> None:
    expected = Bounce("pay@example.com", "<1@example.com>", "5.1.1", "smtp; 550 5.1.1 <pay@example.com>: Recipient address rejected")

    assert list(read_bounces(report().encode())) == [expected]
    assert list(read_bounces(mailbox(report(), report(status="4.2.2"), "Subject: hello\n\nnot a report\n"))) == [
        expected,
        Bounce("pay@example.com", "<1@example.com>", "4.2.2", expected.diagnostic),
        None,
    ]
    assert [expected.severity, Bounce("", "", "4.2.2", "").severity] == ["hard", "soft"]


def test_a_report_that_returns_only_the_headers_is_read() -> None:
    only_headers = report().replace("message/rfc822\n", "text/rfc822-headers\n")

    assert [bounce.message_id for bounce in read_bounces(only_headers.encode()) if bounce] == ["<1@example.com>"]


def test_a_mail_that_is_only_late_has_not_bounced() -> None:
    assert list(read_bounces(report(action="delayed", status="4.4.1").encode())) == [None]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    list(read_bounces(content))
    list(read_bounces(b"From x\n" + report().encode()[:300] + content))


def test_a_bounce_marks_its_mail_and_is_told_once(sent: Outbox, heard: list[dict[str, Any]]) -> None:
    first = import_bounces(mailbox(report()), actor=the_night())
    again = import_bounces(mailbox(report()), actor=the_night())

    sent.refresh_from_db()
    assert (sent.state, sent.error[:5]) == (OutboxState.BOUNCED, "5.1.1")
    assert (first.marked, again.marked, again.known) == (1, 0, 1)
    event = Outbox.objects.get(channel=Channel.EVENT)
    assert (event.subject_id, event.payload["address"], event.payload["severity"]) == (sent.pk, "pay@example.com", "hard")
    assert AuditEvent.objects.get().action == "mail.bounced"


def test_a_report_without_our_id_is_about_the_latest_mail_to_the_address(sent: Outbox) -> None:
    assert import_bounces(report(message_id="").encode(), actor=the_night()).marked == 1


def test_a_report_about_a_mail_we_never_sent_is_a_finding(sent: Outbox) -> None:
    imported = import_bounces(report(message_id="<other@example.com>").encode(), actor=the_night())

    assert [(finding.row, finding.code) for finding in imported.findings] == [(1, "bounce_unknown")]
    sent.refresh_from_db()
    assert sent.state == OutboxState.SENT


def test_the_command_says_what_it_did(sent: Outbox, tmp_path: Path) -> None:
    file, out = tmp_path / "bounces.mbox", StringIO()
    file.write_bytes(mailbox(report(), report(message_id="<other@example.com>"), "Subject: hello\n\nnot a report\n"))

    call_command("import_bounces", str(file), "--json", stdout=out)

    said = json.loads(out.getvalue())
    assert (said["marked"], said["known"], said["no_report"]) == (1, 0, 1)
    assert said["findings"][0]["why"].startswith("We sent no mail to pay@example.com")
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_bounces", str(tmp_path / "missing"))
