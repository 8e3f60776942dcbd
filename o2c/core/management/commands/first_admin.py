"""Make the first administrator of a new installation and print the link, good once, to choose their password."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from o2c.core.access.links import password_link
from o2c.core.access.queries import the_night
from o2c.core.access.services.users import first_admin


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        try:
            user = first_admin(email, name, the_night())
        except PermissionDenied as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{user.email} chooses a password here, once, within three days:\n{password_link(user)}")
