"""What the demo knows of its customers: files filled by a clerk, approved by the officer, a few of them riskier or unfinished."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from o2c.accounts.customers.models import Customer
from o2c.compliance.kyc import services
from o2c.compliance.kyc.models import KycFile
from o2c.core.clock import local_today
from o2c.core.files.storage import Blob, store
from o2c.story.cast import Cast

OWNERS = ["Ingrid Halvorsen", "Paul Marchand", "Edith Brand", "Tom Whitfield", "Rosa Conti"]
STANDARD, HIGH, UNFINISHED = 7, 23, 31  # every so many customers
UNTIL_SECOND = 2  # of those of high risk, every so many have both approvals


def know(customer: Customer, cast: Cast, number: int) -> KycFile:
    """The customer's file as far as the story lets it come."""
    clerk, officer = cast.by_role["compliance_clerk"], cast.by_role["compliance_officer"]
    riskier = number % STANDARD == 0 or number % HIGH == 0
    volume, industry = "large" if riskier else "small", "arms" if number % HIGH == 0 else "ordinary"
    file = services.open_kyc_file(customer, volume=volume, industry=industry, actor=clerk)
    services.answer_kyc(file.pk, code="kyc_business_purpose", text="Advertises what it sells to its own customers.", actor=clerk)
    if number % UNFINISHED == 0:
        return file
    services.add_kyc_document(file.pk, _paper("Register extract", customer), code="kyc_register_extract", actor=clerk)
    if riskier:
        _more(file, customer, cast, number)
    services.submit_kyc_file(file.pk, actor=clerk)
    file = services.approve_kyc_file(file.pk, actor=officer)
    if number % HIGH == 0 and number % UNTIL_SECOND == 0:
        file = services.approve_kyc_file(file.pk, actor=cast.another("compliance_officer"))
    return file


def _more(file: KycFile, customer: Customer, cast: Cast, number: int) -> None:
    """Owners with a holding between, identities with an end, and what high risk asks besides."""
    clerk = cast.by_role["compliance_clerk"]
    name = OWNERS[number % len(OWNERS)]
    holding = services.add_owner(
        file.pk, kind="organisation", name=f"{name.split()[1]} Holding", country=customer.country, percent=Decimal(60), actor=clerk
    )
    services.add_owner(file.pk, kind="person", name=name, country=customer.country, owned=holding, percent=Decimal(80), actor=clerk)
    end = local_today() + timedelta(days=30 + number * 11)
    for code in ("kyc_signatory_identity", "kyc_owner_identity"):
        services.add_kyc_document(file.pk, _paper("Passport", customer), code=code, expires_on=end, actor=clerk)
    for code in ("kyc_source_of_funds", "kyc_adverse_press"):
        services.answer_kyc(file.pk, code=code, text="Two years of accounts and the press were read: nothing of note.", actor=clerk)


def _paper(title: str, customer: Customer) -> Blob:
    return store(BytesIO(f"%PDF-1.7\n% {title} of {customer.number}, made up for the demo\n".encode()), f"{title} {customer.number}.pdf")
