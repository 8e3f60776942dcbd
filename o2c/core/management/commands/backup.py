"""Write database and files to a folder: .o2c/backup/<moment>, or the one named."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from o2c import embedded
from o2c.backup import backup


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", help="a folder that does not exist yet")

    def handle(self, *args: Any, folder: Path | None, **options: Any) -> None:
        folder = folder or embedded.HOME / "backup" / timezone.now().strftime("%Y-%m-%dT%H%M%SZ")
        try:
            backup(folder)
        except FileExistsError as error:
            raise CommandError(f"{folder} exists already; name a new folder.") from error
        self.stdout.write(f"Backup written to {folder}")
