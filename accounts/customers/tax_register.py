"""The register of tax numbers of the union (VIES), asked over HTTP. It has three answers, and the third is that it did not answer."""

from dataclasses import dataclass

from django.conf import settings

from o2c.accounts.customers.rules.identifiers import PREFIX_OF, UNION
from o2c.core import fetch
from o2c.core.errors import BusinessError

BLANK = "---"  # how the register writes that a member state tells nothing


@dataclass(frozen=True, slots=True)
class Answer:
    """`state`: valid, invalid or unreachable, then with its `problem`. The consultation number proves that we asked."""

    state: str
    consultation_no: str = ""
    name: str = ""
    address: str = ""
    problem: str = ""


def knows(country: str) -> bool:
    """Whether a register is there to be asked about numbers of this country."""
    return bool(settings.TAX_REGISTER_URL) and country in UNION


def ask(country: str, number: str, *, requester: str = "") -> Answer:
    """What the register says about a number of the union. `requester` is our own tax id: only then is the question numbered."""
    question = {"countryCode": _prefix(country), "vatNumber": _bare(country, number)}
    if requester:
        question |= {"requesterMemberStateCode": requester[:2], "requesterNumber": requester[2:]}
    try:
        said = fetch.ask(f"{settings.TAX_REGISTER_URL}/check-vat-number", question, timeout=settings.TAX_REGISTER_SECONDS)
    except (fetch.Unanswered, BusinessError) as refusal:
        return Answer("unreachable", problem=str(refusal)[:60] or "no answer")
    if not isinstance(said.get("valid"), bool):
        return Answer("unreachable", problem=_problem(said))
    return Answer(
        "valid" if said["valid"] else "invalid",
        consultation_no=str(said.get("requestIdentifier") or "")[:40],
        name=_told(said.get("name"))[:200],
        address=_told(said.get("address")),
    )


def _prefix(country: str) -> str:
    return PREFIX_OF.get(country, country)


def _bare(country: str, number: str) -> str:
    return number.removeprefix(_prefix(country))


def _told(value: object) -> str:
    text = str(value or "").strip()
    return "" if text == BLANK else text


def _problem(said: dict[str, object]) -> str:
    wrappers = said.get("errorWrappers")
    first = wrappers[0] if isinstance(wrappers, list) and wrappers else {}
    return str(first.get("error") if isinstance(first, dict) else "")[:60] or "no answer"
