"""Compare a CSV of labelled pairs: `compare_names IN.csv OUT.csv`, without any list and without the database.

In: pair_id,name_a,name_b,schema[,props_a,props_b], properties in FollowTheMoney names as birthDate=1966-09-04|1966;country=co.
Out: pair_id,score,decision,reasons. What cannot be read is said on stderr, and the pair is compared without it.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2c.compliance.screening.engine import Config, compare
from o2c.compliance.screening.sheets import Read, pairs
from o2c.compliance.screening.tallies import Tally, reading, words

HEADER = ["pair_id", "score", "decision", "reasons"]


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pairs", type=Path, help="the CSV of pairs")
        parser.add_argument("compared", type=Path, help="the CSV to be written")
        parser.add_argument("--threshold", type=float, default=Config().pair_from, help="a match from this score on, 0 to 1")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, threshold: float, **options: Any) -> None:
        if not 0 <= threshold <= 1:
            raise CommandError("The threshold lies between 0 and 1.")
        with reading(options["pairs"], options["compared"], HEADER, tally := Tally(self.stderr)) as (sheet, out):
            for pair in tally.over(pairs(sheet)):
                out.writerows(tally.counting([_row(pair, threshold)]))
        self.stdout.write(tally.said(json=options["json"]))


def _row(pair: Read, threshold: float) -> list[object]:
    one, other = pair.subjects
    compared = compare(one, other, Config())
    return [pair.key, f"{compared.score:.4f}", "match" if compared.score >= threshold else "none", words(compared.reasons)]
