"""Collect what is translatable into locale/<language>/ and compile it. Names what a language does not say yet."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from o2c import catalogue


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--compile-only", action="store_true", help="leave the texts as they are")
        parser.add_argument("--check", action="store_true", help="fail when a language does not say everything")

    def handle(self, *args: Any, compile_only: bool, check: bool, **options: Any) -> None:
        if not compile_only:
            missing = {language: catalogue.update(language) for language, _name in settings.LANGUAGES if language != settings.LANGUAGE_CODE}
            for language, messages in missing.items():
                self.stdout.write(f"{language}: {len(messages)} to translate in {catalogue.path_of(language)}")
            if check and any(missing.values()):
                raise CommandError("Some languages do not say everything.")
        catalogue.compile_changed()
