"""Crediting spend that was corrected below what was billed of it: one case per invoice, prefilled with the difference."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from o2c.billing.corrections.models import Correction, CorrectionSpend
from o2c.billing.corrections.queries import lines_of
from o2c.billing.corrections.rules import discount_back, quantity_at
from o2c.billing.corrections.services.cases import edit_correction_line, open_correction
from o2c.billing.corrections.spend import SOURCE, Due, credits_due
from o2c.billing.documents.models import DocumentLine
from o2c.billing.invoicing.queries import runs
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, verb

SHARED = ("campaign_id", "service_from", "service_until", "purchase_order_id")


@verb("billing.propose_spend_credits")
def propose_spend_credits(pk: int, *, reason: str, actor: User) -> list[Correction]:
    """Open a credit for each invoice that billed spend which a run found corrected below that; its draft is then worked as any other.

    Raises BusinessError "run_no_credit_to_propose".
    """
    run = lock_one(runs(actor), pk)
    due = credits_due(run.pk)
    if not due:
        raise BusinessError("run_no_credit_to_propose")
    made = []
    for document, wanted in groupby(due, key=lambda each: each.document_id):
        correction = open_correction.step(
            document, whole=False, kind="credit", cause="wrong_quantity", team="system", explanation=reason,
            source=SOURCE, source_id=run.public_id, actor=actor,
        )  # fmt: skip
        _prefill(correction, list(wanted), actor)
        made.append(correction)
    record("billing_run.credits_proposed", run, actor=actor, after={"corrections": len(made), "records": len(due)}, reason=reason)
    return made


def _prefill(correction: Correction, due: Sequence[Due], actor: User) -> None:
    """The lines that billed the spend give back the difference, and the discount a run put on them its share."""
    found: Any = lines_of(correction).select_related("original_line__condition")
    lines: dict[int, Any] = {line.original_line_id: line for line in found}
    discounts = [line for line in lines.values() if line.original_line.condition and line.original_line.condition.kind == "discount"]
    for line_id, some in groupby(due, key=lambda each: each.line_id):
        line, records = lines[line_id], list(some)
        back = -sum((each.amount for each in records), Decimal(0))
        _credit(correction, line, back, actor)
        CorrectionSpend.objects.bulk_create([CorrectionSpend(line=line, spend_id=each.spend_id, amount=each.amount) for each in records])
        discount = next((each for each in discounts if _belongs(each.original_line, line.original_line)), None)
        if discount:
            discounts.remove(discount)
            percent = discount.original_line.condition.value
            share = discount_back(back, _left(line), -_left(discount), percent, correction.currency)
            _credit(correction, discount, -share, actor)


def _left(line: Any) -> Decimal:
    left: Decimal = line.original_line.net - line.taken
    return left


def _belongs(discount: DocumentLine, to: DocumentLine) -> bool:
    """A run puts a discount below its lines with the same campaign, days and order."""
    return all(getattr(discount, name) == getattr(to, name) for name in SHARED)


def _credit(correction: Correction, line: Any, amount: Decimal, actor: User) -> None:
    before = {"quantity_before": line.taken_quantity, "net_before": line.taken}
    quantity, price = quantity_at(amount, line.original_line.unit_price, correction.currency, **before)
    edit_correction_line.step(correction.pk, line.position, credit_quantity=quantity, credit_price=price, actor=actor)
