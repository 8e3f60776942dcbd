"""Match incoming payments: on the live book, or on a folder of customers, invoices and statements that touches nothing."""

import csv
import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2c.collections.cash.engine.facts import Proposal
from o2c.collections.cash.engine.matching import run
from o2c.collections.cash.folder import book_of, credits_of, major


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, nargs="?", help="customers.csv, parents.csv, invoices.csv, past_matches.csv, advices/, statements/"
        )
        parser.add_argument("--output", type=Path, metavar="CSV", help="of a folder: credit_ref, tier, customer_id, applications")
        parser.add_argument("--account", metavar="CODE", help="one of our bank accounts, by IBAN or name: match on the live book")
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--dry-run", action="store_true", help="only say what would be booked")
        way.add_argument("--post", action="store_true", help="book what is certain")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["account"]:
            self._live(options["account"], is_posting=options["post"], as_json=options["json"])
        elif options["folder"] and options["output"]:
            self._folder(options["folder"], options["output"])
        else:
            raise CommandError("Name a folder and --output, or --account with --dry-run or --post.")

    def _live(self, code: str, *, is_posting: bool, as_json: bool) -> None:
        from o2c.collections.cash.matching.command import match_account  # a folder is matched without stores, tables or models

        done = match_account(code, is_posting=is_posting)
        if done is None:
            raise CommandError(f"No bank account of ours is called {code}.")
        if as_json:
            self.stdout.write(json.dumps({**done.tiers, "booked": done.booked}))
            return
        for tier, count in done.tiers.items():
            self.stdout.write(f"{tier:10}{count:>8}")
        self.stdout.write(f"{'booked':10}{done.booked:>8}")

    def _folder(self, folder: Path, output: Path) -> None:
        if not (folder / "invoices.csv").is_file() or not (folder / "statements").is_dir():
            raise CommandError(f"{folder} holds no invoices.csv and statements/.")
        book, tiers = book_of(folder), Counter[str]()
        with output.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target)
            writer.writerow(["credit_ref", "tier", "customer_id", "applications"])
            for proposal in run(iter(credits_of(folder)), book):
                tiers[proposal.tier] += 1
                writer.writerow([proposal.credit, proposal.tier, "+".join(proposal.customers), _applications(proposal, book)])
        self.stdout.write(", ".join(f"{tier} {count}" for tier, count in sorted(tiers.items())))


def _applications(proposal: Proposal, book: Any) -> str:
    return ";".join(f"{number}:{major(amount, book.items[number].currency)}" for number, amount in proposal.applications)
