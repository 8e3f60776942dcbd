"""Measure the house on a large book, each figure as a ratio to a plain tool that answers the same question beside it.

The book is built once, in a database of its own beside the house's, and used again by the next run.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from o2c.bench.book import Sizes, build
from o2c.bench.database import own_database
from o2c.bench.measures import MEASURES


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        usual = Sizes()
        parser.add_argument("--items", type=int, default=usual.items, help="open items in the book")
        parser.add_argument("--customers", type=int, default=usual.customers, help="customers with accounts and portfolios")
        parser.add_argument("--settled", type=int, default=usual.settled, help="items that were settled in the past")
        parser.add_argument("--campaigns", type=int, default=usual.campaigns, help="campaigns of these customers")
        parser.add_argument("--only", choices=MEASURES, help="one of the measures")
        parser.add_argument("--fresh", action="store_true", help="build the book again")

    def handle(self, *args: Any, items: int, customers: int, settled: int, campaigns: int, fresh: bool, **options: Any) -> None:
        sizes = Sizes(items, customers, settled, campaigns)
        with own_database(sizes.database, fresh=fresh):
            build(sizes, self.stdout.write)
            self.measure(sizes, options["only"])

    def measure(self, sizes: Sizes, only: str | None) -> None:
        for name in [only] if only else MEASURES:
            for figure in MEASURES[name](sizes):
                self.stdout.write(str(figure))
