"""Verbs of receipts: whose money it is, and taking that back."""

from datetime import date
from typing import cast

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import JournalEntry
from o2c.billing.ledger.services import take_back_entry
from o2c.collections.cash.receipts.booking import Identified, identify_many
from o2c.collections.cash.receipts.models import Receipt, ReceiptState
from o2c.collections.cash.receipts.queries import receipts
from o2c.collections.cash.receipts.rules import RECEIPT_MOVES
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.verbs import lock_one, transition, verb


@verb("collections.identify_receipt")
def identify_receipt(receipt_id: int, *, account: FinancialAccount, reason: str = "", actor: User) -> Receipt:
    """Say whose money it is: from unidentified cash to the account, unapplied, aged from its value date.

    Raises BusinessError "receipt_other_entity", "receipt_other_currency", Conflict "wrong_state".
    """
    lock_one(scope(FinancialAccount.objects, actor, "collections.identify_receipt"), account.pk)
    within = receipts(actor, "collections.identify_receipt")
    (receipt,) = identify_many([Identified(receipt_id, account.pk)], receipts=within, actor=actor)
    note_identified(receipt, reason=reason, actor=actor)
    return receipt


def note_identified(receipt: Receipt, *, reason: str = "", actor: User) -> None:
    """Step: the event on the customer's timeline."""
    facts = {"account": receipt.account, "amount": receipt.amount, "currency": receipt.currency, "value_on": receipt.value_on}
    record("receipt.identified", receipt, actor=actor, reason=reason, **facts)


@verb("collections.unidentify_receipt")
def unidentify_receipt(receipt_id: int, *, on: date, reason: str, actor: User) -> Receipt:
    """Take it off the customer again: the money is unidentified from that day.

    Raises BusinessError "entry_has_allocations", "reversal_before_original", Conflict "wrong_state".
    """
    receipt = lock_one(receipts(actor, "collections.unidentify_receipt").select_related("entry__entity", "conversion__entity"), receipt_id)
    before = {"account": receipt.account}
    record("receipt.unidentified", receipt, actor=actor, before=before, amount=receipt.amount, currency=receipt.currency, reason=reason)
    transition(receipt, ReceiptState.UNIDENTIFIED, RECEIPT_MOVES)
    take_back_entry(cast(JournalEntry, receipt.entry), on=on, reason=reason, actor=actor)
    if receipt.conversion:
        take_back_entry(receipt.conversion, on=on, reason=reason, actor=actor)
    receipt.customer = receipt.account = receipt.entry = receipt.conversion = None
    receipt.save(update_fields=["state", "customer", "account", "entry", "conversion"])
    return receipt
