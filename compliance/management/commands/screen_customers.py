"""Screen all customers against the active watchlists now; goes on where a killed run of the day stopped."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2c.compliance.alerts.runs import screen_all
from o2c.core.access.queries import the_night
from o2c.core.acting import through
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.sentences import explain

COUNTED = ["customers", "subjects", "hits", "alerts", "suppressed"]


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with through("command"):
                run = screen_all(local_today(), self, actor=the_night())
        except BusinessError as refusal:
            raise CommandError(explain(refusal)) from refusal
        facts = {"run": run.key, **{name: getattr(run, name) for name in COUNTED}}
        self.stdout.write(json.dumps(facts) if options["json"] else "\n".join(f"{name:<12} {value}" for name, value in facts.items()))

    @contextmanager
    def chunk(self, rows: int = 1, *, cursor: Any = None, findings: int = 0) -> Iterator[None]:
        """A command has no job: each chunk commits by itself."""
        yield

    def advance(self, rows: int = 1) -> None:
        """Nothing to keep alive."""
