"""Reading delivery reports: one mail, or a whole mailbox file. Source: RFC 3464 (reports), RFC 4155 (mbox)."""

import itertools
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message

from o2c.core.mail.rules import Bounce, Incoming

START_OF_MAIL = re.compile(rb"^From .*\r?\n", re.MULTILINE)


def read_bounces(content: bytes) -> Iterator[Bounce | None]:
    """Every failed recipient of the reports in an mbox or eml file; None for a mail that is no delivery report."""
    for mail in _mails(content):
        found: list[Bounce | None] = [*_failures(mail)]
        yield from found or [None]


def read_incoming(content: bytes) -> Iterator[Incoming]:
    """Every mail of an mbox or eml file that somebody wrote: no report and no automatic answer."""
    for mail in _mails(content):
        is_report = mail.get_content_type() == "multipart/report" or any(_failures(mail))
        if not is_report and str(mail.get("Auto-Submitted", "no")).strip().lower() == "no":
            yield Incoming(
                _one_line(mail.get("From", "")), _one_line(mail.get("Subject", "")), _said(mail), _one_line(mail.get("Message-ID", ""))
            )


def _said(mail: Message) -> str:
    """The plain text, up to the first quoted line."""
    part = next((part for part in mail.walk() if part.get_content_type() == "text/plain"), None)
    content = part.get_payload(decode=True) if part else None
    if not isinstance(content, bytes):
        return ""
    lines = content.decode("utf-8", errors="replace").splitlines()
    own = itertools.takewhile(lambda line: not line.startswith(">"), lines)
    return "\n".join(own).strip()


def _mails(content: bytes) -> Iterator[Message]:
    parts = START_OF_MAIL.split(content) if content.startswith(b"From ") else [content]
    for part in parts:
        if part.strip():
            yield message_from_bytes(part.replace(b"\n>From ", b"\nFrom "), policy=policy.default)


def _failures(mail: Message) -> Iterator[Bounce]:
    ours = _message_id(mail)
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.get_payload():
                if isinstance(block, Message) and str(block.get("Action", "")).strip().lower() == "failed":
                    yield Bounce(_address(block), ours, str(block.get("Status", "")).strip(), _one_line(block.get("Diagnostic-Code", "")))


def _address(block: Message) -> str:
    """`Final-Recipient: rfc822; a@example.com`: the address behind the type."""
    text = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
    return text.rpartition(";")[2].strip().strip("<>").lower()


def _message_id(mail: Message) -> str:
    """The id of the mail that came back: from the copy or the headers the report carries."""
    for part in mail.walk():
        if part.get_content_type() == "message/rfc822" and isinstance(returned := part.get_payload(0), Message):
            return _one_line(returned.get("Message-ID", ""))
        if part.get_content_type() == "text/rfc822-headers" and isinstance(headers := part.get_payload(decode=True), bytes):
            return _one_line(message_from_bytes(headers).get("Message-ID", ""))
    return ""


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
