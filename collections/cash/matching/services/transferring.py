"""Moving free credit between customers of a group."""

from datetime import date
from decimal import Decimal

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import OpenItem
from o2c.billing.ledger.queries import may_settle, with_rates
from o2c.billing.ledger.rules import Item, Line, Posting
from o2c.billing.ledger.services import Pair, allocate_many, post_many
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError
from o2c.core.limits.services import require_not_backdated
from o2c.core.verbs import lock_one, verb


@verb("collections.transfer_credit")
def transfer_credit(item_id: int, *, to: FinancialAccount, amount: Decimal, on: date, reason: str, actor: User) -> OpenItem:
    """Move free money to another account of the same customer or group; gives the credit that stands there now.

    Raises BusinessError "transfer_of_no_credit", "transfer_other_entity", "match_other_currency", "match_more_than_open",
    "allocation_customers_unrelated", "backdated_too_far", "period_closed".
    """
    lock_one(scope(FinancialAccount.objects, actor, "collections.transfer_credit"), to.pk)  # accounts before items, as everywhere
    within = scope(OpenItem.objects, actor, "collections.transfer_credit")
    credit = lock_one(with_rates(within.select_related("account", "entry", "entity")), item_id)
    _may_move(credit, to, amount, on)
    require_not_backdated(credit.entity, on)
    day = max(on, credit.posting_date)
    taken, given = post_many([_side(credit, credit.account, amount, day), _side(credit, to, -amount, day)], actor=actor)
    allocate_many([Pair(taken.items[0].pk, credit.pk, amount, day)], method="manual", reason=reason, actor=actor)
    facts = {"amount": amount, "currency": credit.currency, "to": to}
    record("credit.transferred", credit, actor=actor, reason=reason, **facts)
    return given.items[0]


def _may_move(credit: OpenItem, to: FinancialAccount, amount: Decimal, on: date) -> None:
    if credit.side != "credit" or credit.control_account != "unapplied":
        raise BusinessError("transfer_of_no_credit", reference=credit.reference)
    if to.entity_id != credit.entity_id:
        raise BusinessError("transfer_other_entity", account=to.number)
    if to.currency != credit.currency:
        raise BusinessError("match_other_currency", reference=to.number, currency=to.currency)
    if not 0 < amount <= credit.open_amount:
        raise BusinessError("match_more_than_open", reference=credit.reference, open=credit.open_amount, currency=credit.currency)
    there = OpenItem(account=to, customer_id=to.customer_id)
    if to.customer_id != credit.customer_id and not may_settle(there, credit, on):
        raise BusinessError("allocation_customers_unrelated", debit=to.number, credit=credit.reference)


def _side(credit: OpenItem, account: FinancialAccount, amount: Decimal, day: date) -> Posting:
    """One of the two entries: off one account, onto the other, each against the control account the credit stands on."""
    return Posting(
        kind="receipt", reference=credit.reference, entity_id=credit.entity_id, currency=credit.currency, rate=credit.entry.rate,
        document_date=day, posting_date=day, account_id=account.pk, customer_id=account.customer_id,
        items=[Item(amount, credit.due_date, credit.control_account, ageing_date=credit.ageing_date)],
        lines=[Line("clearing", -amount)],
    )  # fmt: skip
