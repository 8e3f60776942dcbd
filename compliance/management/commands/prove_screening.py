"""Ask the fixed set of made-up names with known answers, keep the result, and print it by kind of variation."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from o2c.compliance.screening.services import prove_screening
from o2c.core.access.queries import the_night
from o2c.core.acting import through


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        with through("command"):
            proof = prove_screening(actor=the_night())
        facts = {"engine": proof.engine_version, "recall": proof.recall, "false_alerts": proof.false_alerts, "outcomes": proof.outcomes}
        if options["json"]:
            self.stdout.write(json.dumps(facts))
            return
        self.stdout.write(f"recall {proof.recall:.1%}, false alerts {proof.false_alerts:.1%}")
        for one in proof.outcomes:
            self.stdout.write(f"{one['variation']:<22} {one['alerted']:>4} of {one['asked']}")
