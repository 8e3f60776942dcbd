"""The payment a return takes back: by its end-to-end reference, its mandate, the bank's reference, the account and the amount."""

from decimal import Decimal

from django.db.models import Q, QuerySet

from o2c.collections.cash.receipts.models import Receipt
from o2c.collections.cash.statements.models import StatementLine


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
