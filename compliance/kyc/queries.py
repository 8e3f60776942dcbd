"""The files, what they hold, and whether they count."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from o2c.accounts.customers.models import Customer
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.kyc.models import KycAnswer, KycDocument, KycFile, KycState, Owner, OwnerKind, OwnerShare
from o2c.compliance.kyc.rules import EXPIRING_DAYS
from o2c.compliance.kyc.rules.checklist import CHECKLISTS, DOCUMENT, Held, Line, checklist
from o2c.compliance.kyc.rules.owners import CUSTOMER, Share, names_enough
from o2c.compliance.kyc.rules.risk import RiskFacts
from o2c.compliance.screening.engine import Subject
from o2c.compliance.watchlists.readers import BirthDate, Identifier
from o2c.compliance.watchlists.readers.listed import Kind
from o2c.core.access.models import User
from o2c.core.access.queries import scope

VIEW = "compliance.view_kyc"
CONFIRMED = ["confirmed", "escalated", "blocked"]


def files(actor: User) -> QuerySet[KycFile]:
    """The files the actor may see, those due for review first."""
    people = ["submitted_by", "first_approved_by", "approved_by"]
    return scope(KycFile.objects, actor, VIEW).select_related("customer", *people).order_by("next_review_on", "pk")


def file_of(customer: Customer) -> KycFile | None:
    return KycFile.objects.filter(customer=customer).first()


def documents_of(file: KycFile) -> QuerySet[KycDocument]:
    """The documents in force."""
    return KycDocument.objects.filter(file=file, ended_at=None).select_related("stored", "created_by").order_by("code", "-pk")


def answers_of(file: KycFile) -> dict[str, KycAnswer]:
    """The latest answer to each question."""
    return {answer.code: answer for answer in KycAnswer.objects.filter(file=file).select_related("created_by").order_by("pk")}


def owners_of(file: KycFile) -> list[Owner]:
    return list(Owner.objects.filter(file=file, ended_at=None).order_by("pk"))


def shares_of(file: KycFile) -> list[OwnerShare]:
    return list(OwnerShare.objects.filter(file=file, ended_at=None).select_related("owner", "owned").order_by("pk"))


def graph(shares: Iterable[OwnerShare]) -> list[Share]:
    """The shares as the rules take them: the customer is node 0, an owner its id."""
    return [Share(share.owner_id, share.owned_id or CUSTOMER, share.percent, share.controls) for share in shares]


def subject_of(owner: Owner) -> Subject:
    """The owner as the screening takes it."""
    year, month, day = (*map(int, filter(None, owner.birth_date.split("-"))), 0, 0, 0)[:3]
    births = (BirthDate(year, month, day),) if year else ()
    numbers = (Identifier("registration", owner.reg_no, owner.country),) if owner.reg_no else ()
    nations = (owner.country,) if owner.country else ()
    kind: Kind = "person" if owner.kind == OwnerKind.PERSON else "organisation"
    return Subject(kind, (owner.name,), births=births, countries=nations, identifiers=numbers)


def listed_owners(file: KycFile) -> set[int]:
    """Ids of the owners whom somebody has confirmed to be a listed party, until that is overruled or released."""
    confirmed = ComplianceAlert.objects.filter(customer=file.customer_id, contact=None, state__in=CONFIRMED, subject__isnull=False)
    prints = set(confirmed.values_list("subject__fingerprint", flat=True))
    return {owner.pk for owner in owners_of(file) if subject_of(owner).fingerprint in prints}


def risk_facts(file: KycFile) -> RiskFacts:
    """What the file says that makes a customer risky or not."""
    owners = owners_of(file)
    return RiskFacts(
        countries=frozenset(filter(None, [file.customer.country, *(owner.country for owner in owners)])),
        industry=file.industry,
        volume=file.volume,
        complex_structure=file.complex_structure,
        not_met=file.not_met,
        has_pep=any(owner.is_pep for owner in owners),
        is_listed_company=file.is_listed_company,
    )


def held(file: KycFile) -> Held:
    """What the file holds, as its checklist asks."""
    ends: dict[str, date | None] = {}
    for document in documents_of(file):
        known = ends.get(document.code, date.min)
        ends[document.code] = None if known is None or document.expires_on is None else max(known, document.expires_on)
    persons = [owner.pk for owner in owners_of(file) if owner.kind == OwnerKind.PERSON]
    shares = [share for share in graph(shares_of(file)) if share.percent > Decimal(0) or share.controls]
    named = names_enough(shares, persons, nobody_over_a_quarter=file.nobody_over_a_quarter)
    return Held(ends, frozenset(answers_of(file)), named)


def lines(file: KycFile, *, today: date) -> list[Line]:
    """The checklist of the file's risk class, line by line."""
    return checklist(file.risk_class, held(file), today=today, soon=today + timedelta(days=EXPIRING_DAYS))


def to_review(day: date) -> QuerySet[KycFile]:
    """Approved files whose review has come, or one of whose required documents has expired."""
    required = sorted({requirement.code for level in CHECKLISTS.values() for requirement in level if requirement.kind == DOCUMENT})
    due = Q(next_review_on__lte=day) | Q(pk__in=_with_expired(day, required))
    return KycFile.objects.filter(due, state=KycState.APPROVED).select_related("customer").order_by("pk")


def _with_expired(day: date, required: list[str]) -> QuerySet[KycDocument]:
    """Ids of files with a required document that ended, and none of the same kind still in force."""
    newer = KycDocument.objects.filter(
        Q(expires_on=None) | Q(expires_on__gt=day), file=OuterRef("file"), code=OuterRef("code"), ended_at=None
    )
    gone = KycDocument.objects.filter(~Exists(newer), ended_at=None, code__in=required, expires_on__lte=day)
    return gone.values("file")  # type: ignore[return-value]


def without_valid_file(day: date) -> QuerySet[Customer]:
    """Active customers of our own whose file is missing, not approved, or past its review."""
    valid = KycFile.objects.filter(customer=OuterRef("pk"), state=KycState.APPROVED, next_review_on__gt=day)
    return Customer.objects.filter(~Exists(valid), state="active", origin="own").order_by("pk")
