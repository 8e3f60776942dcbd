"""The paper and the XML of a posted document: made right after the commit, once, then kept under their hashes."""

import logging
from dataclasses import dataclass
from io import BytesIO

from django.db.models import QuerySet
from facturx import generate_from_binary  # type: ignore[import-untyped]

from o2c.billing.documents.engine.cii import cii
from o2c.billing.documents.engine.ubl import ubl
from o2c.billing.documents.frozen import invoice_of
from o2c.billing.documents.models import Document, Rendering
from o2c.billing.documents.queries import documents
from o2c.billing.documents.services.delivery import dispatch
from o2c.billing.documents.services.posting import RENDER
from o2c.billing.documents.sheet import document_sheet, language_of
from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.audit.services import record
from o2c.core.errors import Conflict
from o2c.core.files.services import attach
from o2c.core.files.storage import Blob, store
from o2c.core.jobs.progress import Progress
from o2c.core.jobs.services import request
from o2c.core.letters.typesetting import STANDARD, WITH_ATTACHMENTS, typeset
from o2c.core.verbs import lock_one, verb

PAPER, XML = "document", "document_xml"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Papers:
    pdf: Blob
    xml: Blob | None
    language: str


class NotAllRendered(Exception):
    """Some papers could not be made; the night tries again."""


def render_documents(j: Progress) -> None:
    """The run: papers of the documents that were just posted."""
    _render(j, j.arguments["documents"])


def render_missing(j: Progress) -> None:
    """The night's step: papers that are still missing, whatever the reason."""
    _render(j, list(unrendered().values_list("pk", flat=True)))


def unrendered() -> QuerySet[Document]:
    """Documents issued here that have no paper yet, oldest first."""
    return Document.objects.filter(origin="own", rendering=None).order_by("pk")


def _render(j: Progress, ids: list[int]) -> None:
    """Killed at any point, it goes on behind the last one kept. One that fails does not keep the others waiting."""
    done = j.cursor.get("done", 0)
    left = [pk for pk in sorted(ids) if pk > done]
    j.total(len(ids))
    failed = []
    for document in Document.objects.filter(pk__in=left, rendering=None).select_related("original", "rebill_of", "account").order_by("pk"):
        try:
            papers = make_papers(document)
        except Exception:
            logger.exception("document %s was not rendered", document.number)
            failed.append(document.number)
            continue
        with j.chunk(cursor={"done": document.pk}):
            keep_rendering(document.pk, papers, actor=j.actor)
    if failed:
        raise NotAllRendered(", ".join(failed))


def make_papers(document: Document) -> Papers:
    """PDF/A of the document, with the XML of its profile: Factur-X inside the PDF (and beside it), UBL beside it only."""
    language, wanted = language_of(document), (document.parties or {}).get("format", "")
    standard = WITH_ATTACHMENTS if wanted == "facturx" else STANDARD
    pdf = typeset("document", language, document_sheet(document), dated=document.document_date, standard=standard)
    if not wanted:
        return Papers(store(BytesIO(pdf), f"{document.number}.pdf"), None, language)
    invoice = invoice_of(document)
    xml = ubl(invoice) if wanted == "ubl" else cii(invoice)
    if wanted == "facturx":
        pdf = with_xml(pdf, xml, document, language)
    return Papers(store(BytesIO(pdf), f"{document.number}.pdf"), store(BytesIO(xml), f"{document.number}.xml"), language)


def with_xml(pdf: bytes, xml: bytes, document: Document, language: str) -> bytes:
    """Factur-X: the PDF/A-3 with its XML inside, checked against the schema on the way. Source: Factur-X 1.0, profile EN 16931."""
    said = {"author": document.parties["seller"]["name"], "title": document.number, "subject": str(document), "keywords": "Factur-X"}  # type: ignore[index]
    made: bytes = generate_from_binary(pdf, xml, flavor="factur-x", level="en16931", check_xsd=True, pdf_metadata=said, lang=language)
    return made


@verb("billing.remake_papers")
def remake_papers(pk: int, *, actor: User) -> Document:
    """Try once more to make the papers of a document that has none; made ones are never replaced. Raises Conflict "document_has_papers"."""
    document = lock_one(documents(actor).filter(origin="own"), pk)
    if Rendering.objects.filter(document=document).exists():
        raise Conflict("document_has_papers", number=document.number)
    request(RENDER, key=f"again:{document.pk}", actor=the_night(), arguments={"documents": [document.pk]})
    record("document.papers_asked", document, actor=actor)
    return document


@verb("billing.keep_rendering")
def keep_rendering(pk: int, papers: Papers, *, actor: User) -> Rendering:
    """Name the papers of a document, once; what is named is never replaced. Then it goes to the customer."""
    document = Document.objects.select_for_update(no_key=True).get(pk=pk)
    if (kept := Rendering.objects.filter(document=document).first()) is not None:
        return kept
    pdf = attach(document, papers.pdf, kind=PAPER, actor=actor).file
    xml = attach(document, papers.xml, kind=XML, actor=actor).file if papers.xml else None
    rendering = Rendering.objects.create(document=document, pdf=pdf, xml=xml, language=papers.language)
    record("document.rendered", document, actor=actor, pdf=papers.pdf.sha256, xml=papers.xml.sha256 if papers.xml else None)
    dispatch(rendering, actor=actor)
    return rendering
