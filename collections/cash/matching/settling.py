"""Step: what a decision books. Receipts go on their customers, credit notes and money on invoices, residuals where they belong."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.db.models import QuerySet, Sum

from o2c.billing.ledger.models import JournalEntry, JournalLine, OpenItem
from o2c.billing.ledger.rules import Item, Line, Posting
from o2c.billing.ledger.services import Booking, Pair, allocate_many, post_many
from o2c.collections.cash.matching import rules
from o2c.collections.cash.matching.loading import discount_until
from o2c.collections.cash.matching.models import Application, Deduction
from o2c.collections.cash.matching.taxes import taxed
from o2c.collections.cash.receipts.booking import Identified, identify_many
from o2c.collections.cash.receipts.models import Receipt, ReceiptState
from o2c.collections.cash.statements.models import LineState, StatementLine
from o2c.core.access.models import User
from o2c.core.dates import first_of_month
from o2c.core.errors import BusinessError
from o2c.core.limits.queries import limit
from o2c.core.verbs import lock


@dataclass(frozen=True, slots=True)
class Plan:
    """What one receipt settles. `account_id`: whose money it is; used only while it is nobody's."""

    receipt_id: int
    account_id: int
    shares: tuple[rules.Share, ...] = ()
    residuals: tuple[rules.Residual, ...] = ()
    proposal_id: int | None = None

    @property
    def item_ids(self) -> set[int]:
        return {share.item_id for share in self.shares} | {residual.item_id for residual in self.residuals}


def settle(plans: Sequence[Plan], *, receipts: QuerySet[Receipt], method: str, reason: str = "", actor: User) -> list[Application]:
    """Step: book the plans, in a handful of statements. `receipts`: those within reach.

    Raises BusinessError as `rules.check`, `identify_many` and `allocate_many`; Conflict for receipts out of reach.
    """
    rows = _identified(plans, receipts, actor)
    money = {item.entry_id: item for item in OpenItem.objects.filter(entry__in=[row.entry_id for row in rows.values()], side="credit")}
    items = _items(plans)
    left = {pk: item.open_amount for pk, item in items.items()}
    for plan in plans:
        _check(plan, rows[plan.receipt_id], money[_entry(rows[plan.receipt_id])], items, left)
    residual = _post_residuals(plans, rows, items, actor)
    drafts = [_pairs(plan, money[_entry(rows[plan.receipt_id])], items, residual.get(plan.receipt_id, [])) for plan in plans]
    made = allocate_many([pair for group in drafts for pair in group], method=method, reason=reason, actor=actor) if any(drafts) else []
    _keep_deductions(plans, rows, items, residual)
    _lines_matched(rows.values())
    currencies = {pk: money[_entry(row)].currency for pk, row in rows.items()}
    return _applications(plans, rows, currencies, drafts, [one.pk for one in made], residual, method)


def _entry(receipt: Receipt) -> int:
    return cast(int, receipt.entry_id)


def _identified(plans: Sequence[Plan], receipts: QuerySet[Receipt], actor: User) -> dict[int, Receipt]:
    rows = {row.pk: row for row in lock(receipts, [plan.receipt_id for plan in plans])}
    fresh = [plan for plan in plans if rows[plan.receipt_id].state in {ReceiptState.UNIDENTIFIED, ReceiptState.PARKED}]
    found = [Identified(plan.receipt_id, plan.account_id) for plan in fresh]
    if found:
        rows |= {row.pk: row for row in identify_many(found, receipts=receipts, actor=actor)}
    return rows


def _items(plans: Sequence[Plan]) -> dict[int, OpenItem]:
    wanted = sorted({pk for plan in plans for pk in plan.item_ids})
    return {item.pk: item for item in lock(OpenItem.objects.select_related("entry", "account__terms", "entity"), wanted)}


def _check(plan: Plan, receipt: Receipt, money: OpenItem, items: dict[int, OpenItem], left: dict[int, Decimal]) -> None:
    """Two plans of one call may touch the same item: each sees what the ones before have left of it."""
    facts = {pk: facts_of(items[pk], left[pk]) for pk in plan.item_ids}
    for pk in plan.item_ids:
        if items[pk].entity_id != receipt.entity_id:
            raise BusinessError("match_other_entity", reference=items[pk].reference)
    allowed = limits_of(receipt, money.currency, items[next(iter(plan.item_ids))].customer_id) if plan.residuals else rules.Allowed()
    rules.check(rules.Wish(money.open_amount, money.currency, receipt.value_on, plan.shares, plan.residuals, facts), allowed)
    for share in plan.shares:
        left[share.item_id] -= abs(share.amount)
    for residual in plan.residuals:
        left[residual.item_id] -= residual.amount


def facts_of(item: OpenItem, left: Decimal) -> rules.ItemFacts:
    return rules.ItemFacts(item.pk, item.side, item.currency, left, item.original_amount, item.reference, discount_until(item))


def limits_of(receipt: Receipt, currency: str, customer_id: int) -> rules.Allowed:
    """The limits on the day of the money, and what was spent of the month's tolerance for the customer."""
    on = receipt.value_on
    at: dict[str, Any] = {"entity": receipt.entity, "currency": currency}
    month = first_of_month(on)
    spent = JournalLine.objects.filter(
        control_account="small_differences", entry__customer=customer_id, entry__entity=receipt.entity, entry__posting_date__gte=month
    ).aggregate(sum=Sum("debit") - Sum("credit"))["sum"]
    return rules.Allowed(
        fee=limit("bank_fee", on=on, **at),
        difference=limit("payment_tolerance", on=on, **at),
        of_month=limit("tolerance_of_month", on=on, **at),
        spent=spent or Decimal(0),
        discount_percent=limit("discount", on=on, entity=receipt.entity),
        discount_grace=int(limit("discount_grace", on=on, entity=receipt.entity) or 0),
    )


def _post_residuals(
    plans: Sequence[Plan], rows: dict[int, Receipt], items: dict[int, OpenItem], actor: User
) -> dict[int, list[tuple[rules.Residual, Booking]]]:
    wanted = [(rows[plan.receipt_id], residual) for plan in plans for residual in plan.residuals]
    if not wanted:
        return {}
    rates = taxed({residual.item_id for _row, residual in wanted if residual.kind == "discount"})
    postings = [_posting(row, residual, items[residual.item_id], rates.get(residual.item_id, [])) for row, residual in wanted]
    found: dict[int, list[tuple[rules.Residual, Booking]]] = {}
    for (row, residual), booking in zip(wanted, post_many(postings, actor=actor), strict=True):
        found.setdefault(row.pk, []).append((residual, booking))
    return found


def _posting(receipt: Receipt, residual: rules.Residual, item: OpenItem, rates: Sequence[tuple[Decimal, Decimal]]) -> Posting:
    on = max(cast(JournalEntry, receipt.entry).posting_date, item.posting_date)
    credit = Item(-residual.amount, item.due_date, "receivable", ageing_date=item.ageing_date)
    items, lines = [credit], []
    if residual.kind == "deduction":
        items = [Item(residual.amount, item.due_date, "receivable", ageing_date=item.ageing_date), credit]
    else:
        net, tax = rules.tax_parts(residual.amount, item.currency, rates)
        lines = [Line(rules.CONTROL[residual.kind], net), *([Line("tax", tax)] if tax else [])]
    return Posting(
        kind="deduction", reference=item.reference, entity_id=item.entity_id, currency=item.currency, rate=item.entry.rate,
        document_date=receipt.value_on, posting_date=on, account_id=item.account_id, customer_id=item.customer_id,
        items=items, lines=lines,
    )  # fmt: skip


def _pairs(plan: Plan, money: OpenItem, items: dict[int, OpenItem], residual: list[tuple[rules.Residual, Booking]]) -> list[Pair]:
    known = {**items, money.pk: money}
    made = [
        Pair(debit, credit, amount, max(known[debit].posting_date, known[credit].posting_date, money.posting_date))
        for debit, credit, amount in rules.pairs(plan.shares, money.pk)
    ]
    return made + [
        Pair(one.item_id, booking.items[-1].pk, one.amount, max(items[one.item_id].posting_date, booking.entry.posting_date))
        for one, booking in residual
    ]


def _keep_deductions(
    plans: Sequence[Plan], rows: dict[int, Receipt], items: dict[int, OpenItem], residual: dict[int, list[tuple[rules.Residual, Booking]]]
) -> None:
    Deduction.objects.bulk_create(
        Deduction(
            receipt=rows[plan.receipt_id], entity_id=rows[plan.receipt_id].entity_id, customer_id=items[one.item_id].customer_id,
            invoice_item=items[one.item_id], item=booking.items[0], reason=one.reason, note=one.note, amount=one.amount,
            currency=items[one.item_id].currency,
        )
        for plan in plans
        for one, booking in residual.get(plan.receipt_id, [])
        if one.kind == "deduction"
    )  # fmt: skip


def _lines_matched(rows: Iterable[Receipt]) -> None:
    """A bank entry is matched when none of its receipts waits any more."""
    ids = {row.line_id for row in rows if row.line_id}
    open_still = Receipt.objects.filter(line__in=ids, state__in=[ReceiptState.UNIDENTIFIED, ReceiptState.PARKED]).values("line")
    lines = StatementLine.objects.filter(pk__in=ids).exclude(pk__in=open_still)
    lines.filter(state__in=[LineState.NEW, LineState.PROPOSED, LineState.PARKED, LineState.UNMATCHED]).update(state=LineState.MATCHED)


def _applications(
    plans: Sequence[Plan],
    rows: dict[int, Receipt],
    currencies: dict[int, str],
    drafts: Sequence[Sequence[Pair]],
    made: Sequence[int],
    residual: dict[int, list[tuple[rules.Residual, Booking]]],
    method: str,
) -> list[Application]:
    found, place = [], 0
    for plan, pairs in zip(plans, drafts, strict=True):
        receipt = rows[plan.receipt_id]
        found.append(
            Application(
                receipt=receipt, entity_id=receipt.entity_id, proposal_id=plan.proposal_id, currency=currencies[receipt.pk],
                applied=sum((share.amount for share in plan.shares), Decimal(0)), allocations=list(made[place : place + len(pairs)]),
                entries=[booking.entry.pk for _one, booking in residual.get(plan.receipt_id, [])], by_rule=method == "automatic",
            )
        )  # fmt: skip
        place += len(pairs)
    return Application.objects.bulk_create(found)
