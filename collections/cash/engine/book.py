"""The open items of a book as the matcher sees them, indexed by number, customer and amount."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from o2c.collections.cash.engine.facts import Advice, Credit, Customer, Decision, GroupPayer, Item, Proposal
from o2c.collections.cash.engine.payers import Payers
from o2c.collections.cash.engine.references import Grammar
from o2c.collections.cash.engine.waiting import MOST_CONSIDERED, Waiting


@dataclass(slots=True)
class Book:
    """`items` holds paid ones too: their numbers are known, and nothing is booked on them."""

    items: dict[str, Item]
    payers: Payers
    advices: dict[str, Advice] = field(default_factory=dict)
    grammar: Grammar = field(default_factory=Grammar)
    by_customer: dict[str, list[Item]] = field(default_factory=dict)
    amounts: Counter[tuple[str, int]] = field(default_factory=Counter)
    waiting: dict[str, list[Waiting]] = field(default_factory=dict)

    @classmethod
    def build(
        cls,
        items: Iterable[Item],
        customers: Iterable[Customer],
        *,
        groups: Iterable[GroupPayer] = (),
        decisions: Iterable[Decision] = (),
        advices: Iterable[Advice] = (),
    ) -> "Book":
        book = cls({item.number: item for item in items}, Payers.build(customers, groups, decisions))
        for item in book.items.values():
            book.grammar.learn(item.number, item.order, item.structured)
            book.by_customer.setdefault(item.customer, []).append(item)
            book.amounts[item.currency, item.open] += 1
        for owned in book.by_customer.values():
            owned.sort(key=lambda item: (item.due_on, item.number))
        book.grammar.ready()
        book.advices = {advice.number.upper(): advice for advice in advices}
        return book

    def open_of(self, customers: Iterable[str], currency: str) -> list[Item]:
        """Open invoices of these customers in one currency, oldest due first."""
        owned = (item for customer in customers for item in self.by_customer.get(customer, ()))
        return sorted((item for item in owned if item.open > 0 and item.currency == currency), key=lambda item: (item.due_on, item.number))

    def credits_of(self, customers: Iterable[str], currency: str) -> list[Item]:
        """Open credit notes of these customers."""
        owned = (item for customer in customers for item in self.by_customer.get(customer, ()))
        return [item for item in owned if item.open < 0 and item.currency == currency]

    def advice_in(self, text: str) -> Advice | None:
        """The advice a text points to by its number."""
        upper = text.upper()
        return next((advice for number, advice in self.advices.items() if number in upper), None)

    def apply(self, credit: Credit, proposal: Proposal) -> None:
        """Take what a proposal applies off the open items, deductions that end an item included, and remember who paid."""
        if proposal.tier != "auto" and (proposal.searched or not proposal.applications):
            for customer in proposal.customers:
                meant = {*proposal.alternatives, *(number for number, _ in proposal.applications)} if proposal.alternatives else None
                owed = [item for item in self.open_of([customer], credit.currency) if meant is None or item.number in meant]
                rest = {item.number: item.open for item in owed[:MOST_CONSIDERED]}
                self.waiting.setdefault(customer, []).append(Waiting(credit.on, credit.amount, rest))
        for number, amount in proposal.applications:
            self._settle(self.items[number], amount)
        for deduction in proposal.deductions:
            if deduction.kind == "discount":
                self._settle(self.items[deduction.number], deduction.amount)
        if len(proposal.customers) == 1 and proposal.applications:
            self.payers.remember(Decision(credit.on, credit.payer, credit.account, proposal.customers[0]))

    def _settle(self, item: Item, amount: int) -> None:
        self.amounts[item.currency, item.open] -= 1
        item.open = max(0, item.open - amount) if item.open >= 0 else min(0, item.open - amount)
        self.amounts[item.currency, item.open] += 1
