"""How risky a customer is, and why: points from what the file says, a class from the points. Pure.

Source: FATF recommendation 10 (interpretive note, risk factors); the points are ours and are stored with every file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

RISK_VERSION = "1"
STANDARD_FROM, HIGH_FROM = 2, 5
# FATF lists of June 2025: calls for action, and under increased monitoring.
CALL_FOR_ACTION = frozenset({"IR", "KP", "MM"})
MONITORED = frozenset("AO BG BF CM CI DZ CD HT KE LA LB MC MZ NA NP NG ZA SS SY VE VN YE BO VG".split())
INDUSTRY_POINTS = {
    "ordinary": 0, "public_body": 0, "charity": 1, "cash_intensive": 2, "gambling": 2, "adult": 2, "crypto": 3, "arms": 5,
}  # fmt: skip
VOLUME_POINTS = {"small": 0, "medium": 1, "large": 2}


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """What the file says. `countries`: where the customer and the people behind it sit."""

    countries: frozenset[str] = frozenset()
    industry: str = "ordinary"
    volume: str = "small"
    complex_structure: bool = False
    not_met: bool = False
    has_pep: bool = False
    is_listed_company: bool = False


@dataclass(frozen=True, slots=True)
class RiskReason:
    """One reason and the points it adds (or takes)."""

    code: str
    points: int
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Risk:
    points: int
    level: str
    reasons: tuple[RiskReason, ...]


def risk(facts: RiskFacts) -> Risk:
    """The risk class with its reasons; a country FATF calls for action on and a political exposure make it high on their own."""
    reasons = tuple(_reasons(facts))
    points = max(sum(reason.points for reason in reasons), 0)
    return Risk(points, "high" if points >= HIGH_FROM else "standard" if points >= STANDARD_FROM else "low", reasons)


def _reasons(facts: RiskFacts) -> Iterable[RiskReason]:
    if called := sorted(facts.countries & CALL_FOR_ACTION):
        yield RiskReason("risk_country_call_for_action", HIGH_FROM + 1, {"countries": ", ".join(called)})
    if monitored := sorted(facts.countries & MONITORED):
        yield RiskReason("risk_country_monitored", 2, {"countries": ", ".join(monitored)})
    if facts.has_pep:
        yield RiskReason("risk_political_exposure", HIGH_FROM + 1)
    if points := INDUSTRY_POINTS[facts.industry]:
        yield RiskReason("risk_industry", points)
    if points := VOLUME_POINTS[facts.volume]:
        yield RiskReason("risk_volume", points)
    if facts.complex_structure:
        yield RiskReason("risk_complex_structure", 2)
    if facts.not_met:
        yield RiskReason("risk_not_met", 1)
    if facts.is_listed_company:
        yield RiskReason("risk_listed_company", -1)
