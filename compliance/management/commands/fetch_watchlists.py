"""Ask the publishers for news of their watchlists and load them: `fetch_watchlists un eu_fsf` (all with an address when none is named)."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from o2c.compliance.watchlists.fetching import fetch_watchlist
from o2c.core.access.queries import the_night
from o2c.core.acting import through
from o2c.core.errors import BusinessError
from o2c.core.sentences import explain


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kinds", nargs="*", metavar="KIND")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, kinds: list[str], **options: Any) -> None:
        answers: dict[str, str] = {}
        failed = False
        for kind in kinds or settings.WATCHLIST_FETCH or sorted(settings.WATCHLIST_ADDRESSES):
            try:
                with through("command"):
                    answers[kind] = fetch_watchlist(kind, actor=the_night()).outcome
            except BusinessError as refused:
                answers[kind], failed = explain(refused), True
        self.stdout.write(json.dumps(answers) if options["json"] else "\n".join(f"{kind:<16} {said}" for kind, said in answers.items()))
        if failed:
            raise CommandError("Not every list could be fetched; the last good versions stay active.")
