"""Verbs of remittance advices: keep one, withdraw one."""

import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from django.core.files.storage import default_storage

from o2c.collections.cash.readers.advices import ReadAdvice, read_advice
from o2c.collections.cash.readers.shapes import Unreadable
from o2c.collections.cash.remittances import queries, rules
from o2c.collections.cash.remittances.models import AdviceLine, AdviceState, RemittanceAdvice
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError
from o2c.core.events import publish
from o2c.core.files.services import keep
from o2c.core.files.storage import Blob, path_of
from o2c.core.money import round_to_currency
from o2c.core.verbs import lock_one, transition, verb


def read_blob(blob: Blob) -> ReadAdvice:
    """What the stored bytes say. Raises BusinessError "bank_file_..." as the reader refuses."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (blob.name or "advice")
        with default_storage.open(path_of(blob.sha256)) as kept:
            path.write_bytes(kept.read())
        try:
            return read_advice(path)
        except Unreadable as refusal:
            raise BusinessError(f"bank_file_{refusal.code}", field="file", **refusal.values) from refusal


@verb("collections.store_advice")
def store_advice(blob: Blob, *, entity: LegalEntity, currency: str = "", actor: User) -> RemittanceAdvice:
    """Keep an advice with its file. The same bytes are one advice for good.

    Raises BusinessError "bank_file_...", "advice_does_not_add_up", "remittanceadvice_number_once".
    """
    lock_one(scope(LegalEntity.objects, actor, "collections.store_advice"), entity.pk)
    told, stored = read_blob(blob), keep(blob)
    if (known := RemittanceAdvice.objects.filter(stored=stored).first()) is not None:
        return known
    currency = currency or entity.base_currency
    paid = [round_to_currency(line.paid or Decimal(0), currency) for line in told.lines]
    if not rules.adds_up(told.total, paid):
        raise BusinessError("advice_does_not_add_up", field="file", total=told.total, lines=sum(paid))
    if told.number and RemittanceAdvice.objects.filter(entity=entity, number=told.number).exclude(state=AdviceState.WITHDRAWN).exists():
        raise BusinessError("remittanceadvice_number_once", field="file", number=told.number)
    advice = RemittanceAdvice.objects.create(
        stored=stored, name=blob.name[:200], entity=entity, number=told.number, payer=told.payer, currency=currency, total=told.total,
        paid=sum(paid, Decimal(0)),
    )  # fmt: skip
    AdviceLine.objects.bulk_create(
        AdviceLine(
            advice=advice, position=position, document=line.document, currency=currency, paid=amount,
            deduction=round_to_currency(line.deduction or Decimal(0), currency), reason=line.reason,
        )
        for position, (line, amount) in enumerate(zip(told.lines, paid, strict=True), start=1)
    )  # fmt: skip
    record("advice.stored", advice, actor=actor, after={"number": advice.number, "lines": len(paid), "paid": advice.paid})
    publish("advice.stored", advice)
    return advice


def mark_used(numbers: Sequence[str], entity_id: int, *, is_used: bool = True) -> None:
    """Step: the money of these advices is here, or is not after all."""
    rows = RemittanceAdvice.objects.filter(entity=entity_id, number__in=numbers)
    before, after = (AdviceState.OPEN, AdviceState.USED) if is_used else (AdviceState.USED, AdviceState.OPEN)
    rows.filter(state=before).update(state=after)


@verb("collections.withdraw_advice")
def withdraw_advice(advice_id: int, *, reason: str, actor: User) -> RemittanceAdvice:
    """An advice that was sent by mistake is no longer used. Raises Conflict "wrong_state"."""
    advice = lock_one(queries.advices(actor, "collections.withdraw_advice"), advice_id)
    transition(advice, AdviceState.WITHDRAWN, rules.ADVICE_MOVES)
    advice.reason = reason
    advice.save(update_fields=["state", "reason"])
    record("advice.withdrawn", advice, actor=actor, reason=reason)
    return advice
