"""A mailbox file in, mail by mail: bounces mark their mails, replies go to the rooms that know them."""

from dataclasses import dataclass, field

from o2c.core.access.models import User
from o2c.core.errors import BusinessError
from o2c.core.findings import Finding
from o2c.core.mail.incoming import taken
from o2c.core.mail.readers import read_bounces, read_incoming
from o2c.core.mail.services import mark_bounced


@dataclass(slots=True)
class Imported:
    """What a mailbox held: mails that came back (`marked` of them new), replies that found their record, and what matched nothing."""

    marked: int = 0
    known: int = 0
    replies: int = 0
    no_report: int = 0
    findings: list[Finding] = field(default_factory=list)


def import_bounces(content: bytes, *, actor: User) -> Imported:
    """Mark every mail a report says did not arrive. Importing the same file again changes nothing."""
    counts = Imported()
    for number, bounce in enumerate(read_bounces(content), start=1):
        if bounce is None:
            counts.no_report += 1
            continue
        try:
            if mark_bounced(bounce, actor=actor):
                counts.marked += 1
            else:
                counts.known += 1
        except BusinessError as refusal:
            counts.findings.append(Finding.of(number, refusal, bounce.recipient))
    for mail in read_incoming(content):
        counts.replies += taken(mail, actor)
    return counts
