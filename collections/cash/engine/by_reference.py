"""Explanations that start from what the text names."""

from itertools import combinations

from o2c.collections.cash.engine.case import BANK_FEE_ALONE, BANK_FEE_LIMIT, Case
from o2c.collections.cash.engine.facts import AdviceLine, Deduction, Item, Proposal, Tier, Why
from o2c.collections.cash.engine.references import BARE, amounts_in, near, parts
from o2c.collections.cash.engine.sums import sums_to

CUT_LENGTH = 132
MOST_DISCOUNTED = 8


def own_documents(case: Case) -> Proposal | None:
    """The payment's own list of documents (structured remittance)."""
    return _lines(case, case.credit.documents, Why("documents_in_payment")) if case.credit.documents else None


def advice(case: Case) -> Proposal | None:
    """The advice the text points to, when its lines sum to the credit to the cent."""
    told = case.book.advice_in(f"{case.credit.text} {case.credit.end_to_end}")
    if told is None or (told.total is not None and told.total != case.credit.amount):
        return None
    return _lines(case, told.lines, Why("advice", {"number": told.number}))


def _lines(case: Case, lines: tuple[AdviceLine, ...], why: Why) -> Proposal | None:
    if sum(line.paid for line in lines) != case.credit.amount:
        return None
    known = [(case.book.items.get(line.document), line) for line in lines]
    paid = [(item, line.paid) for item, line in known if item is not None and item.open]
    deductions = [Deduction("claim", line.document, line.deduction) for _, line in known if line.deduction]
    fits = len(paid) == len(lines) and all(0 < amount <= item.open or item.open <= amount < 0 for item, amount in paid)
    return case.propose("auto" if fits and case.agrees(item for item, _ in paid) else "suggest", paid, why, deductions=deductions)


def foreign_currency(case: Case) -> Proposal | None:
    """An item in the currency the payer instructed: the bank converted."""
    credit = case.credit
    if credit.instructed is None or credit.instructed_currency in {"", credit.currency}:
        return None
    named = [item for item in case.own_items if item.currency == credit.instructed_currency]
    pool = named or [item for item in case.book.open_of(case.payer.customers, credit.instructed_currency) if item.open == credit.instructed]
    if not pool or sum(item.open for item in pool) != credit.instructed:
        return None
    return case.propose("suggest", case.whole(pool), Why("instructed_amount", {"currency": credit.instructed_currency}))


def named_to_the_cent(case: Case) -> Proposal | None:
    """The named documents sum to the credit exactly, credit notes taken off."""
    if not case.items or sum(item.open for item in case.items) != case.credit.amount or not _same_currency(case, case.items):
        return None
    if not case.agrees(case.items) and case.payer.certainty in {"certain", "likely"}:
        own = [item for item in case.candidates if item.open == case.credit.amount]
        if own:
            return None
        return case.propose("suggest", case.whole(case.items), Why("named_of_another_customer"))
    doubt = case.payer.certainty == "guess" and not case.agrees(case.items)
    return case.propose("suggest" if doubt else "auto", case.whole(case.items), Why("named_to_the_cent", {"count": len(case.items)}))


def named_with_discount(case: Case) -> Proposal | None:
    """The named invoices less the early-payment discount of their terms."""
    items, short = case.own_items, sum(item.open for item in case.own_items) - case.credit.amount
    eligible = [item for item in items if item.discount()]
    if short <= 0 or not eligible or len(items) != len(case.items) or not _same_currency(case, items):
        return None
    for size in range(len(eligible), 0, -1):
        if size < len(eligible) and len(eligible) > MOST_DISCOUNTED:
            break
        for taken in combinations(eligible, size):
            if abs(sum(item.discount() for item in taken) - short) <= len(taken) - 1:
                return _discounted(case, items, taken, short)
    return None


def _discounted(case: Case, items: list[Item], taken: tuple[Item, ...], short: int) -> Proposal:
    in_time = all(item.discount_until and case.credit.on <= item.discount_until for item in taken)
    off = {item.number: item.discount() for item in taken}
    off[taken[-1].number] += short - sum(off.values())
    kind = "discount" if in_time else "discount_too_late"
    deductions = [Deduction(kind, number, amount) for number, amount in off.items()]
    paid = [(item, item.open - off.get(item.number, 0)) for item in items]
    tier: Tier = "auto" if in_time and len(taken) == len(items) and case.agrees(items) else "suggest"
    return case.propose(tier, paid, Why("named_with_discount" if in_time else "discount_too_late"), deductions=deductions)


def named_item_of_another(case: Case) -> Proposal | None:
    """The number is another customer's, but the payer has one item of exactly this amount: the number was mistyped."""
    if not case.items or case.own_items:
        return None
    own = [item for item in case.candidates if item.open == case.credit.amount]
    if own:
        return case.propose(
            "suggest", case.whole(own[:1]), Why("number_of_another_customer"), alternatives=[item.number for item in own[1:]]
        )
    discounted = [item for item in case.candidates if item.discount() and item.open - item.discount() == case.credit.amount]
    if len(discounted) == 1:
        return _discounted(case, discounted, (discounted[0],), discounted[0].discount())
    return None


def mistyped(case: Case) -> Proposal | None:
    """One or more numbers of the text are slips: items with nearly that number, of the payer, make the sum right."""
    if any(item.amount == case.credit.amount for item in _wrong(case) if not item.open):
        return None
    slips = [*case.named.strangers, *(found.serial for item in _wrong(case) if (found := parts(item.number)))]
    right = [item for item in case.own_items if item.currency == case.credit.currency]
    if not slips:
        return _slip_of_one(case, right) if len(right) == 1 else None
    missing = case.credit.amount - sum(item.open for item in right)
    pool = _pool(case, {item.number for item in right})
    close = [item for item in pool if any(near(slip, _serial(item)) for slip in slips)]
    for size in range(1, min(len(slips), 3) + 1):
        for group in (close, pool):
            fitting = (
                [taken for taken in combinations(group, size) if sum(item.open for item in taken) == missing]
                if size == 1 or group is close
                else []
            )
            if len(fitting) == 1 or (fitting and group is close):
                sure = group is close and len(fitting) == 1 and _is_sure(case, pool, missing) and case.agrees(right)
                why = Why("number_mistyped", {"written": slips[0], "meant": fitting[0][0].number})
                return case.propose("auto" if sure else "suggest", case.whole([*right, *fitting[0]]), why)
    return _close_and_short(case, right, close)


def _is_sure(case: Case, pool: list[Item], amount: int) -> bool:
    """A slip is beyond doubt when the account is one customer's and only one of its open items has the amount."""
    return case.is_sure(amount) and sum(item.open == amount for item in pool) == 1


def _close_and_short(case: Case, right: list[Item], close: list[Item]) -> Proposal | None:
    if right or len(close) != 1 or not close[0].discount():
        return None
    short = close[0].open - case.credit.amount
    return _discounted(case, close, (close[0],), short) if short == close[0].discount() else None


def _slip_of_one(case: Case, right: list[Item]) -> Proposal | None:
    """An existing number with the wrong amount, while a near one has exactly this amount."""
    if right[0].open == case.credit.amount or case.is_partial:
        return None
    fitting = [
        item for item in _pool(case, {right[0].number}) if item.open == case.credit.amount and near(_serial(right[0]), _serial(item))
    ]
    if len(fitting) != 1:
        return None
    sure = _is_sure(case, _pool(case, set()), case.credit.amount)
    why = Why("number_mistyped", {"written": right[0].number, "meant": fitting[0].number})
    return case.propose("auto" if sure else "suggest", case.whole(fitting), why)


def _pool(case: Case, without: set[str]) -> list[Item]:
    customers = case.payer.customers or tuple({item.customer for item in case.own_items})
    if customers:
        return [item for item in case.book.open_of(customers, case.credit.currency) if item.number not in without]
    known = (case.book.items[number] for slip in case.named.strangers for number in _numbers_near(case, slip))
    return [item for item in known if item.open > 0 and item.currency == case.credit.currency]


def _numbers_near(case: Case, slip: str) -> list[str]:
    serials = case.book.grammar.by_serial
    return [number for serial, numbers in serials.items() if near(slip, serial) for number in numbers]


def _wrong(case: Case) -> list[Item]:
    """Named documents that cannot be meant: another customer's, or paid."""
    named = [case.book.items[number] for number in case.named.strong]
    return [item for item in named if not item.open or not case.may_pay(item)]


def named_and_more(case: Case) -> Proposal | None:
    """More money than the named documents: the list was cut by the bank, or the surplus stays unapplied."""
    items = [item for item in case.own_items if item.currency == case.credit.currency]
    surplus = case.credit.amount - sum(item.open for item in items)
    if not items or surplus <= 0:
        return None
    if rest := _rest_of_cut_list(case, items, surplus):
        return case.propose("suggest", case.whole([*items, *rest]), Why("list_cut", {"named": len(items), "added": len(rest)}))
    if case.named.strangers or len(items) != len(case.named.strong):
        return case.propose("suggest", case.whole(items), Why("named_and_unknown", {"left": surplus}))
    other = any(item.open == surplus for item in _pool(case, {item.number for item in items}))
    sure = len(items) == 1 and case.agrees(items) and not other and len(case.credit.text) < CUT_LENGTH and surplus <= items[0].open
    return case.propose("auto" if sure else "suggest", case.whole(items), Why("overpaid", {"left": surplus}))


def _rest_of_cut_list(case: Case, items: list[Item], surplus: int) -> list[Item]:
    if len(case.credit.text) < CUT_LENGTH and len(items) < 6:
        return []
    pool = _pool(case, {item.number for item in items})
    later = (
        [item for item in pool if item.number > items[-1].number] if [i.number for i in items] == sorted(i.number for i in items) else pool
    )
    for group in (later, pool):
        if single := [item for item in group if item.open == surplus]:
            return single[:1]
        answers = sums_to([item.open for item in group], surplus)
        fewest = [answer for answer in answers if len(answer) == len(answers[0])] if answers else []
        if len(fewest) == 1:
            return [group[place] for place in fewest[0]]
    return []


def named_and_less(case: Case) -> Proposal | None:
    """Less money than the named documents: part payment, bank fee, claim, unnamed credit note, withholding tax."""
    items = [item for item in case.own_items if item.currency == case.credit.currency]
    short = sum(item.open for item in items) - case.credit.amount
    if not items or short <= 0:
        return None
    if len(items) == 1 and case.is_partial and len(case.named.strong) == 1:
        tier: Tier = "auto" if case.agrees(items) else "suggest"
        return case.propose(tier, [(items[0], case.credit.amount)], Why("part_payment", {"left": short}))
    if noted := [note for note in case.book.credits_of({item.customer for item in items}, case.credit.currency) if -note.open == short]:
        return case.propose("suggest", case.whole([*items, noted[0]]), Why("credit_note_not_named", {"number": noted[0].number}))
    return _short(case, items, short)


def _short(case: Case, items: list[Item], short: int) -> Proposal | None:
    item = _shortened(case, items, short)
    if item is None or item.open <= short:
        subset = [
            taken
            for size in range(1, len(items))
            for taken in combinations(items, size)
            if sum(i.open for i in taken) == case.credit.amount
        ]
        return case.propose("suggest", case.whole(subset[0]), Why("some_of_the_named")) if len(subset) == 1 else None
    claimed = short in set(amounts_in(case.credit.text))
    kind = (
        "claim" if claimed else "bank_fee" if short <= BANK_FEE_LIMIT and (case.names_charges or short <= BANK_FEE_LIMIT // 2) else "short"
    )
    paid = [(each, each.open - (short if each is item else 0)) for each in items]
    allowed = kind == "bank_fee" and case.names_charges and short <= BANK_FEE_ALONE and len(items) == len(case.named.strong) == 1
    tier: Tier = "auto" if allowed and case.agrees(items) else "suggest"
    why = {"claim": "deduction_claimed", "bank_fee": "bank_fee_deducted", "short": "paid_short"}[kind]
    return case.propose(tier, paid, Why(why, {"number": item.number, "short": short}), deductions=[Deduction(kind, item.number, short)])


def _shortened(case: Case, items: list[Item], short: int) -> Item | None:
    """The item a deduction belongs to: the one named again beside the amount, else the largest."""
    if len(items) == 1:
        return items[0]
    tail = case.text.rpartition(",")[2] if short in set(amounts_in(case.credit.text)) else ""
    again = [item for item in items if case.text.count(_serial(item)) > 1]
    if len(again) == 1:
        return again[0]
    named = [item for item in items if _serial(item) in tail]
    return named[-1] if named else max(items, key=lambda item: item.open)


def named_but_paid(case: Case) -> Proposal | None:
    """Every named document is paid already: the money stays on the customer's account."""
    named = [case.book.items[number] for number in case.named.strong]
    if not named or any(item.open for item in named):
        return None
    customer = case.payer.one or named[0].customer
    return case.propose("suggest", [], Why("paid_already", {"number": named[0].number}), customer=customer)


def number_of_another_year(case: Case) -> Proposal | None:
    """A number of a year the book does not hold: never the same digits of this year."""
    if not case.named.other_years or not case.payer.one:
        return None
    return case.propose("suggest", [], Why("number_of_another_year", {"written": case.named.other_years[0]}), customer=case.payer.one)


def weakly_named(case: Case) -> Proposal | None:
    """Bare digits, order numbers and last digits count when payer or amount give the second proof."""
    weak = [case.book.items[number] for number in case.named.weak]
    own = [item for item in weak if item.open and item.currency == case.credit.currency and case.may_pay(item)]
    exact = [item for item in own if item.open == case.credit.amount]
    if len(exact) == 1:
        is_bare = case.named.weak[exact[0].number] >= BARE
        sure = case.agrees(exact) if is_bare else _is_sure(case, case.candidates, case.credit.amount)
        tier: Tier = "auto" if sure else "suggest"
        return case.propose(tier, case.whole(exact), Why("digits_and_amount", {"number": exact[0].number}))
    bare = [item for item in own if case.named.weak[item.number] >= BARE]
    if len(bare) > 1 and sum(item.open for item in bare) == case.credit.amount:
        tier = "auto" if case.agrees(bare) else "suggest"
        return case.propose(tier, case.whole(bare), Why("digits_and_amount", {"number": bare[0].number}))
    return _weak_and_short(case, [item for item in bare if case.agrees([item])])


def _weak_and_short(case: Case, own: list[Item]) -> Proposal | None:
    """Bare digits of one item of the payer with less money: discount in time, or a part."""
    if len(own) != 1:
        return None
    item, short = own[0], own[0].open - case.credit.amount
    if short > 0 and short == item.discount():
        return _discounted(case, own, (item,), short)
    if short > 0 and (case.is_partial or short <= BANK_FEE_LIMIT):
        kind = "short" if case.is_partial else "bank_fee"
        return case.propose(
            "suggest",
            [(item, case.credit.amount)],
            Why("paid_short", {"number": item.number, "short": short}),
            deductions=[Deduction(kind, item.number, short)],
        )
    return None


def _same_currency(case: Case, items: list[Item]) -> bool:
    return all(item.currency == case.credit.currency for item in items)


def _serial(item: Item) -> str:
    found = parts(item.number)
    return found.serial if found else item.number
