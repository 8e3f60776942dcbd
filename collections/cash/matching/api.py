"""REST's door to matching: what waits with its reasons, what was booked, and the decisions a system may take."""

from typing import Any
from uuid import UUID

from django.urls import URLPattern
from rest_framework import serializers
from rest_framework.response import Response

from o2c.billing.ledger.models import OpenItem
from o2c.collections.cash.matching import queries, services, shown
from o2c.collections.cash.matching.models import Application, Deduction, MatchProposal, Mistake, ProposalState, Tier
from o2c.collections.cash.matching.tables import ApplicationFilter, CreditFilter, DeductionFilter, QueueFilter, suggested
from o2c.collections.cash.receipts.queries import VIEW
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.rest.shapes import MoneyShape


class MatchProposalShape(serializers.Serializer[MatchProposal]):
    """What the matcher makes of a receipt; `reasons` in the reader's words, `score` from 0 to 100."""

    id = serializers.UUIDField(source="public_id")
    receipt = serializers.UUIDField(source="receipt.public_id")
    payer = serializers.CharField(source="receipt.payer")
    text = serializers.CharField(source="receipt.text")
    value_on = serializers.DateField(source="receipt.value_on")
    amount = MoneyShape(read_only=True)
    unapplied = MoneyShape(read_only=True)
    tier = serializers.ChoiceField(Tier.choices)
    score = serializers.IntegerField()
    customer = serializers.UUIDField(source="customer.public_id", default=None, allow_null=True)
    account = serializers.CharField(source="account.number", default=None, allow_null=True)
    state = serializers.ChoiceField(ProposalState.choices)
    reasons = serializers.SerializerMethodField()

    def get_reasons(self, row: MatchProposal) -> list[str]:
        return shown.reasons(row)


class MatchProposalList(Endpoint):
    """Receipts that wait for a decision, surest first."""

    permission, Output, Filter = VIEW, MatchProposalShape, QueueFilter

    def get(self) -> Response:
        return self.listed(queries.open_proposals(self.actor))


class ApplicationShape(serializers.Serializer[Application]):
    """A decision that was booked; taken back when `undone_on` is set."""

    id = serializers.UUIDField(source="public_id")
    receipt = serializers.UUIDField(source="receipt.public_id")
    applied = MoneyShape(read_only=True)
    by_rule = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    undone_on = serializers.DateField(allow_null=True)
    undone_kind = serializers.CharField()
    undone_reason = serializers.CharField()


class ProposalConfirm(Endpoint):
    """Take a proposal as it is."""

    permission, Output = "collections.confirm_match", ApplicationShape

    def post(self, public_id: UUID) -> Response:
        proposal = self.one(queries.proposals(self.actor), public_id)
        return self.created(services.confirm_match(proposal.pk, actor=self.actor))


class ApplicationList(Endpoint):
    """Decisions that were booked, the latest first."""

    permission, Output, Filter = VIEW, ApplicationShape, ApplicationFilter

    def get(self) -> Response:
        return self.listed(queries.applications(self.actor))


class ApplicationUndo(Endpoint):
    """Take a booked decision back as a whole."""

    permission, Output = "collections.unallocate_receipt", ApplicationShape

    class Input(serializers.Serializer[Any]):
        on = serializers.DateField()
        reason = serializers.CharField(max_length=200)
        kind = serializers.ChoiceField(Mistake.choices, help_text="Money of a wrong customer is unidentified again.")

    def post(self, public_id: UUID) -> Response:
        application = self.one(queries.applications(self.actor), public_id)
        return self.shown(services.unallocate_receipt(application.pk, **self.input(), actor=self.actor))


class DeductionList(Endpoint):
    """What payers kept back, with its reason and what of it is still open."""

    permission, Filter = VIEW, DeductionFilter

    class Output(serializers.Serializer[Deduction]):
        id = serializers.UUIDField(source="public_id")
        customer = serializers.UUIDField(source="customer.public_id")
        invoice = serializers.CharField(source="invoice_item.reference")
        reason = serializers.CharField()
        note = serializers.CharField()
        amount = MoneyShape(read_only=True)
        open = MoneyShape("rest", read_only=True)

    def get(self) -> Response:
        return self.listed(queries.deductions(self.actor))


class CreditList(Endpoint):
    """Free credits of customers, oldest first, each with a suggested use in words."""

    permission, Filter = VIEW, CreditFilter

    class Output(serializers.Serializer[OpenItem]):
        id = serializers.UUIDField(source="public_id")
        customer = serializers.UUIDField(source="customer.public_id")
        account = serializers.CharField(source="account.number")
        kind = serializers.CharField()
        number = serializers.CharField(source="reference")
        value_on = serializers.DateField(source="due_date")
        free = MoneyShape("open_amount", read_only=True)
        suggested_use = serializers.SerializerMethodField()

        def get_suggested_use(self, row: OpenItem) -> str:
            return str(suggested(row))

    def get(self) -> Response:
        return self.listed(queries.free_credits(self.actor))


urlpatterns: list[URLPattern] = [
    endpoints("match-proposals", MatchProposalList, name="api_match_proposals"),
    endpoints("match-proposals/<uuid:public_id>/confirm", ProposalConfirm, name="api_match_confirm"),
    endpoints("applications", ApplicationList, name="api_applications"),
    endpoints("applications/<uuid:public_id>/undo", ApplicationUndo, name="api_application_undo"),
    endpoints("deductions", DeductionList, name="api_deductions"),
    endpoints("free-credits", CreditList, name="api_free_credits"),
]
