"""Screening with the database: everybody against the lists, everybody against what changed, and one name while somebody waits.

The lists are OFAC's of May 2024 where SAMPLE_DATA names a folder with them, and made-up names elsewhere.
"""

import os
import random
import resource
import statistics
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from o2c.accounts.customers.models import Customer
from o2c.bench import book
from o2c.bench.figures import Figure, seconds
from o2c.bench.measures.screening import LISTED, made_up
from o2c.compliance.alerts import runs
from o2c.compliance.screening.configuration import screened_versions
from o2c.compliance.screening.engine import Config, Subject, screen
from o2c.compliance.screening.matcher import matcher_for
from o2c.compliance.screening.models import ScreeningRun
from o2c.compliance.screening.services import screen_names
from o2c.compliance.screening.services.asking import Asked
from o2c.compliance.watchlists import services
from o2c.compliance.watchlists.models import WatchlistSource
from o2c.compliance.watchlists.readers import Listed, ListedName, ListFile, Reading, read_paths
from o2c.core.access.models import Grant, Role, User
from o2c.core.access.queries import the_night

PARTS = ("sdn_2024-05-03", "alt_2025-01", "add_2025-01", "sdn_comments_2025-01")
CHANGED, ASKED, SCANNED = 500, 200, 100


class Alone:
    """A run without a job."""

    def chunk(self, rows: int = 1, *, cursor: Any = None, findings: int = 0) -> AbstractContextManager[None]:
        return nullcontext()

    def advance(self, rows: int = 1) -> None:
        """Nothing to keep alive."""


def passes(sizes: book.Sizes) -> Iterator[Figure]:
    night, parties = the_night(), _parties(sizes)
    day = book.START + timedelta(days=ScreeningRun.objects.count())
    version = _load(parties)
    matcher = matcher_for(screened_versions())
    customers = list(Customer.objects.order_by("?").values_list("legal_name", flat=True)[:ASKED])
    names = [name.text for party in parties for name in party.names]
    yield from _one_at_a_time(customers, matcher.index)
    full = seconds(lambda: runs.screen_all(day, Alone(), actor=night))
    run = ScreeningRun.objects.latest("pk")
    scan = seconds(lambda: [process.extract(name, names, scorer=fuzz.token_sort_ratio, score_cutoff=85) for name in customers[:SCANNED]])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    speed = run.subjects / full
    note = f"{speed:,.0f} a second; 1,000,000 in {1_000_000 / speed / 3600:.1f} h of one core; {run.alerts} alerts; {memory:,.0f} MB"
    yield Figure(
        f"screening {run.subjects:,} names against {len(names):,}", "a plain rapidfuzz scan", full, scan / SCANNED * run.subjects, note=note
    )
    version = _load([*(replace(party, gender="female") for party in parties[:CHANGED]), *parties[CHANGED:]])
    built = seconds(lambda: matcher_for(screened_versions()))
    delta = seconds(lambda: runs.screen_delta(version, day, Alone(), actor=night))
    yield Figure(
        f"the same against {CHANGED} changed parties",
        "the full pass",
        delta,
        full,
        note=f"{run.subjects / delta:,.0f} a second; the index of the new version built in {built:.0f} s",
    )


def _one_at_a_time(names: list[str], index: Any) -> Iterator[Figure]:
    """One name after the other as an officer asks them, the answer kept, beside the engine alone."""
    asked, officer = [Subject("organisation", (name,)) for name in names], _officer()
    with_database = [seconds(lambda one=one: screen_names([Asked("", one)], actor=officer)) for one in asked]  # type: ignore[misc]
    alone = [seconds(lambda one=one: screen(one, index, Config())) for one in asked]  # type: ignore[misc]
    note = f"p95 {_p95(with_database) * 1000:.0f} ms, the engine's own {_p95(alone) * 1000:.1f} ms"
    yield Figure("one name asked and answered, p95", "the engine alone", _p95(with_database), _p95(alone), note=note)


def _officer() -> User:
    who, _made = User.objects.get_or_create(email="officer@bench.example", defaults={"name": "An officer"})
    Grant.objects.get_or_create(user=who, role=Role.objects.get(code="compliance_officer"), defaults={"starts_on": book.START})
    return who


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _parties(sizes: book.Sizes) -> list[Listed]:
    if folder := os.environ.get("SAMPLE_DATA"):
        paths = [Path(folder) / f"sanctions/ofac/{part}.csv.gz" for part in PARTS]
        return list(read_paths("ofac_sdn", paths).parties)
    seeded = random.Random(book.SEED)  # noqa: S311  (the same names every time)
    names = dict.fromkeys(made_up(seeded) for _number in range(min(LISTED, sizes.items)))
    return [Listed(str(at), "person", (ListedName(name),)) for at, name in enumerate(names)]


def _load(parties: list[Listed]) -> int:
    """Make these the active list; the number of the version."""
    content = "".join(party.content_hash for party in parties).encode()
    services.import_watchlist("ofac_sdn", Reading(tuple(parties)), files=[ListFile("made.csv", content)], actor=the_night())
    return int(WatchlistSource.objects.get(code="ofac_sdn").versions.get(state="active").pk)
