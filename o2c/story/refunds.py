"""Money that goes back in the demo: one refund in each of a few states, a set-off, and a month handed over to finance."""

from datetime import date, timedelta

from o2c.accounts.customers.models import BankAccount
from o2c.accounts.customers.services.bank import add_bank_account
from o2c.billing.journal_export.services import export_journal, propose_mapping
from o2c.billing.ledger.choices import ControlAccount
from o2c.billing.ledger.models import OpenItem
from o2c.billing.refunds import queries, services
from o2c.billing.refunds.models import RefundRequest
from o2c.core import gates
from o2c.core.access.queries import the_night
from o2c.core.approvals.queries import to_decide
from o2c.core.approvals.services import decide_approval
from o2c.core.dates import add_months, first_of_month
from o2c.core.entities.models import LegalEntity, OwnBankAccount
from o2c.story.cast import Cast

IBAN = "DE75512108001245126199"
CHART = {
    "receivable": "1200", "unapplied": "1210", "unidentified": "1590", "revenue": "4400", "tax": "1776", "bank": "1800",
    "cheques": "1460", "direct_debit": "1365", "refunds_payable": "1705", "discount": "4730", "bank_charges": "4970",
    "withholding_tax": "1520", "small_differences": "4900", "write_off": "2400", "currency_result": "2660", "fees": "4830",
    "interest": "2650", "transfers": "1360", "clearing": "1591",
}  # fmt: skip
DISPUTED = "What is overdue is disputed; the client insists on the money."


def work(cast: Cast, entities: dict[str, LegalEntity], today: date) -> None:
    """Refunds of credits whose customers compliance let through, as far as the book has such credits."""
    _number(cast, entities["DE01"], today)
    found = _credits()
    steps = [_paid, _released, _asked, _drafted, _set_off]
    for credit, step in zip(found, steps, strict=False):
        step(_draft(credit, cast), cast)


def _number(cast: Cast, entity: LegalEntity, today: date) -> None:
    """The company's own chart, agreed by two, and the month before last handed over."""
    finance, start = cast.by_role["finance"], today - timedelta(days=400)
    for account, number in ((each, CHART[each]) for each in ControlAccount):
        mapping = propose_mapping(
            entity.pk, control_account=account, number=number, name=str(account.label), valid_from=start, reason="SKR 03", actor=finance
        )
        _agree(cast, "account_mapping", mapping.pk, "approver")
    export_journal(entity.pk, month=add_months(first_of_month(today), -2), actor=finance)


def _credits() -> list[OpenItem]:
    rows = OpenItem.objects.filter(side="credit", currency="EUR", open_amount__gt=0).select_related("account", "customer")
    first = {
        item.customer_id: item for item in queries.with_free(rows).order_by("pk") if not gates.reasons_against("refund", item.customer)
    }
    return list(first.values())


def _draft(credit: OpenItem, cast: Cast) -> RefundRequest:
    clerk = cast.by_role["clerk"]
    holder = credit.customer.legal_name
    bank = add_bank_account(credit.customer_id, iban=IBAN, holder=holder, source="Letter of the client's bank", actor=clerk)
    _agree(cast, "bank_details", bank.pk, "approver")
    verified = BankAccount.objects.get(pk=bank.pk)
    amounts = {credit.pk: credit.open_amount}
    return services.draft_refund(credit.account_id, amounts=amounts, bank_account=verified, reason="Asked for by the client", actor=clerk)


def _drafted(refund: RefundRequest, cast: Cast) -> None:
    """It stays a draft."""


def _set_off(refund: RefundRequest, cast: Cast) -> None:
    if queries.to_set_off(refund, refund.created_at.date()):
        services.set_off_refund(refund.pk, actor=cast.by_role["clerk"])


def _asked(refund: RefundRequest, cast: Cast) -> None:
    services.submit_refund(refund.pk, set_off_reason=DISPUTED, actor=cast.by_role["clerk"])


def _released(refund: RefundRequest, cast: Cast) -> None:
    """Young bank details: two people agree before finance releases."""
    _asked(refund, cast)
    for role in ("approver", "supervisor"):
        _agree(cast, "refund_changed_bank", refund.pk, role)
    services.release_refund(refund.pk, actor=cast.by_role["finance"])


def _paid(refund: RefundRequest, cast: Cast) -> None:
    _released(refund, cast)
    finance = cast.by_role["finance"]
    own = OwnBankAccount.objects.filter(entity=refund.entity_id, currency=refund.currency, state="active").earliest("pk")
    file = services.make_payment_file(own.pk, refund_ids=[refund.pk], actor=finance)
    services.fetch_payment_file(file.pk, actor=finance)
    services.confirm_refund_payment(refund.pk, on=file.execution_on, reference=f"{own.iban[-4:]}/{refund.number}", actor=the_night())


def _agree(cast: Cast, kind: str, subject: int, role: str) -> None:
    decider = cast.by_role[role]
    decide_approval(to_decide(decider).get(subject_id=subject, kind=kind).pk, approve=True, actor=decider)
