"""Explanations that start from the payer and the amount, for credits that name nothing."""

import re
from datetime import date

from o2c.collections.cash.engine.case import BANK_FEE_LIMIT, Case
from o2c.collections.cash.engine.facts import Deduction, Proposal, Why
from o2c.collections.cash.engine.sums import MOST_CANDIDATES, sums_to

UNTIL = re.compile(
    r"(?:\bBIS\b|\bUNTIL\b|\bUP TO\b|\bJUSQU\W?AU?\b|\bHASTA\b|\bFINO AL?\b|\bT/M\b|\bTOT\b)\D{0,12}(\d{1,2})[./-](\d{1,2})[./-](\d{4})"
)
ISO_UNTIL = re.compile(r"(?:\bBIS\b|\bUNTIL\b|\bUP TO\b|\bJUSQU\W?AU?\b)\D{0,12}(\d{4})-(\d\d)-(\d\d)")
AHEAD = re.compile(
    r"\b(ANZAHLUNG|VORAUSZAHLUNG|VORKASSE|PREPAYMENT|DEPOSIT|ADVANCE|ACOMPTE|ANTICIPO|ACCONTO|VOORUITBETALING|PROFORMA|KAUTION)\b"
)


def all_due(case: Case) -> Proposal | None:
    """ "All items due until ...": they sum to the credit exactly."""
    if (until := _until(case.text)) is None:
        return None
    due = [item for item in case.candidates if item.due_on <= until]
    notes = [item for item in case.book.credits_of(case.payer.customers, case.credit.currency) if item.due_on <= until]
    for group in (due, [*due, *notes]):
        if group and sum(item.open for item in group) == case.credit.amount:
            sure = group is due and (case.payer.certainty == "certain" or (len(group) > 1 and case.is_named_in_full))
            return case.propose("auto" if sure else "suggest", case.whole(group), Why("all_due_until", {"day": until}), searched=True)
    return None


def _until(text: str) -> date | None:
    try:
        if match := UNTIL.search(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if match := ISO_UNTIL.search(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return None


def one_item(case: Case) -> Proposal | None:
    """One open item of the payer has exactly this amount; of several equal ones the oldest due is proposed."""
    fitting = [item for item in case.candidates if item.open == case.credit.amount]
    if not fitting:
        return None
    silent = not case.named.strangers and not case.named.weak and not case.named.strong and not AHEAD.search(case.text)
    sure = len(fitting) == 1 and silent and case.is_sure(case.credit.amount)
    why = Why("amount_of_one_item") if len(fitting) == 1 else Why("amount_of_several_items", {"count": len(fitting)})
    others = [item.number for item in fitting[1:]]
    return case.propose("auto" if sure else "suggest", case.whole(fitting[:1]), why, alternatives=others, searched=bool(others))


def one_item_with_discount(case: Case) -> Proposal | None:
    """One open item of the payer less its discount."""
    fitting = [item for item in case.candidates if item.discount() and item.open - item.discount() == case.credit.amount]
    if len(fitting) != 1:
        return None
    item = fitting[0]
    in_time = item.discount_until is not None and case.credit.on <= item.discount_until
    kind = "discount" if in_time else "discount_too_late"
    deduction = Deduction(kind, item.number, item.discount())
    why = Why("named_with_discount" if in_time else "discount_too_late")
    return case.propose("suggest", [(item, case.credit.amount)], why, deductions=[deduction])


def prepayment(case: Case) -> Proposal | None:
    """Money ahead of an invoice stays on the account of the customer."""
    if not case.payer.one or not AHEAD.search(case.text):
        return None
    return case.propose("suggest", [], Why("prepayment"), customer=case.payer.one)


def everything(case: Case) -> Proposal | None:
    """All open items of one customer, credit notes taken off or not, or all due by some day."""
    for customer in case.payer.customers:
        owned = case.book.open_of([customer], case.credit.currency)
        notes = case.book.credits_of([customer], case.credit.currency)
        total = 0
        for count, item in enumerate(owned, start=1):
            total += item.open
            if total == case.credit.amount and count > 1:
                return case.propose("suggest", case.whole(owned[:count]), Why("all_due_until", {"day": item.due_on}), searched=True)
        if notes and total + sum(note.open for note in notes) == case.credit.amount:
            return case.propose("suggest", case.whole([*owned, *notes]), Why("all_open"), searched=True)
    return None


def sum_of_items(case: Case) -> Proposal | None:
    """Some open items of one customer sum to the credit: found by search, so never booked alone, and only when the answer is one."""
    for customer in case.payer.customers:
        owned = case.book.open_of([customer], case.credit.currency)[:MOST_CANDIDATES]
        answers = sums_to([item.open for item in owned], case.credit.amount)
        fewest = [answer for answer in answers if len(answer) == len(answers[0])] if answers else []
        if len(fewest) == 1:
            return case.propose(
                "suggest", case.whole([owned[place] for place in fewest[0]]), Why("sum_of_items", {"count": len(fewest[0])}), searched=True
            )
    return None


def short_of_one_item(case: Case) -> Proposal | None:
    """One item of the payer is higher by a bank fee."""
    if not case.names_charges:
        return None
    fitting = [item for item in case.candidates if 0 < item.open - case.credit.amount <= BANK_FEE_LIMIT]
    if len(fitting) != 1:
        return None
    short = fitting[0].open - case.credit.amount
    why = Why("bank_fee_deducted", {"number": fitting[0].number, "short": short})
    return case.propose("suggest", [(fitting[0], case.credit.amount)], why, deductions=[Deduction("bank_fee", fitting[0].number, short)])
