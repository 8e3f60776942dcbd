"""Tell the demo's story into an empty database. A database with customers is left as it is."""

from typing import Any

from django.core.management.base import BaseCommand

from o2c.core.clock import local_today
from o2c.story.telling import tell


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        told = tell(local_today(), lambda words: self.stdout.write(f"  {words} ..."))
        self.stdout.write("The story is told." if told else "There are customers already: nothing was added.")
