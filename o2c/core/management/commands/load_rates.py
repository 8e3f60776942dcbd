"""Load currency or reference rates from a CSV of ours, or from the ECB's eurofxref as CSV or XML."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2c.core.access.queries import the_night
from o2c.core.acting import through
from o2c.core.entities.imports import import_rates
from o2c.core.entities.readers import BadRow
from o2c.core.errors import BusinessError
from o2c.core.sentences import explain, sentence

SHOWN = 20


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="", help="where the rates come from, for rows that do not say (default: the file's name)")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, file: Path, source: str, **options: Any) -> None:
        try:
            with through("import"):
                loaded = import_rates(file.read_bytes(), source=source or file.name, actor=the_night())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except BusinessError as error:
            raise CommandError(explain(error)) from error
        if options["json"]:
            findings = [{"line": bad.line, "row": bad.text, "code": bad.why} for bad in loaded.findings]
            self.stdout.write(json.dumps({"added": loaded.added, "known": loaded.known, "findings": findings}))
            return
        self.stdout.write(f"{loaded.added} rates added, {loaded.known} already known, {len(loaded.findings)} rows not used.")
        for bad in loaded.findings[:SHOWN]:
            self.stdout.write(f"  line {bad.line}: {bad.text}: {_why(bad)}")


def _why(bad: BadRow) -> str:
    return sentence(bad.why, dict(bad.values))
