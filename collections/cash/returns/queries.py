"""The payment a return takes back: by its end-to-end reference, its mandate, the bank's reference, the account and the amount."""

from decimal import Decimal

from django.db.models import Q, QuerySet

from o2c.collections.cash.receipts.models import Receipt, ReceiptState
from o2c.collections.cash.receipts.queries import receipts
from o2c.collections.cash.statements.models import OPEN_LINES, Direction, StatementLine
from o2c.core.access.models import User


def originals(line: StatementLine, within: QuerySet[Receipt]) -> list[Receipt]:
    """The receipts the strongest proof leaves; several only where nothing tells them apart. The amount may hold the bank's fee."""
    earlier = within.filter(booked_on__lte=line.booked_on, amount__lte=line.amount)
    instructed = [Decimal(payment["instructed"]) for payment in line.payments if payment.get("instructed")]
    exact = earlier.filter(amount__in=[*instructed, line.amount])
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


def nearest(line: StatementLine, within: QuerySet[Receipt]) -> QuerySet[Receipt]:
    """Where no reference names the original: the payments a person chooses from, the closest amounts first."""
    return within.filter(booked_on__lte=line.booked_on, amount__lte=line.amount).order_by("-amount", "-booked_on", "-pk")


def waiting_returns() -> QuerySet[StatementLine]:
    """Debits the bank itself calls returns, not booked as such yet."""
    rows = StatementLine.objects.filter(direction=Direction.DEBIT, state__in=OPEN_LINES).exclude(Q(entry=None) | Q(return_code=""))
    return rows.select_related("entity").order_by("pk")
