"""Recompute the audit trail from its first event and name the first bad row of each chain; exit status 1 when there is one."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from o2c.core.audit.queries import chains
from o2c.core.audit.verification import Bad, bad_rows
from o2c.core.sentences import sentence


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--day", type=date.fromisoformat, help="only the chains and the anchor of this UTC day (2026-03-02)")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *args: Any, day: date | None = None, **options: Any) -> None:
        bad = list(bad_rows(day))
        checked, events = 0, 0
        for chain in chains(day):
            checked, events = checked + 1, events + chain.last_seq
        if options["json"]:
            self.stdout.write(json.dumps({"holds": not bad, "chains": checked, "events": events, "bad": [_plain(each) for each in bad]}))
        else:
            self._tell(bad, checked, events)
        if bad:
            raise SystemExit(1)

    def _tell(self, bad: list[Bad], checked: int, events: int) -> None:
        for each in bad:
            place = f"{each.day} {each.chain}" + (f" event {each.seq}" if each.seq else "")
            self.stdout.write(self.style.ERROR(f"{place}: {sentence(each.code, dict(each.values))} {each.label}".rstrip()))
        if not bad:
            self.stdout.write(
                self.style.SUCCESS(f"The audit trail holds: {events} events in {checked} chains, every link and every anchor.")
            )


def _plain(bad: Bad) -> dict[str, Any]:
    return {
        "day": bad.day.isoformat(),
        "chain": bad.chain,
        "seq": bad.seq,
        "event": bad.event_id,
        "code": bad.code,
        "what": bad.label,
    }
