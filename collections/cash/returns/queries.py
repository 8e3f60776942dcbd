"""The payment a return takes back: by its end-to-end reference, its mandate, the bank's reference, the account and the amount."""

import re
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from o2c.accounts.customers.models import BankAccount
from o2c.accounts.payment_methods.models import Mandate
from o2c.billing.ledger.models import Allocation, OpenItem
from o2c.collections.cash.receipts.models import Receipt, ReceiptState
from o2c.collections.cash.receipts.queries import receipts
from o2c.collections.cash.statements.models import OPEN_LINES, Direction, StatementLine
from o2c.core.access.models import User
from o2c.core.access.queries import scope

IMPORTED = "import:payment:"
WORD = re.compile(r"[A-Za-z0-9][\w/.-]{3,}\w")


def originals(line: StatementLine, within: QuerySet[Receipt]) -> list[Receipt]:
    """The receipts the strongest proof leaves; several only where nothing tells them apart. The amount may hold the bank's fee."""
    earlier = within.filter(booked_on__lte=line.booked_on, amount__lte=line.amount)
    exact = earlier.filter(amount__in=_amounts(line))
    for proof in _references(line):
        if found := list(earlier.filter(proof)[:2]):
            return found
    for proof in _hints(line):
        if found := list(exact.filter(proof)[:2]):
            return found
    return []


def _references(line: StatementLine) -> list[Q]:
    """What names the original outright."""
    told = [line.end_to_end, *(payment.get("original_reference", "") for payment in line.payments)]
    proofs = []
    for reference in dict.fromkeys(filter(None, told)):
        inside = Q(line__payments__contains=[{"end_to_end": reference}]) | Q(line__payments__contains=[{"bank_reference": reference}])
        proofs.append(Q(line__end_to_end=reference) | Q(line__bank_reference=reference) | inside)
    return proofs


def _hints(line: StatementLine) -> list[Q]:
    """What names it only together with the amount."""
    proofs = [Q(line__mandate=line.mandate)] if line.mandate else []
    return [*proofs, Q(payer_account=line.payer_account)] if line.payer_account else proofs


def payments_on_customers(line: StatementLine, actor: User, permission: str) -> QuerySet[Receipt]:
    """What this entry may take back."""
    return receipts(actor, permission).filter(entity=line.entity, currency=line.currency, state=ReceiptState.ON_CUSTOMER)


def collected(line: StatementLine, actor: User, permission: str) -> QuerySet[OpenItem]:
    """Collections from before our own statements, which no bank entry of ours brought, still with us on the day of the return."""
    rows = scope(OpenItem.objects, actor, permission).filter(
        entity=line.entity, currency=line.currency, side="credit", entry__kind="receipt", entry__source_key__startswith=IMPORTED,
        posting_date__lte=line.booked_on, original_amount__lte=line.amount,
    )  # fmt: skip
    back = Allocation.objects.filter(credit_item=OuterRef("pk"), debit_item__entry__kind="return", reversed_by=None, reverses=None)
    return rows.exclude(Exists(back)).select_related("entry", "customer", "account", "entity").order_by("-posting_date", "-pk")


def imported_originals(line: StatementLine, within: QuerySet[OpenItem]) -> list[OpenItem]:
    """The imported collections its words leave: the invoice it names, else the customer of its mandate or account and the amount."""
    exact = within.filter(original_amount__in=_amounts(line))
    words = " ".join([line.end_to_end, line.purpose, line.text, *(payment.get("original_reference", "") for payment in line.payments)])
    if found := list(within.filter(entry__reference__in=set(WORD.findall(words)))[:2]):
        return found
    hints = [Q(customer__in=Mandate.objects.filter(reference=line.mandate, entity=line.entity).values("customer"))] if line.mandate else []
    if line.payer_account:
        hints.append(Q(customer__in=BankAccount.objects.filter(iban=line.payer_account).values("customer")))
    return next((found for hint in hints if (found := list(exact.filter(hint)[:2]))), [])


def _amounts(line: StatementLine) -> list[Decimal]:
    return [*(Decimal(payment["instructed"]) for payment in line.payments if payment.get("instructed")), line.amount]


def nearest(line: StatementLine, within: QuerySet[Receipt]) -> QuerySet[Receipt]:
    """Where no reference names the original: the payments a person chooses from, the closest amounts first."""
    return within.filter(booked_on__lte=line.booked_on, amount__lte=line.amount).order_by("-amount", "-booked_on", "-pk")


def waiting_returns() -> QuerySet[StatementLine]:
    """Debits the bank itself calls returns, not booked as such yet."""
    rows = StatementLine.objects.filter(direction=Direction.DEBIT, state__in=OPEN_LINES).exclude(Q(entry=None) | Q(return_code=""))
    return rows.select_related("entity").order_by("pk")
