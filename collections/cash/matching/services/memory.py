"""What decisions teach about payers, what taking them back unteaches, and forgetting it."""

from collections.abc import Iterable

from o2c.collections.cash.engine.names import sorted_name
from o2c.collections.cash.matching import queries, rules
from o2c.collections.cash.matching.models import MemoryState, PayerMemory
from o2c.collections.cash.receipts.models import Receipt
from o2c.collections.cash.statements.rules import has_bad_check_digits
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.verbs import lock_one, transition, verb


def learn(receipts: Iterable[Receipt]) -> None:
    """Step: each decision of a person confirms the payer's account and spelling for the customer once more."""
    for receipt in receipts:
        _move(receipt, confirmations=1)


def unlearn(receipt: Receipt) -> None:
    """Step: a decision taken back contradicts what it taught."""
    _move(receipt, contradictions=1)


def _move(receipt: Receipt, confirmations: int = 0, contradictions: int = 0) -> None:
    if receipt.customer_id is None:
        return
    for kind, value in _told(receipt):
        known = PayerMemory.objects.select_for_update(no_key=True).exclude(state=MemoryState.FORGOTTEN)
        row = known.filter(kind=kind, value=value, customer=receipt.customer_id).first()
        if row is None and not confirmations:
            continue
        row = row or PayerMemory(kind=kind, value=value, customer_id=receipt.customer_id, last_on=receipt.value_on)
        row.confirmations += confirmations
        row.contradictions += contradictions
        row.last_on = max(row.last_on, receipt.value_on)
        row.state = rules.standing(row.confirmations, row.contradictions)
        row.save()


def _told(receipt: Receipt) -> list[tuple[str, str]]:
    """The account, unless its check digits are wrong, and the name as the bank wrote it."""
    account = receipt.payer_account if not has_bad_check_digits(receipt.payer_account) else ""
    return [(kind, value) for kind, value in (("account", account), ("spelling", sorted_name(receipt.payer)[:140])) if value]


@verb("collections.forget_payer")
def forget_payer(memory_id: int, *, reason: str, actor: User) -> PayerMemory:
    """No longer take this account or spelling for the customer's. Raises Conflict "wrong_state"."""
    memory = lock_one(queries.memories(actor, "collections.forget_payer"), memory_id)
    transition(memory, MemoryState.FORGOTTEN, rules.MEMORY_MOVES)
    memory.save(update_fields=["state"])
    record("payer.forgotten", memory, actor=actor, reason=reason, before={"value": memory.value, "customer": memory.customer.legal_name})
    return memory
