"""The development servers: reloading web, worker and beat, all writing to this terminal; Ctrl+C stops them."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from o2c import processes
from o2c.core.access.people import anybody
from o2c.supervise import Crew, Failed

NOBODY = """Nobody can sign in yet. In another terminal, make the first administrator:
  .venv/bin/python manage.py first_admin you@example.com "Your name"
or stop, and let `make demo` tell a story with one login per role."""


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            port = processes.web_port()
            call_command("migrate", verbosity=0)
            call_command("sync_reference", verbosity=0)
            call_command("translations", "--compile-only")
            connections.close_all()
            with Crew() as crew:
                processes.start_mail_catcher(crew)
                processes.start_background(crew)
                processes.start_development_web(crew, port)
                self.stdout.write(f"o2c runs at http://127.0.0.1:{port}, and reloads what you change. Ctrl+C stops everything.")
                if not anybody():
                    self.stdout.write(NOBODY)
                connections.close_all()
                crew.watch()
        except Failed as error:
            raise CommandError(str(error)) from error
        finally:
            processes.release_stores()
