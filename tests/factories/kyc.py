"""A know-your-customer file that others have approved, and one that can be submitted."""

from datetime import date, timedelta
from io import BytesIO

from django.utils import timezone
from factories.accounts import CustomerFactory
from people import person

from o2c.accounts.customers.models import Customer
from o2c.compliance.kyc import services
from o2c.compliance.kyc.models import KycDocument, KycFile
from o2c.core.access.models import User
from o2c.core.clock import local_today
from o2c.core.files.models import StoredFile
from o2c.core.files.storage import Blob, store


def known(customer: Customer, *, until: date | None = None) -> KycFile:
    """An approved file of low risk, as if somebody had worked on it long ago."""
    asked, agreed = person("compliance_clerk", name="Kim Known"), person("compliance_officer", name="Kay Known")
    file = KycFile.objects.create(
        customer=customer,
        state="approved",
        risk_class="low",
        submitted_by=asked,
        submitted_at=timezone.now(),
        approved_by=agreed,
        approved_at=timezone.now(),
        next_review_on=until or local_today() + timedelta(days=700),
    )
    stored, _made = StoredFile.objects.get_or_create(sha256="0" * 64, defaults={"size": 1, "mime": "application/pdf"})
    KycDocument.objects.create(file=file, code="kyc_register_extract", name="Extract.pdf", stored=stored)
    file.answers.create(code="kyc_business_purpose", text="Sells shoes and advertises them.")
    return file


def filler() -> User:
    return person("compliance_clerk", name="Fay Filler")


def paper(name: str = "extract.pdf") -> Blob:
    return store(BytesIO(b"%PDF-1.7 " + name.encode()), name)


def filled(customer: Customer | None = None, **facts: object) -> KycFile:
    """A file with everything its risk class asks for, not yet submitted."""
    file = services.open_kyc_file(customer or CustomerFactory(country="DE"), **facts, actor=filler())
    services.add_kyc_document(file.pk, paper(), code="kyc_register_extract", actor=filler())
    services.answer_kyc(file.pk, code="kyc_business_purpose", text="Sells shoes", actor=filler())
    if file.risk_class != "low":
        services.add_owner(file.pk, kind="person", name="Ada Owner", country="DE", percent=100, actor=filler())
        end = local_today() + timedelta(days=900)
        for code in ["kyc_signatory_identity", *(["kyc_owner_identity"] if file.risk_class == "high" else [])]:
            services.add_kyc_document(file.pk, paper("passport.pdf"), code=code, expires_on=end, actor=filler())
    if file.risk_class == "high":
        for code in ("kyc_source_of_funds", "kyc_adverse_press"):
            services.answer_kyc(file.pk, code=code, text="Looked at; nothing", actor=filler())
    file.refresh_from_db()
    return file
