"""Replace database and files with those of a backup. What is there now is lost."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from o2c.backup import InUse, restore


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="what `backup` wrote")
        parser.add_argument("--no-input", action="store_true", help="do not ask")

    def handle(self, *args: Any, folder: Path, no_input: bool, **options: Any) -> None:
        if missing := [name for name in ("database.dump", "media.zip") if not (folder / name).is_file()]:
            raise CommandError(f"{folder} is no backup: it lacks {' and '.join(missing)}.")
        name = connection.settings_dict["NAME"]
        if not no_input and input(f"Everything in database {name} will be replaced. Type its name to go on: ") != name:
            raise CommandError("Nothing was changed.")
        try:
            restore(folder)
        except InUse as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored from {folder}. Verify the audit chain now: manage.py verify_audit")
