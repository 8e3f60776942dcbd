"""Mark the mails that came back: reads a mailbox (mbox) or one delivery report (eml)."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from o2c.core.access.queries import the_night
from o2c.core.findings import Finding
from o2c.core.mail.imports import Imported, import_bounces
from o2c.core.sentences import sentence


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(str(error)) from error
        imported = import_bounces(content, actor=the_night())
        self.stdout.write(as_json(imported) if options["json"] else as_table(imported))


def as_json(imported: Imported) -> str:
    findings = [{"mail": finding.row, "recipient": finding.value, "why": why(finding)} for finding in imported.findings]
    counts = {"marked": imported.marked, "known": imported.known, "replies": imported.replies, "no_report": imported.no_report}
    return json.dumps({**counts, "findings": findings}, indent=2)


def as_table(imported: Imported) -> str:
    lines = [f"Marked as bounced   {imported.marked}", f"Known already       {imported.known}"]
    lines += [f"Replies taken       {imported.replies}", f"No delivery report  {imported.no_report}"]
    return "\n".join([*lines, *(f"Mail {finding.row}: {why(finding)}" for finding in imported.findings)])


def why(finding: Finding) -> str:
    return sentence(finding.code, finding.values)
