"""A proposal as the matching screen shows it: the reasons in words, the candidates, and what the money comes to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from o2c.billing.ledger.models import OpenItem
from o2c.collections.cash.matching import queries
from o2c.collections.cash.matching.models import MatchProposal
from o2c.collections.cash.matching.plans import from_json
from o2c.core.access.models import User
from o2c.core.money import Money
from o2c.core.sentences import sentence

MOST_SHOWN = 40


def reasons(proposal: MatchProposal) -> list[str]:
    """Why, in the reader's language."""
    return [sentence(f"match_{why['code']}", {name: _day(value) for name, value in why["values"].items()}) for why in proposal.evidence]


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-03-31") else value
    except ValueError:
        return value


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may be settled. `share`: what the proposal gives it; `is_named`: part of the proposal or as good."""

    item: OpenItem
    share: Decimal | None = None
    is_named: bool = False

    @property
    def open(self) -> Decimal:
        """Signed: a credit note gives money."""
        amount: Decimal = self.item.open_amount
        return -amount if self.item.side == "credit" else amount


def candidates(actor: User, proposal: MatchProposal, words: str = "") -> list[Candidate]:
    """What the proposal names first, then as good ones, then what the customer owes, oldest due first; or what was searched for."""
    shares = {share.item_id: share.amount for share in from_json(proposal.plan)[0]}
    named = set(shares) | set(proposal.plan.get("alternatives", ()))
    rows = queries.candidates(actor, proposal.receipt)
    asked = Q(reference__icontains=words) | Q(customer__legal_name__icontains=words) if words else Q(customer=proposal.customer_id)
    found = {item.pk: item for item in (*rows.filter(pk__in=named), *rows.filter(asked)[:MOST_SHOWN])}
    ordered = sorted(found.values(), key=lambda item: (item.pk not in shares, item.pk not in named, item.due_date, item.pk))
    return [Candidate(item, shares.get(item.pk), item.pk in named) for item in ordered]


@dataclass(frozen=True, slots=True)
class Sum:
    """What the money comes to: the receipt, the items it takes, what is left of it (negative: too much is taken)."""

    receipt: Decimal
    items: Decimal
    currency: str

    @property
    def left(self) -> Decimal:
        return self.receipt - self.items


def sum_of(proposal: MatchProposal, shares: Iterable[Decimal]) -> Sum:
    money = money_of(proposal)
    return Sum(money.value, sum(shares, Decimal(0)), money.currency)


def money_of(proposal: MatchProposal) -> Money:
    """What there is to spend: in the currency of its account, where the bank says what was paid in that."""
    receipt, account = proposal.receipt, proposal.account
    paid = receipt.instructed
    return paid if paid and account and account.currency == paid.currency else Money(receipt.amount, receipt.currency)
