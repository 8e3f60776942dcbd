"""What a file must hold before it can be approved, by risk class, and what is missing. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

CHECKLIST_VERSION = "1"
DOCUMENT, ANSWER, OWNERS = "document", "answer", "owners"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the checklist. `expires`: the document has an end that must lie in the future."""

    code: str
    kind: str
    expires: bool = False


BASE = (
    Requirement("kyc_register_extract", DOCUMENT),
    Requirement("kyc_business_purpose", ANSWER),
)
STANDARD = (
    *BASE,
    Requirement("kyc_owners", OWNERS),
    Requirement("kyc_signatory_identity", DOCUMENT, expires=True),
)
HIGH = (
    *STANDARD,
    Requirement("kyc_owner_identity", DOCUMENT, expires=True),
    Requirement("kyc_source_of_funds", ANSWER),
    Requirement("kyc_adverse_press", ANSWER),
)
CHECKLISTS: Mapping[str, tuple[Requirement, ...]] = {"low": BASE, "standard": STANDARD, "high": HIGH}


@dataclass(frozen=True, slots=True)
class Held:
    """What a file holds. `documents`: code -> the latest end among those in force (None: without end)."""

    documents: Mapping[str, date | None]
    answers: Collection[str]
    owners_named: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement as it stands: `state` is `there`, `missing`, `expired` or `expiring`."""

    requirement: Requirement
    state: str
    expires_on: date | None = None


def checklist(level: str, held: Held, *, today: date, soon: date) -> list[Line]:
    """Every requirement of the risk class with its state; a document that ends before `soon` is expiring."""
    return [_line(requirement, held, today, soon) for requirement in CHECKLISTS[level]]


def gaps(lines: Collection[Line]) -> list[str]:
    """Codes of what is missing or expired."""
    return [line.requirement.code for line in lines if line.state in {"missing", "expired"}]


def _line(requirement: Requirement, held: Held, today: date, soon: date) -> Line:
    match requirement.kind:
        case "answer":
            return Line(requirement, "there" if requirement.code in held.answers else "missing")
        case "owners":
            return Line(requirement, "there" if held.owners_named else "missing")
    if requirement.code not in held.documents:
        return Line(requirement, "missing")
    end = held.documents[requirement.code]
    if end is None:
        return Line(requirement, "missing" if requirement.expires else "there")
    return Line(requirement, "expired" if end <= today else "expiring" if end <= soon else "there", end)
