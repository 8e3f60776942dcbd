"""Bounces in: a mailbox file, mail by mail."""

from dataclasses import dataclass, field

from o2c.core.access.models import User
from o2c.core.errors import BusinessError
from o2c.core.findings import Finding
from o2c.core.mail.readers import read_bounces
from o2c.core.mail.services import mark_bounced


@dataclass(slots=True)
class Imported:
    """What a mailbox held: mails that came back (`marked` of them new), mails that are no report, and what matched nothing."""

    marked: int = 0
    known: int = 0
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
    return counts
