"""What the pages of this room show, as plain rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from o2c.compliance.screening.configuration import active_config
from o2c.compliance.screening.engine import Config
from o2c.compliance.screening.forms import label_of, numbers_of
from o2c.compliance.screening.models import ScreeningConfig
from o2c.compliance.watchlists.shown import country_words, gender_words, kind_words, number_kind
from o2c.core.sentences import sentence

SPOKEN: dict[str, Callable[[str], str]] = {
    "country_shared": country_words,
    "country_differs": country_words,
    "gender_differs": gender_words,
    "kind_differs": kind_words,
    "vessel_or_aircraft": kind_words,
}


def why(reason: Mapping[str, Any]) -> str:
    """One reason of a score as a sentence: what is stored as a code is said as a word."""
    code, values = reason["code"], dict(reason["values"])
    if spoken := SPOKEN.get(code):
        values = {side: spoken(value) for side, value in values.items()}
    elif "kind" in values:
        values["kind"] = number_kind(values["kind"])
    return sentence(code, values)


@dataclass(frozen=True, slots=True)
class Found:
    """One hit of an answer, its reasons in words."""

    facts: Mapping[str, Any]
    countries: str
    url: str
    reasons: Sequence[tuple[str, float]]


def found(hits: Sequence[Mapping[str, Any]]) -> list[Found]:
    return [
        Found(
            hit,
            country_words(", ".join(hit["countries"])),
            reverse("watchlist_party", args=[hit["source"], hit["entity_id"]]),
            [(why(reason), reason["effect"]) for reason in hit["reasons"]],
        )
        for hit in hits
    ]


@dataclass(frozen=True, slots=True)
class Difference:
    """One number of a configuration that is not as before."""

    name: str
    before: float | None
    after: float


def differences(config: ScreeningConfig) -> list[Difference]:
    """What the version changes against the one it was measured with, or against the one that counts while it is not measured."""
    against = Config.restored(config.effect["against"]) if config.effect else active_config()
    before = dict(numbers_of(against))
    return [
        Difference(label_of(name), before.get(name), value)
        for name, value in numbers_of(Config.restored(config.config))
        if value != before.get(name)
    ]
