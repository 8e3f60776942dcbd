"""From a credit to its best explanation. Source: cash reference 7 to 9.

Nothing is booked alone when payer and reference disagree, when two answers exist, or when an amount was only searched for.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from o2c.collections.cash.engine import by_amount, by_reference
from o2c.collections.cash.engine.book import Book
from o2c.collections.cash.engine.case import Case
from o2c.collections.cash.engine.facts import Credit, Proposal, Why
from o2c.collections.cash.engine.references import mentions

Explanation = Callable[[Case], Proposal | None]

# Tried in this order; the first that explains the credit is the proposal.
EXPLANATIONS: tuple[Explanation, ...] = (
    by_reference.own_documents,
    by_reference.advice,
    by_reference.foreign_currency,
    by_reference.named_to_the_cent,
    by_reference.named_with_discount,
    by_reference.named_item_of_another,
    by_reference.mistyped,
    by_reference.named_and_more,
    by_reference.named_and_less,
    by_reference.named_but_paid,
    by_reference.number_of_another_year,
    by_reference.weakly_named,
    by_amount.all_due,
    by_amount.one_item,
    by_amount.one_item_with_discount,
    by_amount.prepayment,
    by_amount.everything,
    by_amount.sum_of_items,
    by_amount.short_of_one_item,
)


def match(credit: Credit, book: Book) -> Proposal:
    """The proposal for one credit; its reasons say what was found and what speaks against it."""
    case = look(credit, book)
    for explanation in EXPLANATIONS:
        if proposal := explanation(case):
            return _doubted(proposal, book)
    if case.payer.one:
        return case.propose("suggest", [], Why("nothing_fits"), customer=case.payer.one)
    return Proposal(credit.reference, "none", unapplied=credit.amount, why=(Why("payer_unknown"),))


def _doubted(proposal: Proposal, book: Book) -> Proposal:
    """An item that an earlier, unexplained payment may have paid is not settled alone by a second one."""
    if proposal.tier != "auto" or not (len(proposal.applications) == 1 or proposal.searched):
        return proposal
    for earlier in book.waiting.get(proposal.customers[0], ()):
        if proposal.searched or earlier.may_have_paid(proposal.applications[0][0]):
            return replace(proposal, tier="suggest", why=(*proposal.why, Why("may_be_paid_already", {"day": earlier.on})))
    return proposal


def look(credit: Credit, book: Book) -> Case:
    """What the text names and who paid."""
    named = mentions(book.grammar, credit.text, (*credit.structured, *filter(None, (credit.end_to_end,))))
    payer = book.payers.of(credit.account, credit.payer, credit.ultimate_payer, credit.text)
    return Case(credit, book, named, payer)


def run(credits_in: Iterator[Credit], book: Book) -> Iterator[Proposal]:
    """Proposals one after the other; each takes what it explains off the book, so that the next sees what is left."""
    for credit in credits_in:
        proposal = match(credit, book)
        book.apply(credit, proposal)
        yield proposal
