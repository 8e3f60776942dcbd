"""The paper of a document: made once from what was frozen, byte-identical ever after, with an XML the standard accepts."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from factories.accounts import BillingProfileFactory
from factories.billing import billable, issued, new_line
from facturx import get_xml_from_pdf, xml_check_xsd
from people import person
from pypdf import PdfReader

from o2c.accounts.customers.models import Address
from o2c.billing.documents.engine.cii import cii
from o2c.billing.documents.frozen import invoice_of
from o2c.billing.documents.models import Delivery, Document, Rendering
from o2c.billing.documents.services.rendering import keep_rendering, make_papers
from o2c.billing.documents.sheet import document_sheet
from o2c.core.files.models import Attachment
from o2c.core.files.storage import path_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def rendered(document: Document) -> Rendering:
    return keep_rendering(document.pk, make_papers(document), actor=person("system"))


def bytes_of(sha256: str) -> bytes:
    with default_storage.open(path_of(sha256)) as content:
        return bytes(content.read())


def profiled(channel: str, address: str = "", **facts: object) -> Document:
    profile = BillingProfileFactory(channel=channel, channel_address=address, **facts)
    account = billable(customer=profile.customer, billing_profile=profile, buyer="DE")
    line = new_line(
        "99.99", description="Native advertising", service_from=date(2026, 2, 1), service_until=date(2026, 3, 1), order_number="PO-7"
    )
    return issued(account, lines=[line])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["Facture", "Autoliquidation", "indemnité forfaitaire de 40 €", "À régler"]),
        ("de", ["Rechnung", "Steuerschuldnerschaft des Leistungsempfängers", "Zahlbar bis"]),
        ("es", ["Factura", "Inversión del sujeto pasivo", "indemnización fija de 40 EUR"]),
        ("en", ["Invoice", "Reverse charge", "fixed sum of EUR 40"]),
    ],
)
def test_the_paper_speaks_the_language_of_its_reader(language: str, words: list[str]) -> None:
    document = profiled("email", language=language)
    shown = text_of(bytes_of(make_papers(document).pdf.sha256))
    for word in [*words, document.number, "PO-7", "RF", "FR83404833048"]:
        assert word.replace(" ", "") in shown.replace(" ", ""), word


def test_factur_x_carries_the_xml_the_schema_accepts() -> None:
    document = profiled("e_invoice", "invoices@buyer.example")
    papers = make_papers(document)
    name, xml = get_xml_from_pdf(BytesIO(bytes_of(papers.pdf.sha256)), check_xsd=True)
    assert name == "factur-x.xml"
    assert papers.xml is not None
    assert bytes_of(papers.xml.sha256) == xml
    assert document.number.encode() in xml
    assert b"VATEX-EU-AE" in xml


def test_ubl_goes_beside_the_paper_for_the_network() -> None:
    document = profiled("e_invoice", "0204:991-1234512345-06")
    papers = make_papers(document)
    assert papers.xml is not None
    xml = bytes_of(papers.xml.sha256)
    assert b"urn:fdc:peppol.eu:2017:poacc:billing:3.0" in xml
    assert b'schemeID="0204">991-1234512345-06<' in xml


def test_credit_notes_and_taxed_invoices_pass_the_schema() -> None:
    account = billable()
    original = issued(account, "10.05", "20.10")
    line = original.lines.order_by("position")[0]
    credit = issued(account, kind="credit_note", original_id=original.pk, lines=[new_line("5", original_line_id=line.pk)])
    for document in (original, credit):
        assert xml_check_xsd(cii(invoice_of(document)), flavor="factur-x", level="en16931")


def test_what_is_kept_is_never_replaced_and_shows_the_old_address() -> None:
    document = issued(billable())
    kept = rendered(document)
    Address.objects.filter(customer=document.customer).update(city="Hamburg")
    assert rendered(document).pk == kept.pk
    assert "Berlin" in text_of(bytes_of(kept.pdf.sha256))
    assert document_sheet(Document.objects.get(pk=document.pk))["recipient"][-1].endswith(("Berlin", "FRANCE"))
    assert Attachment.objects.filter(object_type="billing.document", object_id=document.pk, kind="document").count() == 1
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("stream", ["goods", "services"])
def test_each_stream_has_its_own_columns(stream: str) -> None:
    document = issued(
        billable(),
        stream=stream,
        lines=[new_line("12.50", quantity=Decimal(4), service_from=date(2026, 3, 3), service_until=date(2026, 3, 4))],
    )
    shown = text_of(bytes_of(make_papers(document).pdf.sha256))
    assert {"goods": "Article", "services": "Performed"}[stream] in shown


def test_the_payment_code_is_for_euro_transfers_only() -> None:
    assert document_sheet(issued(billable()))["payment"]["code"].startswith("<svg")
    assert document_sheet(issued(billable(seller="GB", buyer="GB", currency="GBP")))["payment"]["code"] == ""
