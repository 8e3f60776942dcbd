"""Which configuration counts now, against which lists it screens, and what another one would do."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from o2c.compliance.screening import engine
from o2c.compliance.screening.engine import Config
from o2c.compliance.screening.matcher import Matcher, matcher_for
from o2c.compliance.screening.models import ConfigState, Hit, ScreenedSubject, ScreeningConfig
from o2c.compliance.watchlists.models import WatchlistVersion
from o2c.compliance.watchlists.queries import active_versions

SAMPLE, SAMPLE_WITH_HITS = 1_500, 500
MOST_SHOWN = 50


def active() -> ScreeningConfig | None:
    """The version a second person has made count; None as long as the engine's own numbers do."""
    return ScreeningConfig.objects.filter(state=ConfigState.ACTIVE).first()


def active_config() -> Config:
    return _config(active())


def screened_versions() -> list[WatchlistVersion]:
    """The active versions of the lists that take part."""
    return screened_now()[1]


def screened_now() -> tuple[Config, list[WatchlistVersion]]:
    """The configuration that counts and the active versions it screens against."""
    chosen = active()
    return _config(chosen), _without(active_versions(), chosen.left_out if chosen else [])


def _config(chosen: ScreeningConfig | None) -> Config:
    return Config.restored(chosen.config) if chosen else Config()


def _without(versions: list[WatchlistVersion], left_out: list[str]) -> list[WatchlistVersion]:
    return [version for version in versions if version.source.code not in left_out]


def sample() -> list[ScreenedSubject]:
    """The same subjects each time as long as they exist: drawn by fingerprint, with and without earlier hits."""
    by_chance = ScreenedSubject.objects.order_by("fingerprint", "pk")
    with_hits = by_chance.filter(pk__in=Hit.objects.values("subject"))
    found = {subject.pk: subject for subject in (*by_chance[:SAMPLE], *with_hits[:SAMPLE_WITH_HITS])}
    return list(found.values())


def effect_of(proposed: ScreeningConfig) -> dict[str, Any]:
    """Alerts on the sample before and after, and which pairs come and go."""
    before, after = active_config(), Config.restored(proposed.config)
    matcher_before, matcher_after = matcher_for(screened_versions()), matcher_for(_without(active_versions(), proposed.left_out))
    counted = {"subjects": 0, "alerts_before": 0, "alerts_after": 0, "holds_before": 0, "holds_after": 0}
    come: list[dict[str, Any]] = []
    gone: list[dict[str, Any]] = []
    for subject in sample():
        old = _alerts(subject, matcher_before, before)
        new = _alerts(subject, matcher_after, after)
        counted["subjects"] += 1
        counted["alerts_before"] += len(old)
        counted["alerts_after"] += len(new)
        counted["holds_before"] += sum(hit.score >= before.hold_from for hit in old.values())
        counted["holds_after"] += sum(hit.score >= after.hold_from for hit in new.values())
        come += _shown(subject, new, old)
        gone += _shown(subject, old, new)
    return {**counted, "come": come[:MOST_SHOWN], "gone": gone[:MOST_SHOWN], "against": asdict(before)}


def _alerts(subject: ScreenedSubject, matcher: Matcher, config: Config) -> dict[str, engine.Hit]:
    hits = engine.screen(subject.subject(), matcher.index, config)
    return {hit.party.key: hit for hit in hits if hit.score >= config.alert_from}


def _shown(subject: ScreenedSubject, here: dict[str, engine.Hit], there: dict[str, engine.Hit]) -> Iterator[dict[str, Any]]:
    for party in here.keys() - there.keys():
        yield {"subject": str(subject), "party": party, "name": here[party].listed_name.text, "score": here[party].score}
