"""Take in spend records of one source from a CSV file, plain or gzip. Repeat it at any time: what is there stays."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from o2c.billing.spend.imports import import_file
from o2c.core.access.queries import the_night
from o2c.core.acting import through
from o2c.core.errors import BusinessError
from o2c.core.sentences import explain, sentence

SHOWN = 50


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="the system the records come from; their ids are unique within it")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, file: Path, source: str, **options: Any) -> None:
        with tqdm(desc="spend", unit=" rows", file=sys.stderr, disable=options["verbosity"] == 0, mininterval=1) as bar, through("import"):
            try:
                taken = import_file(file, source=source, actor=the_night(), tell=lambda count: bar.update(count - bar.n))
            except BusinessError as error:
                raise CommandError(explain(error)) from error
        findings = [
            {
                "row": found.row,
                "field": found.field,
                "value": found.value,
                "code": found.code,
                "message": sentence(found.code, found.values),
            }
            for found in taken.findings
        ]
        if options["json"]:
            self.stdout.write(json.dumps({"added": taken.added, "known": taken.known, "not_used": taken.wrong, "findings": findings}))
            return
        self.stdout.write(f"{taken.added:,} records added, {taken.known:,} already there, {taken.wrong:,} rows not used.")
        for found in findings[:SHOWN]:
            self.stdout.write(f"  row {found['row']}: {found['field']} “{found['value']}” {found['message']}")
