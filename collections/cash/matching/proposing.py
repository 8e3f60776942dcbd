"""From the open credits of an entity to the proposals a run would keep. Reads only."""

from datetime import date
from decimal import Decimal
from typing import Any

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import OpenItem
from o2c.collections.cash.engine.facts import Proposal, Why
from o2c.collections.cash.engine.matching import match
from o2c.collections.cash.folder import major
from o2c.collections.cash.matching import loading, queries, rules
from o2c.collections.cash.matching.models import MatchProposal, Tier
from o2c.collections.cash.matching.plans import from_json, plan_of
from o2c.collections.cash.matching.settling import facts_of, limits_of
from o2c.collections.cash.receipts.models import Receipt
from o2c.core.entities.models import LegalEntity


def propose(entity: LegalEntity, *, on: date, account_id: int | None = None) -> list[MatchProposal]:
    """What the engine makes of every credit that waits, unsaved; each sees what is left after the ones before it."""
    receipts = list(loading.waiting(entity, account_id))
    if not receipts:
        return []
    loaded, owned, found = loading.load(entity, receipts, on), _accounts(entity), []
    for receipt in receipts:
        credit = loading.credit_of(receipt)
        proposal = match(credit, loaded.book)
        loaded.book.apply(credit, proposal)
        found.append(_row(receipt, proposal, loaded, owned))
    return found


def _accounts(entity: LegalEntity) -> dict[tuple[int, str], int]:
    """The account of a customer in a currency on which money goes that names no item: the oldest open one."""
    rows = FinancialAccount.objects.filter(entity=entity).exclude(state="closed").order_by("-pk")
    return {(customer, currency): pk for customer, currency, pk in rows.values_list("customer", "currency", "pk")}


def _row(receipt: Receipt, proposal: Proposal, loaded: loading.Loaded, owned: dict[tuple[int, str], int]) -> MatchProposal:
    plan = plan_of(proposal, loaded.items)
    named = [loaded.items[number] for number, _amount in proposal.applications]
    customer = int(proposal.customers[0]) if len(proposal.customers) == 1 else None
    account = next((item.account_id for item in named if item.currency in queries.currencies(receipt)), None)
    account = account or (owned.get((customer, receipt.currency)) if customer else None)
    return MatchProposal(
        receipt=receipt, entity_id=receipt.entity_id, account_id=account, customer_id=customer,
        tier=_tier(receipt, proposal, plan, loaded), score=rules.score([why.code for why in proposal.why]), engine=rules.ENGINE,
        evidence=[{"code": why.code, "values": _plain(why)} for why in proposal.why], plan=plan,
        unapplied=Decimal(major(proposal.unapplied, receipt.currency)), currency=receipt.currency,
    )  # fmt: skip


def _tier(receipt: Receipt, proposal: Proposal, plan: dict[str, Any], loaded: loading.Loaded) -> str:
    """The engine's, unless what the house allows today is narrower: nothing that leaves a limit is booked by rule."""
    if proposal.tier != "auto":
        return Tier.ACCOUNT if not proposal.applications and len(proposal.customers) == 1 else proposal.tier
    named = [loaded.items[number] for number, _amount in proposal.applications]
    is_plain = bool(named) and len(proposal.customers) == 1 and all(item.currency == receipt.currency for item in named)
    if not is_plain or receipt.customer_id not in (None, int(proposal.customers[0])):
        return Tier.SUGGEST
    return Tier.AUTO if _is_within_limits(receipt, plan, {item.pk: item for item in named}) else Tier.SUGGEST


def _is_within_limits(receipt: Receipt, plan: dict[str, Any], items: dict[int, OpenItem]) -> bool:
    shares, residuals = from_json(plan)
    if not residuals:
        return True
    facts = {pk: facts_of(item, item.open_amount) for pk, item in items.items()}
    wish = rules.Wish(receipt.amount, receipt.currency, receipt.value_on, shares, residuals, facts)
    return not any(rules.refusals(wish, limits_of(receipt, receipt.currency, items[residuals[0].item_id].customer_id)))


def _plain(why: Why) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in why.values.items()}
