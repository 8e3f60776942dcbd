"""A file is filled, submitted and approved through its pages; who may not, does not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from factories.accounts import CustomerFactory
from factories.kyc import known
from people import person

from o2c.compliance.kyc.models import KycDocument, KycFile, Owner, OwnerShare

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stored(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def browser(role: str, **named: str) -> Client:
    client = Client()
    client.force_login(person(role, **named), backend="django.contrib.auth.backends.ModelBackend")
    return client


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("extract.pdf", b"%PDF-1.7 extract", content_type="application/pdf")


def test_a_clerk_fills_it_and_an_officer_approves_it():
    customer, clerk = CustomerFactory(country="DE"), browser("clerk")
    facts = {"customer": str(customer.public_id), "industry": "gambling", "volume": "small"}
    opened = clerk.post(reverse("kyc_new"), facts)
    file = KycFile.objects.get()
    assert opened.url == file.get_absolute_url()
    shown = clerk.get(opened.url).content.decode()
    for words in ("Extract from the commercial register", "missing", "The industry", "cannot become active"):
        assert words in shown
    assert clerk.post(reverse("kyc_move", args=[file.public_id, "submit"])).status_code == 302
    assert KycFile.objects.get().state == "incomplete"

    clerk.post(reverse("kyc_document_add", args=[file.public_id, "kyc_register_extract"]), {"file": pdf()})
    clerk.post(reverse("kyc_answer", args=[file.public_id, "kyc_business_purpose"]), {"text": "Runs a betting shop"})
    refused = clerk.post(reverse("kyc_document_add", args=[file.public_id, "kyc_signatory_identity"]), {"file": pdf()})
    assert refused.status_code == 422
    clerk.post(reverse("kyc_document_add", args=[file.public_id, "kyc_signatory_identity"]), {"file": pdf(), "expires_on": "+400"})
    holding = {"kind": "organisation", "name": "Betting Holding", "country": "DE", "percent": "100"}
    clerk.post(reverse("kyc_owner_add", args=[file.public_id]), holding)
    company = Owner.objects.get()
    person_of_it = {"kind": "person", "name": "Ada Owner", "birth_date": "1966-09", "owned": str(company.public_id), "percent": "30"}
    assert clerk.post(reverse("kyc_owner_add", args=[file.public_id]), {**person_of_it, "birth_date": "8/9/66"}).status_code == 422
    clerk.post(reverse("kyc_owner_add", args=[file.public_id]), person_of_it)
    shown = clerk.get(file.get_absolute_url()).content.decode()
    for words in ("Ada Owner", "beneficial owner", "30.00"):
        assert words in shown
    clerk.post(reverse("kyc_move", args=[file.public_id, "submit"]))
    assert KycFile.objects.get().state == "in_review"

    officer = browser("compliance_officer")
    officer.post(reverse("kyc_move", args=[file.public_id, "approve"]))
    assert KycFile.objects.get().state == "approved"
    assert "valid" in officer.get(reverse("kyc_of_customer", args=[customer.public_id])).content.decode()
    document = KycDocument.objects.first()
    assert b"".join(officer.get(reverse("kyc_document", args=[document.public_id])).streaming_content) == b"%PDF-1.7 extract"


def test_owners_and_documents_end_through_their_buttons():
    file = known(CustomerFactory())
    KycFile.objects.update(state="review_due")
    clerk = browser("compliance_clerk")
    clerk.post(reverse("kyc_owner_add", args=[file.public_id]), {"kind": "person", "name": "Ada Owner", "percent": "60"})
    share = OwnerShare.objects.get()
    clerk.post(reverse("kyc_share_add", args=[share.owner.public_id]), {"percent": "30"})
    assert OwnerShare.objects.count() == 1
    clerk.post(reverse("kyc_share_end", args=[share.public_id]))
    clerk.post(reverse("kyc_owner_end", args=[share.owner.public_id]))
    assert Owner.objects.get().ended_at is not None
    document = KycDocument.objects.get()
    assert clerk.post(reverse("kyc_document_end", args=[document.public_id]), {"reason": ""}).status_code == 422
    clerk.post(reverse("kyc_document_end", args=[document.public_id]), {"reason": "An older extract"})
    assert KycDocument.objects.get().ended_at is not None
    version = KycFile.objects.get().version
    facts = {"industry": "crypto", "volume": "large", "version": version}
    assert clerk.post(reverse("kyc_edit", args=[file.public_id]), facts).status_code == 302
    assert KycFile.objects.get().risk_class == "high"


@pytest.mark.parametrize("role", ["sales_support", "collector", "finance"])
def test_others_see_no_file(role):
    file = known(CustomerFactory())
    client = browser(role)
    for name, args in [("kyc_files", []), ("kyc_file", [file.public_id]), ("kyc_of_customer", [file.customer.public_id])]:
        assert client.get(reverse(name, args=args)).status_code == 403


def test_a_file_of_another_region_is_not_found():
    file = known(CustomerFactory(country="DE"))
    assert browser("compliance_clerk", name="Lola Limited").get(file.get_absolute_url()).status_code == 200
    person("compliance_clerk", name="Rita Region", region="FR")
    client = Client()
    client.force_login(person(name="Rita Region"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(file.get_absolute_url()).status_code == 404
    assert client.get(reverse("kyc_document", args=[KycDocument.objects.get().public_id])).status_code == 404


def test_a_note_is_written_on_a_file():
    file = known(CustomerFactory())
    client = browser("compliance_clerk")
    client.post(reverse("note_new", args=["compliance.kycfile", file.public_id]), {"text": "Asked for the extract by mail"})
    assert "Asked for the extract" in client.get(file.get_absolute_url()).content.decode()


def test_a_line_that_is_not_on_the_list_is_not_found():
    file = known(CustomerFactory())
    client = browser("compliance_clerk")
    assert client.get(reverse("kyc_answer", args=[file.public_id, "kyc_register_extract"])).status_code == 404
    assert client.get(reverse("kyc_document_add", args=[file.public_id, "nonsense"])).status_code == 404
