"""What a template file says, and what a bounce means."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["hard", "soft"]


@dataclass(frozen=True, slots=True)
class Source:
    """A template file: headers, a blank line, the text."""

    subject: str
    body: str
    confidential: bool


def read_source(text: str) -> Source:
    """`Subject: ...`, perhaps `Confidential: yes`, a blank line, then the text. Raises ValueError without a subject."""
    head, _blank, body = text.partition("\n\n")
    headers = {name.strip().lower(): value.strip() for name, _colon, value in (line.partition(":") for line in head.splitlines())}
    if not headers.get("subject") or not body.strip():
        raise ValueError("a mail template needs a subject, a blank line and a text")
    return Source(headers["subject"], body.strip() + "\n", headers.get("confidential") == "yes")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail somebody wrote to us: `text` without what it quotes."""

    sender: str
    subject: str
    text: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Bounce:
    """One recipient of a delivery report that says the mail did not arrive. `message_id` is ours, empty if the report has none."""

    recipient: str
    message_id: str
    status: str
    diagnostic: str

    @property
    def severity(self) -> Severity:
        """Status 5.x.x will never succeed, 4.x.x may another day. Source: RFC 3463, section 2."""
        return "hard" if self.status.startswith("5") else "soft"
