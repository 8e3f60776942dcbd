"""Names somebody asks about: screened at once against the active lists, with the answer on record."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from o2c.compliance.screening import engine
from o2c.compliance.screening.configuration import screened_now
from o2c.compliance.screening.engine import ENGINE_VERSION, Config, Index, Subject
from o2c.compliance.screening.matcher import matcher_for
from o2c.compliance.screening.models import AskedScreening
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError
from o2c.core.verbs import verb

MOST_NAMES, MOST_HITS = 100, 20


@dataclass(frozen=True, slots=True)
class Asked:
    """One name with what is known of it, under the caller's own mark."""

    mark: str
    subject: Subject


@verb("compliance.screen_names")
def screen_names(names: Sequence[Asked], *, actor: User) -> AskedScreening:
    """Screen one or up to a hundred names, with the explanation of every hit.

    Raises BusinessError "screening_without_list", "too_many_names".
    """
    if not 0 < len(names) <= MOST_NAMES:
        raise BusinessError("too_many_names", field="names", limit=MOST_NAMES)
    config, versions = screened_now()
    if not versions:
        raise BusinessError("screening_without_list")
    index = matcher_for(versions).index
    answers = [{"mark": one.mark, "hits": _answers(one.subject, index, config)} for one in names]
    asked = AskedScreening.objects.create(
        asked=[{"mark": one.mark, **one.subject.as_json()} for one in names],
        answers=answers,
        engine_version=ENGINE_VERSION,
        config_version=config.version,
    )
    through = AskedScreening.versions.through
    through.objects.bulk_create(through(askedscreening=asked, watchlistversion=version) for version in versions)
    record("screening.names_asked", asked, actor=actor, after={"names": len(names), "hits": sum(len(one["hits"]) for one in answers)})
    return asked


def _answers(subject: Subject, index: Index, config: Config) -> list[dict[str, Any]]:
    return [_answer(hit, config) for hit in engine.screen(subject, index, config)[:MOST_HITS]]


def _answer(hit: engine.Hit, config: Config) -> dict[str, Any]:
    source, _, key = hit.party.key.partition(":")
    said = "match" if hit.score >= config.alert_from else "none"
    facts = {"programmes": list(hit.party.programmes), "countries": list(hit.party.countries), "births": list(map(str, hit.party.births))}
    return {
        "source": source,
        "entity_id": key,
        "name": hit.party.primary_name,
        "matched_name": hit.listed_name.text,
        "weak_alias": hit.listed_name.weak,
        "score": hit.score,
        "decision": said,
        **facts,
        "reasons": [asdict(reason) for reason in hit.reasons],
        "explanation": hit.explanation(),
    }
