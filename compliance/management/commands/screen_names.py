"""Screen a CSV of names: `screen_names IN.csv OUT.csv`, against the active lists, or against files with `--list KIND:FILE[,FILE]`.

In: query_id,name,schema,birth_date,country[,identifier].
Out, best first: query_id,rank,source,entity_id,matched_name,score,decision,reasons; a name without a hit gives one row with an empty
entity. What cannot be read is said on stderr, and the name is screened without it.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2c.compliance.screening import engine
from o2c.compliance.screening.engine import Config
from o2c.compliance.screening.sheets import Read, queries
from o2c.compliance.screening.tallies import Tally, reading, words
from o2c.compliance.watchlists.readers import KINDS, Listed, ListError, read_paths
from o2c.core.errors import BusinessError
from o2c.core.sentences import explain

HEADER = ["query_id", "rank", "source", "entity_id", "matched_name", "score", "decision", "reasons"]


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", type=Path, help="the CSV of names")
        parser.add_argument("found", type=Path, help="the CSV to be written")
        parser.add_argument("--threshold", type=float, default=Config().alert_from, help="a match from this score on, 0 to 1")
        parser.add_argument("--top", type=int, default=10, help="at most so many entities a name")
        parser.add_argument(
            "--list", action="append", default=[], dest="lists", metavar="KIND:FILE[,FILE]", help="instead of the active lists"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, names: Path, found: Path, threshold: float, top: int, lists: list[str], **options: Any) -> None:
        if not 0 <= threshold <= 1 or top < 1:
            raise CommandError("The threshold lies between 0 and 1, and at least one entity a name is wanted.")
        config = Config(record_from=min(threshold, Config().record_from))
        index = engine.build_index(_listed(lists)) if lists else _active_index()
        with reading(names, found, HEADER, tally := Tally(self.stderr)) as (sheet, out):
            for query in tally.over(queries(sheet)):
                out.writerows(tally.counting(_rows(query, index, config, threshold, top)))
        self.stdout.write(tally.said(json=options["json"]))


def _rows(query: Read, index: engine.Index, config: Config, threshold: float, top: int) -> Iterator[list[object]]:
    (subject,) = query.subjects
    hits = engine.screen(subject, index, config)[:top]
    for rank, hit in enumerate(hits, start=1):
        source, _, key = hit.party.key.partition(":")
        decision = "match" if hit.score >= threshold else "none"
        yield [query.key, rank, source, key, hit.listed_name.text, f"{hit.score:.4f}", decision, words(hit.reasons)]
    if not hits:
        yield [query.key, 1, "", "", "", f"{0:.4f}", "none", ""]


def _listed(lists: list[str]) -> Iterator[Listed]:
    for given in lists:
        kind, colon, files = given.partition(":")
        if not colon or kind not in KINDS:
            raise CommandError(f"--list {given}: give KIND:FILE[,FILE] with one of {', '.join(KINDS)}.")
        try:
            parties = read_paths(kind, [Path(file) for file in files.split(",")]).parties
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}") from error
        except ListError as refusal:
            raise CommandError(explain(refusal)) from refusal
        yield from (replace(party, key=f"{kind}:{party.key}") for party in parties)


def _active_index() -> engine.Index:
    from o2c.compliance.screening.configuration import screened_versions  # tables: not there when only files are read
    from o2c.compliance.screening.matcher import matcher_for

    versions = screened_versions()
    if not versions:
        raise CommandError(explain(BusinessError("screening_without_list")))
    return matcher_for(versions).index
