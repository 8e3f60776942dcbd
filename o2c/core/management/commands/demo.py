"""A working back office with its story, on this machine only: web, worker, beat, one night. Ctrl+C stops all of it."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from o2c import demo, embedded, processes
from o2c.supervise import Crew, Failed

PREPARATION = {
    "Database": ("migrate",),
    "Reference rows": ("sync_reference",),
    "Demo story": ("seed_demo",),
    "Translations": ("translations", "--compile-only"),
    "Static files": ("collectstatic", "--no-input"),
}


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="start over with an empty embedded database")

    def handle(self, *args: Any, reset: bool, **options: Any) -> None:
        try:
            with Crew(embedded.HOME / "log") as crew:
                self._run(crew, processes.web_port(), reset)
        except Failed as error:
            raise CommandError(str(error)) from error
        finally:
            processes.release_stores()
            self._say("Everything this demo started has stopped.")

    def _run(self, crew: Crew, port: int, reset: bool) -> None:
        address = f"http://127.0.0.1:{port}"
        if reset:
            demo.start_over()
        processes.start_mail_catcher(crew)
        for title, command in PREPARATION.items():
            began = time.monotonic()
            call_command(*command, verbosity=0)
            self._say(f"{title:<15} ready after {time.monotonic() - began:5.1f} s")
        connections.close_all()
        processes.start_background(crew)
        processes.start_web(crew, port)
        crew.wait_for(f"{address}/health/")
        self._night()
        self._say(demo.closing_words(address))
        connections.close_all()
        crew.watch()

    def _night(self) -> None:
        """A night that went wrong is said and shown; the rest can be looked at all the same."""
        self._say("Running the night once ...")
        try:
            call_command("run_night", "--wait", stdout=self.stdout)
        except CommandError as error:
            self._say(f"The night went wrong: {error} Its page says more.")
        else:
            self._say("The night went well.")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
