"""A score computed again: the facts, the lists and the configuration of then, with the matcher of now."""

from dataclasses import dataclass
from decimal import Decimal

from o2c.compliance.screening import engine
from o2c.compliance.screening.engine import ENGINE_VERSION
from o2c.compliance.screening.matcher import matcher_of
from o2c.compliance.screening.models import Hit
from o2c.compliance.screening.services import config_of


@dataclass(frozen=True, slots=True)
class Again:
    """What came out today. `same_engine`: the matcher is the one of then, so the score must be equal."""

    score: Decimal | None
    same_engine: bool
    adds_up: bool

    @property
    def is_equal(self) -> bool:
        return self.score is not None and self.adds_up


def again(hit: Hit) -> tuple[Again, bool]:
    """The score of today, and whether it equals the one that was stored."""
    matcher, config = matcher_of(hit.run), config_of(hit.run)
    party = next((key for key, entry in matcher.entry_ids.items() if entry == hit.entry_id), "")
    found = engine.screen(hit.subject.subject(), matcher.index, config)
    score = next((Decimal(str(one.score)).quantize(Decimal("0.0001")) for one in found if one.party.key == party), None)
    told = sum((Decimal(str(reason["effect"])) for reason in hit.explanation["reasons"]), Decimal(0)).quantize(Decimal("0.0001"))
    return Again(score, hit.engine_version == ENGINE_VERSION, told == hit.score), score == hit.score
