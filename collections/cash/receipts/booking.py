"""Steps that post money: a set of bank entries against unidentified cash, a set of receipts on their customers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.db.models import QuerySet

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import JournalEntry
from o2c.billing.ledger.rules import Posting, to_base
from o2c.billing.ledger.services import Booking, post_many
from o2c.collections.cash.receipts import rules
from o2c.collections.cash.receipts.models import Receipt, ReceiptState
from o2c.core.access.models import User
from o2c.core.entities.models import FiscalPeriod, LegalEntity
from o2c.core.entities.queries import conversion
from o2c.core.entities.rules import posting_refusal
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock, transition


def posting_days(entity: LegalEntity, days: Iterable[date]) -> dict[date, date]:
    """Each booking day with the day it is posted on: itself, or the first day of the next open month where its month is closed.

    A month that nobody opened stays as it is, so that the ledger says so. Source: cash reference 11.
    """
    wanted = set(days)
    if not wanted:
        return {}
    states: dict[date, set[str]] = {}
    periods = FiscalPeriod.objects.filter(entity=entity, area__in=["cash", "all"], month__gte=min(wanted).replace(day=1))
    for month, state in periods.values_list("month", "state"):
        states.setdefault(month, set()).add(state)
    opened = sorted(month for month, found in states.items() if posting_refusal(found) is None)
    return {day: _posted_on(day, states.get(day.replace(day=1)), opened) for day in wanted}


def _posted_on(day: date, states: set[str] | None, opened: Sequence[date]) -> date:
    if states is None or posting_refusal(states) is None:
        return day
    return next((month for month in opened if month > day), day)


def book(moneys: Sequence[rules.BankMoney], *, actor: User) -> list[Booking]:
    """Step: bank against unidentified cash, for a set. Raises as `post_many`, above all "journalentry_posted_once"."""
    return post_many([rules.bank_posting(money) for money in moneys], actor=actor)


def rates(entity: LegalEntity, currency: str, days: Iterable[date]) -> dict[date, Decimal]:
    """Units of the currency for one unit of the entity's, per day. Raises BusinessError "rate_missing"."""
    return {day: conversion(entity.base_currency, currency, day).value for day in set(days)}


@dataclass(frozen=True, slots=True)
class Identified:
    """This receipt is that account's money."""

    receipt_id: int
    account_id: int


def waiting(receipts: QuerySet[Receipt]) -> QuerySet[Receipt]:
    return receipts.select_related("entity", "line__entry", "cheque__entry")


def identify_many(found: Sequence[Identified], *, receipts: QuerySet[Receipt], actor: User) -> list[Receipt]:
    """Step: put receipts on their customers' accounts, unapplied, with a handful of statements.

    `receipts` are those within reach of the caller. The caller records the events.
    Raises BusinessError "receipt_other_entity", "receipt_other_currency", Conflict "wrong_state".
    """
    wanted = {one.receipt_id: one.account_id for one in found}
    rows = lock(waiting(receipts), list(wanted))
    accounts = FinancialAccount.objects.in_bulk(set(wanted.values()))
    for receipt in rows:
        receipt.account = accounts[wanted[receipt.pk]]
        receipt.customer_id = receipt.account.customer_id
        _must_fit(receipt, receipt.account)
        transition(receipt, ReceiptState.ON_CUSTOMER, rules.RECEIPT_MOVES)
        receipt.reason = ""
    wanted_of = _postings(rows)
    booked = iter(post_many([posting for group in wanted_of for posting in group], actor=actor))
    for receipt, group in zip(rows, wanted_of, strict=True):
        receipt.conversion = next(booked).entry if len(group) > 1 else None
        receipt.entry = next(booked).entry
    Receipt.objects.bulk_update(rows, ["account", "customer", "conversion", "entry", "state", "reason"], batch_size=1000)
    return rows


def _must_fit(receipt: Receipt, account: FinancialAccount) -> None:
    if account.entity_id != receipt.entity_id:
        raise BusinessError("receipt_other_entity", field="account", account=account.number)
    paid = receipt.instructed
    if account.currency not in {receipt.currency, paid.currency if paid else ""}:
        raise BusinessError("receipt_other_currency", field="account", account=account.number, currency=account.currency)


def _postings(rows: Sequence[Receipt]) -> list[Sequence[Posting]]:
    days: dict[int, dict[date, date]] = {}
    for entity in {receipt.entity for receipt in rows}:
        days[entity.pk] = posting_days(entity, (receipt.booked_on for receipt in rows if receipt.entity_id == entity.pk))
    return [_postings_of(receipt, days[receipt.entity_id][receipt.booked_on]) for receipt in rows]


def _postings_of(receipt: Receipt, posted_on: date) -> Sequence[Posting]:
    account = cast(FinancialAccount, receipt.account)
    booked = cast(JournalEntry, receipt.line.entry if receipt.line else receipt.cheque.entry)
    money = rules.BankMoney(
        receipt.entity_id, receipt.amount, receipt.currency, receipt.booked_on, max(posted_on, booked.posting_date),
        reference=booked.reference, source_key="", rate=booked.rate,
    )  # fmt: skip
    onto: dict[str, Any] = {"account_id": account.pk, "customer_id": account.customer_id, "value_on": receipt.value_on}
    paid = receipt.instructed
    if account.currency == receipt.currency or paid is None:
        return [rules.identified_posting(money, **onto)]
    worth = to_base(receipt.amount, booked.rate, receipt.entity.base_currency)
    return rules.converted_postings(money, paid, worth, **onto)
