"""Write the reference rows (roles, templates, currencies...) as the code says. Safe at any time."""

from typing import Any

from django.core.management.base import BaseCommand

from o2c.core.reference import sync_reference


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        names = sync_reference()
        if options["verbosity"]:
            self.stdout.write("Reference rows are current: " + ", ".join(names))
