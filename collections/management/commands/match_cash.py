"""Match incoming payments: a folder of customers, invoices and statements for a trial that touches nothing."""

import csv
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
        parser.add_argument("folder", type=Path, help="customers.csv, parents.csv, invoices.csv, past_matches.csv, advices/, statements/")
        parser.add_argument("--output", type=Path, required=True, metavar="CSV", help="credit_ref, tier, customer_id, applications")

    def handle(self, *args: Any, folder: Path, output: Path, **options: Any) -> None:
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
