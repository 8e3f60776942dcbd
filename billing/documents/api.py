"""REST's door to documents: what was issued, its papers, drafts, and what became of deliveries."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.accounts.financial_accounts.queries import financial_accounts
from o2c.billing.documents import queries
from o2c.billing.documents.filters import DocumentFilter, DraftFilter
from o2c.billing.documents.models import Delivery, DeliveryState, Document, DocumentDraft, DocumentLine, Stream
from o2c.billing.documents.rules import NewLine
from o2c.billing.documents.services import drafts
from o2c.billing.documents.services.delivery import report_delivery
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.rest.shapes import MoneyShape

VIEW = "billing.view_ledger"


class DocumentShape(serializers.Serializer[Document]):
    id = serializers.UUIDField(source="public_id")
    number = serializers.CharField()
    kind = serializers.CharField()
    origin = serializers.CharField()
    stream = serializers.CharField()
    entity = serializers.CharField(source="entity.code")
    customer = serializers.UUIDField(source="customer.public_id")
    account = serializers.CharField(source="account.number")
    document_date = serializers.DateField()
    due_date = serializers.DateField()
    net = MoneyShape(read_only=True)
    tax = MoneyShape(read_only=True)
    gross = MoneyShape(read_only=True)
    reason_code = serializers.CharField()


class LineShape(serializers.Serializer[DocumentLine]):
    position = serializers.IntegerField()
    description = serializers.CharField()
    quantity = serializers.DecimalField(max_digits=20, decimal_places=8, coerce_to_string=True)
    unit = serializers.CharField()
    unit_price = serializers.DecimalField(max_digits=20, decimal_places=8, coerce_to_string=True)
    net = MoneyShape(read_only=True)
    tax_category = serializers.CharField()
    tax_rate = serializers.DecimalField(max_digits=7, decimal_places=4, coerce_to_string=True)
    service_from = serializers.DateField()
    service_until = serializers.DateField()
    order_number = serializers.CharField()


class WholeDocumentShape(DocumentShape):
    """The document with its lines and the hashes of its papers."""

    original = serializers.CharField(source="original.number", default=None)
    lines = LineShape(many=True)
    pdf_sha256 = serializers.CharField(source="rendering.pdf.sha256", default=None)
    xml_sha256 = serializers.CharField(source="rendering.xml.sha256", default=None)


class DocumentList(Endpoint):
    """Posted documents, the newest first."""

    permission, Output, Filter = VIEW, DocumentShape, DocumentFilter

    def get(self) -> Response:
        return self.listed(queries.documents(self.actor))


class DocumentDetail(Endpoint):
    permission, Output = VIEW, WholeDocumentShape

    def get(self, public_id: UUID) -> Response:
        rows = queries.documents(self.actor).select_related("original", "rendering__pdf", "rendering__xml").prefetch_related("lines")
        return self.shown(self.one(rows, public_id))


class PaperShape(serializers.Serializer[Any]):
    """A file as it was issued; `content` is base64."""

    name = serializers.CharField()
    sha256 = serializers.CharField()
    content = serializers.CharField()


class PaperList(Endpoint):
    """The papers of a document, the PDF and, where there is one, the XML: the very bytes that were issued."""

    permission = VIEW

    class Output(serializers.Serializer[Any]):
        papers = PaperShape(many=True)

    def get(self, public_id: UUID) -> Response:
        document = self.one(queries.documents(self.actor), public_id)
        return self.shown({"papers": queries.papers_of(document)})


class DraftShape(serializers.Serializer[DocumentDraft]):
    id = serializers.UUIDField(source="public_id")
    kind = serializers.CharField()
    state = serializers.CharField()
    account = serializers.CharField(source="account.number")
    document_date = serializers.DateField()
    net = MoneyShape(read_only=True)
    document = serializers.CharField(source="document.number", default=None)


class LineInput(serializers.Serializer[Any]):
    """A line to be; `service_until` is the first day after the service."""

    description = serializers.CharField(max_length=300)
    quantity = serializers.DecimalField(max_digits=20, decimal_places=8)
    unit = serializers.CharField(max_length=10, default="C62")
    unit_price = serializers.DecimalField(max_digits=20, decimal_places=8, min_value=0)
    service_from = serializers.DateField(required=False, allow_null=True)
    service_until = serializers.DateField(required=False, allow_null=True)
    order_number = serializers.CharField(max_length=60, required=False, allow_blank=True)
    original_line = serializers.IntegerField(min_value=1, required=False, help_text="Position of the line it credits.")


class DraftList(Endpoint):
    """Documents in the making, the latest first."""

    permission, Output, Filter = VIEW, DraftShape, DraftFilter

    def get(self) -> Response:
        return self.listed(queries.drafts(self.actor))


class DraftCreate(Endpoint):
    """Begin a document; a person posts it. `account` is the number of a financial account, `original` of the document a credit corrects."""

    permission, Output = "billing.create_draft", DraftShape

    class Input(serializers.Serializer[Any]):
        account = serializers.CharField(max_length=50)
        kind = serializers.ChoiceField(choices=sorted(drafts.BY_HAND))
        stream = serializers.ChoiceField(choices=[code for code in Stream.values if code], required=False)
        document_date = serializers.DateField()
        original = serializers.CharField(max_length=60, required=False)
        reason_code = serializers.CharField(max_length=40, required=False, allow_blank=True)
        buyer_reference = serializers.CharField(max_length=100, required=False, allow_blank=True)
        note = serializers.CharField(max_length=500, required=False, allow_blank=True)
        lines = LineInput(many=True, allow_empty=False)

    def post(self) -> Response:
        given = self.input()
        account = self.chosen(financial_accounts(self.actor), "account", given.pop("account"), by="number")
        original = given.pop("original", None)
        corrected = queries.documents(self.actor).filter(account__entity=account.entity, customer=account.customer)
        found = self.chosen(corrected, "original", original, by="number") if original else None
        positions = dict(found.lines.values_list("position", "pk")) if found else {}
        lines = [NewLine(original_line_id=positions.get(line.pop("original_line", None)), **line) for line in given.pop("lines")]
        draft = drafts.create_draft(account.pk, original_id=found.pk if found else None, lines=lines, actor=self.actor, **given)
        return self.created(queries.drafts(self.actor).get(pk=draft.pk))


class DeliveryShape(serializers.Serializer[Delivery]):
    id = serializers.UUIDField(source="public_id")
    document = serializers.CharField(source="document.number")
    channel = serializers.CharField()
    recipient = serializers.CharField()
    state = serializers.CharField()
    reason = serializers.CharField()


class DeliveryList(Endpoint):
    """Sendings of documents, the latest first: what a platform's connector takes from here."""

    permission, Output = VIEW, DeliveryShape
    many = True

    def get(self) -> Response:
        return self.listed(queries.deliveries(self.actor))


class DeliveryReport(Endpoint):
    """What became of a sending: `sent`, `accepted`, `delivered`, or `rejected` with a reason."""

    permission, Output = "billing.report_delivery", DeliveryShape

    class Input(serializers.Serializer[Any]):
        state = serializers.ChoiceField(choices=[state for state in DeliveryState.values if state != "queued"])
        reason = serializers.CharField(max_length=300, required=False, allow_blank=True)
        provider_id = serializers.CharField(max_length=100, required=False, allow_blank=True)

    def post(self, public_id: UUID) -> Response:
        sending, given = self.one(queries.deliveries(self.actor), public_id), self.input()
        report_delivery(sending.pk, given.pop("state"), actor=self.actor, **given)
        return self.shown(self.one(queries.deliveries(self.actor), public_id))


urlpatterns = [
    endpoints("documents", DocumentList, name="api_documents"),
    endpoints("documents/<uuid:public_id>", DocumentDetail, name="api_document"),
    endpoints("documents/<uuid:public_id>/papers", PaperList, name="api_document_papers"),
    endpoints("document-drafts", DraftList, DraftCreate, name="api_document_drafts"),
    endpoints("deliveries", DeliveryList, name="api_deliveries"),
    endpoints("deliveries/<uuid:public_id>/report", DeliveryReport, name="api_delivery_report"),
]
