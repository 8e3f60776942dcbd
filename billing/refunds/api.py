"""REST's door to refunds: read and ask, and what the card processor tells us."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.accounts.customers.models import BankAccount
from o2c.accounts.financial_accounts.queries import financial_accounts
from o2c.accounts.payment_methods.queries import payment_methods
from o2c.billing.refunds import queries, services
from o2c.billing.refunds.filters import RefundFilter
from o2c.billing.refunds.models import CardCapture, RefundRequest, RefundState, StatusReport
from o2c.billing.refunds.rules import spread
from o2c.core.errors import BusinessError
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.rest.shapes import MoneyShape, PaperShape


class RefundShape(serializers.Serializer[RefundRequest]):
    """A refund with its trail: who did what, and what the bank said. Of a bank account: never more than its end."""

    id = serializers.UUIDField(source="public_id")
    number = serializers.CharField()
    customer = serializers.UUIDField(source="customer.public_id")
    account = serializers.CharField(source="account.number")
    entity = serializers.CharField(source="entity.code")
    amount = MoneyShape(read_only=True)
    bank_account = serializers.CharField(source="bank_account.masked", default=None, allow_null=True)
    capture = serializers.CharField(source="capture.reference", default=None, allow_null=True)
    reason = serializers.CharField()
    state = serializers.ChoiceField(RefundState.choices)
    outcome = serializers.CharField()
    drafted_by = serializers.CharField(source="created_by.name", default=None, allow_null=True)
    approved_by = serializers.CharField(source="approved_by.name", default=None, allow_null=True)
    released_by = serializers.CharField(source="released_by.name", default=None, allow_null=True)
    end_to_end = serializers.CharField(source="payment.end_to_end", default=None, allow_null=True)
    bank_status = serializers.CharField(source="payment.status", default="")
    confirmed_on = serializers.DateField(source="payment.confirmed_on", default=None, allow_null=True)
    returned_on = serializers.DateField(source="payment.returned_on", default=None, allow_null=True)


class RefundList(Endpoint):
    """Refunds, newest first; `?state=`, `?customer=`, `?account=`, `?entity=`, `?paid_from=` narrow them."""

    permission, Output, Filter = queries.VIEW, RefundShape, RefundFilter

    def get(self) -> Response:
        return self.listed(queries.refunds(self.actor))


class RefundAsk(Endpoint):
    """Draft a refund of an account's oldest credits, to a verified bank account or back to a card payment."""

    permission, Output = "billing.draft_refund", RefundShape

    class Input(serializers.Serializer[Any]):
        account = serializers.CharField(max_length=40)
        amount = MoneyShape()
        bank_account = serializers.UUIDField(required=False, allow_null=True)
        capture = serializers.CharField(max_length=80, required=False)
        reason = serializers.CharField(max_length=1000)

    def post(self) -> Response:
        given, actor = self.input(), self.actor
        account = self.chosen(financial_accounts(actor), "account", given["account"], by="number")
        asked, capture = given.get("bank_account"), given.get("capture")
        banks = BankAccount.objects.filter(customer=account.customer_id)
        amount, available = given["amount"], [(item.pk, item.free) for item in queries.credits_of(account)]
        amounts = spread(amount.value, available) if amount.currency == account.currency else {}
        if amounts and sum(amounts.values()) < amount.value:
            free = sum(free for _key, free in available)
            raise BusinessError(
                "refund_exceeds_free_credit", field="amount", reference=account.number, free=free, currency=account.currency
            )
        refund = services.draft_refund(
            account.pk,
            amounts=amounts,
            bank_account=self.chosen(banks, "bank_account", asked) if asked else None,
            capture=self.chosen(queries.captures(actor).filter(customer=account.customer_id), "capture", capture, by="reference")
            if capture
            else None,
            reason=given["reason"],
            actor=actor,
        )
        return self.created(queries.refunds(actor).get(pk=refund.pk))


class RefundRead(Endpoint):
    """One refund with its trail."""

    permission, Output = queries.VIEW, RefundShape

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(queries.refunds(self.actor), public_id))


class CardRefundPaid(Endpoint):
    """The processor paid the refund back to the card."""

    permission, Output = "billing.confirm_refund_payment", RefundShape

    class Input(serializers.Serializer[Any]):
        on = serializers.DateField()
        reference = serializers.CharField(max_length=80)

    def post(self, public_id: UUID) -> Response:
        refund = self.one(queries.refunds(self.actor).filter(capture__isnull=False), public_id)
        services.confirm_refund_payment(refund.pk, actor=self.actor, **self.input())
        return self.created(queries.refunds(self.actor).get(pk=refund.pk))


class CardRefundRefused(Endpoint):
    """The processor could not pay the refund: the customer has its credit again."""

    permission, Output = "billing.return_refund_payment", RefundShape

    class Input(serializers.Serializer[Any]):
        on = serializers.DateField()
        reason = serializers.CharField(max_length=140)

    def post(self, public_id: UUID) -> Response:
        refund = self.one(queries.refunds(self.actor).filter(capture__isnull=False), public_id)
        services.return_refund_payment(refund.pk, actor=self.actor, **self.input())
        return self.created(queries.refunds(self.actor).get(pk=refund.pk))


class CaptureRecord(Endpoint):
    """A card was charged: the processor's reference and the amount, up to which refunds can go back to it."""

    permission = "billing.record_capture"

    class Input(serializers.Serializer[Any]):
        reference = serializers.CharField(max_length=80)
        amount = MoneyShape()
        captured_on = serializers.DateField()

    class Output(serializers.Serializer[CardCapture]):
        id = serializers.UUIDField(source="public_id")
        method = serializers.UUIDField(source="method.public_id")
        reference = serializers.CharField()
        amount = MoneyShape(read_only=True)
        captured_on = serializers.DateField()

    def post(self, public_id: UUID) -> Response:
        method = self.one(payment_methods(self.actor), public_id)
        capture = services.record_capture(method.pk, actor=self.actor, **self.input())
        capture.refresh_from_db()
        return self.created(capture)


class StatusReportTake(Endpoint):
    """A bank's pain.002. The same file again answers with the report it was."""

    permission = "billing.take_status_report"

    class Input(serializers.Serializer[Any]):
        file = PaperShape()

    class Output(serializers.Serializer[StatusReport]):
        id = serializers.UUIDField(source="public_id")
        message_id = serializers.CharField()
        original_id = serializers.CharField()
        confirmed = serializers.IntegerField()
        returned = serializers.IntegerField()
        noted = serializers.IntegerField()
        findings = serializers.ListField(child=serializers.DictField())

    def post(self) -> Response:
        report = services.take_status_report(self.input()["file"].content.getvalue(), actor=self.actor)
        report.refresh_from_db()
        return self.created(report)


urlpatterns = [
    endpoints("refunds", RefundList, RefundAsk, name="api_refunds"),
    endpoints("refunds/<uuid:public_id>", RefundRead, name="api_refund"),
    endpoints("refunds/<uuid:public_id>/card-confirmation", CardRefundPaid, name="api_card_refund_paid"),
    endpoints("refunds/<uuid:public_id>/card-refusal", CardRefundRefused, name="api_card_refund_refused"),
    endpoints("payment-methods/<uuid:public_id>/captures", CaptureRecord, name="api_captures"),
    endpoints("payment-status-reports", StatusReportTake, name="api_status_reports"),
]
