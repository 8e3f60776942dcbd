"""Receivables at the end of a day: buckets of days past due, credits, and days of sales outstanding both ways."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2c.billing.ledger import queries
from o2c.billing.ledger.exports import ageing_row
from o2c.core.access.queries import the_night
from o2c.core.errors import BusinessError
from o2c.core.sentences import explain


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=date.fromisoformat, required=True, metavar="DATE")
        parser.add_argument("--entity", metavar="CODE")
        parser.add_argument("--currency", type=str.upper)
        parser.add_argument("--json", action="store_true", help="one object when entity and currency are given, else a list")

    def handle(self, *args: Any, as_of: date, entity: str | None, currency: str | None, **options: Any) -> None:
        actor = the_night()
        try:
            place = queries.reachable_entity(actor, entity) if entity else None
        except BusinessError as error:
            raise CommandError(explain(error)) from error
        if place and currency:
            rows = [ageing_row(queries.ageing_of(actor, as_of, place, currency))]
        else:
            rows = [ageing_row(row) for row in queries.ageing(actor, as_of, place, currency)]
        if options["json"]:
            self.stdout.write(json.dumps(rows[0] if place and currency else rows, indent=2))
        else:
            self.stdout.write("\n\n".join(map(_table, rows)) or "Nothing is open on that day.")


def _table(row: dict[str, Any]) -> str:
    """Figures below each other, counts beside the amounts they belong to."""
    lines = [f"{row['entity']} {row['currency']} as of {row['as_of']}"]
    counts = {"open_balance": "open_documents", "unapplied": "unapplied_receipts"}
    for name, value in row.items():
        if name in {"entity", "currency", "as_of"} or name.endswith(("_documents", "_receipts")):
            continue
        count = row.get(counts.get(name, f"{name}_documents"), "")
        lines.append(f"  {name:14} {value or '-':>20} {count:>8}")
    return "\n".join(lines)
