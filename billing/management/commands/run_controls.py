"""Run the billing controls now: all of them or some, for everybody, one customer or one campaign."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2c.billing.controls.catalogue import CONTROLS
from o2c.billing.controls.services import run_controls
from o2c.core.access.queries import the_night
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.sentences import explain


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--control", action="append", dest="codes", metavar="CODE", help=f"repeatable; default: {' '.join(CONTROLS)}")
        parser.add_argument("--day", type=date.fromisoformat, metavar="DATE", help="the last day of spend to look at (default: today)")
        parser.add_argument("--customer", default="", metavar="NUMBER", help="only what is billed to this customer")
        parser.add_argument("--campaign", default="", metavar="ID", help="only the campaign of this external id")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, codes: list[str] | None, day: date | None, customer: str, campaign: str, **options: Any) -> None:
        try:
            runs = run_controls(
                day=day or local_today(), customer_number=customer, campaign_id=campaign, codes=codes or [], actor=the_night()
            )
        except BusinessError as error:
            raise CommandError(explain(error)) from error
        rows = [{name: getattr(run, name) for name in ("control", "found", "opened", "reopened", "closed", "milliseconds")} for run in runs]
        if options["json"]:
            self.stdout.write(json.dumps(rows))
            return
        self.stdout.write(f"{'control':8} {'found':>8} {'new':>8} {'reopened':>8} {'closed':>8} {'ms':>8}")
        for row in rows:
            self.stdout.write(f"{row['control']:8}" + "".join(f" {value:>8,}" for value in list(row.values())[1:]))
