"""Import bank files into the book: what each held, what of it was new, whether statements are missing.

Each file ends in a stated outcome; a question stays open until it is answered on the file's page, by --account or by --confirm.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2c.collections.cash.reports import import_lines
from o2c.collections.cash.statements.importing.command import import_path
from o2c.collections.cash.statements.queries import account_called
from o2c.core.access.queries import the_night


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="statements; .gz and .zip are unpacked")
        parser.add_argument("--account", metavar="CODE", help="our account (IBAN or name) where a file names none we know")
        parser.add_argument("--confirm", metavar="REASON", default="", help="why a balance that differs or a missing statement is accepted")
        parser.add_argument("--json", action="store_true", help="a list with one object per file")

    def handle(self, *args: Any, files: list[Path], account: str | None, confirm: str, **options: Any) -> None:
        chosen = account_called(account) if account else None
        if account and chosen is None:
            raise CommandError(f"There is no bank account of ours with the IBAN or name “{account}”.")
        rows = [import_path(path, account=chosen, reason=confirm, actor=the_night()) for path in files]
        self.stdout.write(json.dumps(rows, indent=2, ensure_ascii=False) if options["json"] else "\n".join(import_lines(rows)))
