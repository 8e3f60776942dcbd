"""The development servers: reloading web, worker and beat, all writing to this terminal; Ctrl+C stops them."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from o2c import processes
from o2c.supervise import Crew, Failed


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
                crew.watch()
        except Failed as error:
            raise CommandError(str(error)) from error
        finally:
            processes.release_stores()
