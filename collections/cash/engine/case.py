"""One credit with what was found out about it: the table the explanations work on."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from o2c.collections.cash.engine.book import Book
from o2c.collections.cash.engine.facts import Credit, Deduction, Item, Proposal, Tier, Why
from o2c.collections.cash.engine.payers import Payer
from o2c.collections.cash.engine.references import Mentions

PARTIAL = re.compile(
    r"\b(ABSCHLAG|TEILZ|TEILBETRAG|RATE|RATA|REST|RESTZAHLUNG|RESTBETRAG|ANZAHLUNG|PARTIAL|PART PAYMENT|INSTAL\w*|ACOMPTE|SOLDE PARTIEL"
    r"|ACCONTO|PAGO PARCIAL|ANTICIPO|CUOTA|BALANCE OF|DEELBETALING|TERMIJN|TEILZAHLUNG|ON ACCOUNT|A CONTO|AKONTO|VERSEMENT)"
)
CHARGES = re.compile(r"/CHGS/|\bCHARGES?\b|\bSPESEN\b|\bFEES?\b|\bFRAIS\b|\bGEBUEHR|\bSHA\b|\bKOSTEN\b|\bCOMMISSION", re.IGNORECASE)
BANK_FEE_LIMIT = 5000
BANK_FEE_ALONE = 2500


@dataclass
class Case:
    credit: Credit
    book: Book
    named: Mentions
    payer: Payer

    @cached_property
    def items(self) -> list[Item]:
        """Open documents the text names whole, in the order of the text."""
        return [item for number in self.named.strong if (item := self.book.items[number]).open]

    @cached_property
    def own_items(self) -> list[Item]:
        """Of those, the ones the payer may pay: all, unless the payer is one certain customer and the item is another's."""
        return [item for item in self.items if self.may_pay(item)]

    @cached_property
    def candidates(self) -> list[Item]:
        """Open invoices of the payer's customers, oldest due first."""
        return self.book.open_of(self.payer.customers, self.credit.currency)

    def may_pay(self, item: Item) -> bool:
        return self.payer.certainty in {"unknown", "guess", "group"} or item.customer in self.payer.customers

    def agrees(self, items: Iterable[Item]) -> bool:
        """Whether the payer is known to be the customer of these items, or to pay for several."""
        return self.payer.certainty == "group" or all(item.customer in self.payer.customers for item in items)

    def is_sure(self, amount: int) -> bool:
        """Whether the payer is beyond doubt: by account, or by the full name of one customer when no other open item of the book has
        this amount."""
        return self.payer.certainty == "certain" or (self.is_named_in_full and self.book.amounts[self.credit.currency, amount] == 1)

    @property
    def is_named_in_full(self) -> bool:
        """The payer's name is, word by word, that of one customer."""
        return self.payer.why is not None and self.payer.why.code == "payer_name" and bool(self.payer.one)

    def propose(
        self,
        tier: Tier,
        paid: Sequence[tuple[Item, int]],
        *why: Why,
        deductions: Sequence[Deduction] = (),
        alternatives: Sequence[str] = (),
        customer: str = "",
        searched: bool = False,
    ) -> Proposal:
        """`paid` are items with what is applied to each, in their own currency."""
        customers = tuple(dict.fromkeys(sorted(item.customer for item, _ in paid))) or ((customer,) if customer else ())
        in_own = sum(amount for item, amount in paid if item.currency == self.credit.currency)
        reasons = (*why, *filter(None, (self.payer.why,)))
        return Proposal(
            self.credit.reference,
            tier,
            customers,
            tuple((item.number, amount) for item, amount in paid),
            tuple(deductions),
            tuple(alternatives),
            max(0, self.credit.amount - in_own) if all(item.currency == self.credit.currency for item, _ in paid) else 0,
            reasons,
            searched,
        )

    def whole(self, items: Iterable[Item]) -> list[tuple[Item, int]]:
        return [(item, item.open) for item in items]

    @property
    def text(self) -> str:
        return self.credit.text.upper()

    @property
    def is_partial(self) -> bool:
        return bool(PARTIAL.search(self.text))

    @property
    def names_charges(self) -> bool:
        return bool(CHARGES.search(self.credit.text))
