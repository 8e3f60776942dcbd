"""What is in bank files: format, accounts, sums, balances, and how each may be imported. Reads only; no database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from o2c.collections.cash.readers.reading import Reader
from o2c.collections.cash.reports import read_lines, read_row


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="statements; .gz and .zip are unpacked")
        parser.add_argument("--json", action="store_true", help="a list with one object per file")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        reader = Reader()
        rows = [read_row(path, reader.read(path)) for path in files]
        self.stdout.write(json.dumps(rows, indent=2, ensure_ascii=False) if options["json"] else "\n".join(read_lines(rows)))
