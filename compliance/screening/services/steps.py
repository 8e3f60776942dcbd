"""Steps of a screening: what the engine found becomes rows, inside the verb of a run."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from o2c.compliance.screening import engine
from o2c.compliance.screening.engine import ENGINE_VERSION, Config
from o2c.compliance.screening.matcher import Matcher
from o2c.compliance.screening.models import Hit, RunKind, RunPart, ScreenedSubject, ScreeningResult, ScreeningRun
from o2c.compliance.screening.queries import bounds_of_parts
from o2c.compliance.screening.sources import Screened
from o2c.compliance.watchlists.models import WatchlistVersion

Who = tuple[int, int | None]
SubjectKey = tuple[int, int | None, str]


@dataclass(frozen=True, slots=True)
class Match:
    """What the engine says of one subject. `silent`: decided parties left out, with the decision's id."""

    screened: Screened
    hits: Sequence[engine.Hit]
    silent: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """One subject's match as rows. `hits` in the order of the engine's, best first; `party` by hit id."""

    match: Match
    subject: ScreenedSubject
    hits: Sequence[Hit]
    party: Mapping[int, str]


def run_key(kind: str, day: date, versions: Iterable[WatchlistVersion], config: Config) -> str:
    """The same day, lists, engine and configuration are the same run."""
    against = ",".join(str(version.pk) for version in versions)
    return f"{kind}:{day}:{hashlib.sha256(f'{against}/{ENGINE_VERSION}/{config.version}'.encode()).hexdigest()[:16]}"


def open_run(
    kind: RunKind, key: str, day: date, versions: Sequence[WatchlistVersion], config: Config, changed: WatchlistVersion | None = None
) -> ScreeningRun:
    """A step: the run of this key, made when it is new; one over everybody in parts that several workers share."""
    run, made = ScreeningRun.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "day": day,
            "changed": changed,
            "engine_version": ENGINE_VERSION,
            "config_version": config.version,
            "config": asdict(config),
        },
    )
    if made:
        run.versions.set(versions)
    if made and kind != RunKind.SOME:
        RunPart.objects.bulk_create(RunPart(run=run, after=after, until=until, cursor=after) for after, until in bounds_of_parts(day))
    return run


def config_of(run: ScreeningRun) -> Config:
    """The configuration the run began with; whatever it finds is kept under the run's own `config_version`."""
    return Config.restored(run.config)


def match(screened: Iterable[Screened], matcher: Matcher, config: Config, silent: Mapping[Who, Mapping[str, int]]) -> list[Match]:
    """Ask the engine about each subject. No database: may run outside a transaction."""
    found = []
    for one in screened:
        left_out = silent.get((one.customer_id, one.contact_id), {})
        found.append(Match(one, engine.screen(one.subject, matcher.index, config, skip=left_out.keys()), left_out))
    return found


def keep(run: ScreeningRun, matches: Sequence[Match], matcher: Matcher) -> list[Kept]:
    """A step: write subjects, new hits and one result a subject; also where nothing came out, but for a delta.

    That a delta found nothing for somebody is what its run says of everybody in its parts.
    """
    if run.kind == RunKind.DELTA:
        matches = [found for found in matches if found.hits or found.silent]
    subjects = _subjects([found.screened for found in matches])
    known = _known_hits(run, [subject.pk for subject in subjects])
    kept = []
    for found, subject in zip(matches, subjects, strict=True):
        rows = [_hit(run, subject, hit, matcher.entry_ids[hit.party.key], known) for hit in found.hits]
        kept.append((found, subject, rows))
    Hit.objects.bulk_create(row for _, _, rows in kept for row in rows if row.pk is None)
    ScreeningResult.objects.bulk_create(
        ScreeningResult(run=run, subject=subject, day=run.day, hits=[row.pk for row in rows], suppressed=sorted(set(found.silent.values())))
        for found, subject, rows in kept
    )
    return [
        Kept(found, subject, rows, {row.pk: hit.party.key for row, hit in zip(rows, found.hits, strict=True)})
        for found, subject, rows in kept
    ]


def _subjects(screened: Sequence[Screened]) -> list[ScreenedSubject]:
    """A row for each, existing or new, in the same order."""
    keys = [(one.customer_id, one.contact_id, one.subject.fingerprint) for one in screened]
    rows = _known_subjects(keys)
    if missing := {key: one for key, one in zip(keys, screened, strict=True) if key not in rows}:
        ScreenedSubject.objects.bulk_create((_subject(key, one) for key, one in missing.items()), ignore_conflicts=True)
        rows |= _known_subjects(missing)
    return [rows[key] for key in keys]


def _known_subjects(keys: Collection[SubjectKey]) -> dict[SubjectKey, ScreenedSubject]:
    same = ScreenedSubject.objects.filter(customer__in={key[0] for key in keys}, fingerprint__in={key[2] for key in keys})
    return {(row.customer_id, row.contact_id, row.fingerprint): row for row in same}


def _subject(key: SubjectKey, one: Screened) -> ScreenedSubject:
    customer_id, contact_id, fingerprint = key
    facts = one.subject.as_json() | {"role": one.role}
    return ScreenedSubject(customer_id=customer_id, contact_id=contact_id, fingerprint=fingerprint, facts=facts)


HitKey = tuple[int, int, Decimal]


def _known_hits(run: ScreeningRun, subject_ids: Collection[int]) -> dict[HitKey, Hit]:
    same = Hit.objects.filter(subject__in=subject_ids, engine_version=run.engine_version, config_version=run.config_version)
    return {(hit.subject_id, hit.entry_id, hit.score): hit for hit in same.defer("explanation").order_by("pk")}


def _hit(run: ScreeningRun, subject: ScreenedSubject, hit: engine.Hit, entry_id: int, known: Mapping[HitKey, Hit]) -> Hit:
    score = Decimal(str(hit.score)).quantize(Decimal("0.0001"))
    return known.get((subject.pk, entry_id, score)) or Hit(
        run=run,
        subject=subject,
        entry_id=entry_id,
        score=score,
        explanation=hit.explanation(),
        engine_version=run.engine_version,
        config_version=run.config_version,
    )
