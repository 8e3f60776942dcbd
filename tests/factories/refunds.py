"""A desk where refunds are worked: a cleared customer with credits, a verified bank account, and the people who take part."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from factories.accounts import BankAccountFactory, PaymentMethodFactory
from factories.billing import open_account, open_months, posted
from factories.compliance import screened
from people import person

from o2c.accounts.customers.models import BankAccount, Customer
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import OpenItem
from o2c.billing.refunds import services
from o2c.billing.refunds.models import CardCapture, PaymentFile, RefundRequest
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.clock import local_today
from o2c.core.dates import add_months, first_of_month
from o2c.core.entities.models import OwnBankAccount
from o2c.core.limits.models import Limit

OURS = "FR7630006000011234567890189"


@dataclass(slots=True)
class Desk:
    account: FinancialAccount
    credit: OpenItem
    bank: BankAccount
    clerk: User
    approver: User
    finance: User

    @property
    def customer(self) -> Customer:
        return self.account.customer

    @property
    def today(self) -> date:
        return local_today(self.account.entity)

    def draft(self, amount: str = "200.00", **facts: object) -> RefundRequest:
        given = {"amounts": {self.credit.pk: Decimal(amount)}, "bank_account": self.bank, "reason": "Paid twice", **facts}
        return services.draft_refund(self.account.pk, actor=self.clerk, **given)  # type: ignore[arg-type]

    def submitted(self, amount: str = "200.00", **facts: object) -> RefundRequest:
        return services.submit_refund(self.draft(amount, **facts).pk, actor=self.clerk)

    def approved(self, amount: str = "200.00", **facts: object) -> RefundRequest:
        return self.agree(self.submitted(amount, **facts), self.approver)

    def released(self, amount: str = "200.00", **facts: object) -> RefundRequest:
        return services.release_refund(self.approved(amount, **facts).pk, actor=self.finance)

    def filed(self, *refunds: RefundRequest) -> PaymentFile:
        own = own_account(self.account)
        return services.make_payment_file(own.pk, refund_ids=[refund.pk for refund in refunds], actor=self.finance)

    def sent(self, amount: str = "200.00") -> RefundRequest:
        refund = self.released(amount)
        services.fetch_payment_file(self.filed(refund).pk, actor=self.finance)
        refund.refresh_from_db()
        return refund

    def agree(self, refund: RefundRequest, *people: User) -> RefundRequest:
        for each in people:
            decide_approval(pending(refund).pk, approve=True, actor=each)
        refund.refresh_from_db()
        return refund


def desk(credit: str = "500.00", *, cleared: bool = True, **facts: object) -> Desk:
    """A customer that compliance cleared just now, with one receipt on its account, and bank details known for long."""
    account = open_account(**facts)
    open_months(account.entity, add_months(first_of_month(local_today()), -13), 16)
    day = local_today(account.entity) - timedelta(days=10)
    bank = verified(account.customer)
    if cleared:
        screened(account.customer)
    receipt = posted(account, credit, day, "receipt", reference="Bank 4711")
    return Desk(account, receipt, bank, person("clerk"), person("approver"), person("finance"))


def verified(customer: Customer, *, days: int = 90, by: User | None = None, **facts: object) -> BankAccount:
    """Bank details entered so many days ago and verified by somebody else."""
    entered = by or person("sales", name="Elsa Enters")
    return BankAccountFactory(
        customer=customer, state="verified", created_by=entered, verified_by=person("sales", name="Vera Verifies"),
        verified_at=timezone.now(), created_at=timezone.now() - timedelta(days=days), **facts,
    )  # type: ignore[no-any-return]  # fmt: skip


def captured(customer: Customer, amount: str = "150.00") -> CardCapture:
    card = PaymentMethodFactory(
        customer=customer, kind="card", processor="acquirer", token=f"tok-refund-{customer.pk}-a", brand="Visa", last4="4242",
        holder="A", expires=date(2035, 1, 1),
    )  # fmt: skip
    return CardCapture.objects.create(
        method=card, customer=customer, reference=f"cap-{customer.pk}", amount=Decimal(amount), currency="EUR", captured_on=date(2026, 1, 5)
    )


def own_account(account: FinancialAccount, **facts: object) -> OwnBankAccount:
    given = {"name": "Main", "bic": "BNPAFRPP", "currency": account.currency, **facts}
    own, _made = OwnBankAccount.objects.get_or_create(iban=OURS, entity=account.entity, defaults=given)
    return own


def two_persons_up_to(amount: str, account: FinancialAccount) -> Limit:
    return Limit.objects.create(
        kind="refund_two_persons", entity=account.entity, currency=account.currency, value=Decimal(amount), starts_on=date(2020, 1, 1),
        state="active", reason="House rule",
    )  # fmt: skip


def pending(refund: RefundRequest) -> ApprovalRequest:
    return ApprovalRequest.objects.get(subject_type="billing.refundrequest", subject_id=refund.pk, state="pending")


def report(original: str, *answers: tuple[str, str], group: str = "PART", message: str = "BANK-1") -> bytes:
    """A pain.002 of a bank: (end-to-end id, status) per payment."""
    one = "<TxInfAndSts><OrgnlEndToEndId>{}</OrgnlEndToEndId><TxSts>{}</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>"
    rows = "".join(one.format(*answer) for answer in answers)
    return f"""<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>{message}</MsgId><CreDtTm>{timezone.now():%Y-%m-%dT%H:%M:%S}</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>{original}</OrgnlMsgId><GrpSts>{group}</GrpSts></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>X</OrgnlPmtInfId>{rows}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>""".encode()
