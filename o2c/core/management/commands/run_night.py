"""Begin the night of a day and, with --wait, watch it to its end. The work is done by the real workers."""

import json
import time
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from o2c.core.access.queries import the_night
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.jobs import queries, services
from o2c.core.jobs.queries import Line


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--entity", action="append", help="code of an entity; can be repeated; default: all")
        parser.add_argument("--day", type=date.fromisoformat, help="YYYY-MM-DD; default: today")
        parser.add_argument("--wait", action="store_true", help="until every step has ended; fails when one did not succeed")
        parser.add_argument("--timeout", type=int, default=3600, help="seconds to wait at most")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        entities = self._entities(options["entity"])
        day = options["day"] or local_today(entities[0])
        services.open_night(day, [entity.pk for entity in entities], actor=the_night())
        lines = self._watched(day, options["timeout"]) if options["wait"] else queries.night(the_night(), day)
        wanted = {entity.pk for entity in entities}
        lines = [line for line in lines if line.entity is None or line.entity.pk in wanted]
        self.stdout.write(as_json(day, lines) if options["json"] else as_table(day, lines))
        if options["wait"] and any(line.state != "done" and not _waits_for_others(line) for line in lines):
            raise CommandError("The night has steps that did not succeed.")

    def _entities(self, codes: Sequence[str] | None) -> list[LegalEntity]:
        found = list(LegalEntity.objects.filter(code__in=codes).order_by("code") if codes else LegalEntity.objects.order_by("code"))
        if missing := set(codes or ()) - {entity.code for entity in found}:
            raise CommandError(f"There is no entity {', '.join(sorted(missing))}.")
        if not found:
            raise CommandError("There is no entity yet: create one first.")
        return found

    def _watched(self, day: date, timeout: int) -> list[Line]:
        """Look once a second until nothing runs and nothing more can start."""
        until = time.monotonic() + timeout
        while True:
            lines = queries.night(the_night(), day)
            if not any(line.job and line.job.is_live for line in lines) and not services.open_night(day, actor=the_night()):
                return lines
            if time.monotonic() > until:
                raise CommandError(f"Still not done after {timeout} seconds:\n{as_table(day, lines)}")
            time.sleep(1)


def _waits_for_others(line: Line) -> bool:
    """Once nothing runs and nothing can start, a step of the house waits only for entities whose night is still to come."""
    return line.entity is None and line.state == "waiting"


def as_table(day: date, lines: Sequence[Line]) -> str:
    head = ("Step", "Entity", "State", "Rows", "Seconds", "Remark")
    rows = [tuple(str(value) for value in row.values()) for row in _rows(lines)]
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    written = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in [head, *rows]]
    return "\n".join([f"The night of {day}", *written])


def as_json(day: date, lines: Sequence[Line]) -> str:
    return json.dumps({"day": day.isoformat(), "steps": _rows(lines)}, indent=2)


def _rows(lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [
        {
            "step": line.step,
            "entity": line.entity.code if line.entity else "-",
            "state": line.state,
            "rows": line.job.processed if line.job else 0,
            "seconds": round(line.job.seconds or 0, 1) if line.job else 0,
            "remark": (line.job.error if line.job else line.held_up_by).split("\n")[0],
        }
        for line in lines
    ]
