"""What the pages of this room show, as plain rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from o2c.compliance.screening.configuration import active_config
from o2c.compliance.screening.engine import Config
from o2c.compliance.screening.forms import label_of, numbers_of
from o2c.compliance.screening.models import ScreeningConfig
from o2c.core.sentences import sentence


@dataclass(frozen=True, slots=True)
class Found:
    """One hit of an answer, its reasons in words."""

    facts: Mapping[str, Any]
    url: str
    reasons: Sequence[tuple[str, float]]


def found(hits: Sequence[Mapping[str, Any]]) -> list[Found]:
    return [
        Found(
            hit,
            reverse("watchlist_party", args=[hit["source"], hit["entity_id"]]),
            [(sentence(reason["code"], reason["values"]), reason["effect"]) for reason in hit["reasons"]],
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
