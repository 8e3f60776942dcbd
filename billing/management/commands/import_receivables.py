"""Record the invoices and payments of another system (CSV, plain or gzip). Repeat it at any time: what is there stays."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from o2c.billing.documents.imports import Imported, import_receivables
from o2c.core.access.queries import the_night
from o2c.core.errors import BusinessError
from o2c.core.findings import Finding
from o2c.core.sentences import explain, sentence

SHOWN = 50


def rate(text: str) -> tuple[str, Decimal]:
    currency, _, value = text.partition("=")
    try:
        units = Decimal(value)
    except InvalidOperation:
        units = Decimal(0)
    if len(currency) != 3 or not units.is_finite() or units <= 0:
        raise ArgumentTypeError(sentence("receivables_rate_unreadable", {"rate": text}))
    return currency.upper(), units


class Bars:
    """One progress bar per step, on standard error."""

    def __init__(self, verbosity: int) -> None:
        self.silent = verbosity == 0
        self.step = ""
        self.bar: Any = None

    def __call__(self, step: str, done: int, total: int) -> None:
        if self.step != step:
            self.close()
            self.step = step
            self.bar = tqdm(desc=step, total=total, unit=" rows", file=sys.stderr, disable=self.silent, mininterval=1)
        self.bar.update(done - self.bar.n)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("invoices", type=Path)
        parser.add_argument("payments", type=Path)
        parser.add_argument("--entity", default="MAIN", help="code of the legal entity; an unknown one is created, in EUR (default: MAIN)")
        parser.add_argument("--country", default="FR", help="country of an entity that is created (default: FR)")
        parser.add_argument("--rate", type=rate, action="append", default=[], metavar="USD=1.08", help="units per unit of base currency")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, invoices: Path, payments: Path, entity: str, country: str, **options: Any) -> None:
        bars = Bars(options["verbosity"])
        try:
            done = import_receivables(
                invoices, payments, code=entity, country=country, rates=dict(options["rate"]), actor=the_night(), watch=bars
            )
        except BusinessError as error:
            raise CommandError(explain(error)) from error
        finally:
            bars.close()
        self.stdout.write(json.dumps(_facts(done)) if options["json"] else _table(done))


def _findings(done: Imported) -> list[tuple[str, Finding]]:
    return [(step, finding) for step in ("invoices", "payments", "settlements") for finding in getattr(done, step).findings]


def _facts(done: Imported) -> dict[str, Any]:
    steps = {
        step: {"added": getattr(done, step).added, "known": getattr(done, step).known} for step in ("invoices", "payments", "settlements")
    }
    findings = [
        {"file": step, "row": found.row, "field": found.field, "value": found.value, "code": found.code, "message": _why(found)}
        for step, found in _findings(done)
    ]
    return {"entity": done.entity, "accounts": done.accounts, **steps, "months_closed": done.months_closed, "findings": findings}


def _table(done: Imported) -> str:
    lines = [
        f"{done.entity}: {done.accounts} accounts opened, {done.months_closed} months closed",
        f"{'':12} {'new':>9} {'known':>9} {'findings':>9}",
    ]
    for step in ("invoices", "payments", "settlements"):
        outcome = getattr(done, step)
        lines.append(f"{step:12} {outcome.added:>9,} {outcome.known:>9,} {len(outcome.findings):>9,}")
    findings = _findings(done)
    lines += [f"  {step} row {found.row or '-'}: {found.field} “{found.value}” {_why(found)}" for step, found in findings[:SHOWN]]
    if len(findings) > SHOWN:
        lines.append(f"  and {len(findings) - SHOWN:,} more; --json lists all")
    return "\n".join(lines)


def _why(found: Finding) -> str:
    return sentence(found.code, found.values)
