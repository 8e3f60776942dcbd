"""Load one download of a watchlist: `import_watchlist ofac_sdn SDN.CSV ALT.CSV ADD.CSV SDN_COMMENTS.CSV` (CSV or XML, plain or .gz).

A list of one's own brings its mapping: `import_watchlist csv partners.csv partners.json --source partners`.
"""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2c.compliance.watchlists.imports import load_watchlist
from o2c.compliance.watchlists.models import WatchlistLoad
from o2c.compliance.watchlists.readers import KINDS, ListFile
from o2c.core.access.queries import the_night
from o2c.core.acting import through
from o2c.core.errors import BusinessError
from o2c.core.sentences import explain

COUNTED = ["parties", "added", "changed", "removed"]


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=sorted(KINDS))
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--published", type=date.fromisoformat, help="the publisher's date, YYYY-MM-DD")
        parser.add_argument("--source", default="", help="a name of its own, where there are several lists of a kind (interpol)")
        parser.add_argument("--name", default="", help="what people call the list")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, kind: str, files: list[Path], published: date | None, source: str, name: str, **options: Any) -> None:
        try:
            content = [ListFile.at(file) for file in files]
            with through("import"):
                load = load_watchlist(kind, content, actor=the_night(), published_on=published, source=source, name=name)
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}") from error
        except BusinessError as refusal:
            raise CommandError(explain(refusal)) from refusal
        self.stdout.write(json.dumps(_facts(load)) if options["json"] else _table(load))


def _facts(load: WatchlistLoad) -> dict[str, Any]:
    version = load.version
    assert version is not None  # noqa: S101 (only a refused load has none, and that raised)
    counted = {name: getattr(version, name) for name in COUNTED}
    rows = {"source": load.source.code, "outcome": load.outcome, "version": version.number, "state": version.state}
    return {**rows, "sha256": version.sha256, **counted, "findings": len(version.findings), "rows": version.counts}


def _table(load: WatchlistLoad) -> str:
    facts = _facts(load)
    rows = facts.pop("rows")
    lines = [*facts.items(), *((f"rows {name}", count) for name, count in rows.items())]
    return "\n".join(f"{name:<16} {value}" for name, value in lines)
