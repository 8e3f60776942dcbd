"""A week of money in the demo: statements, matching, cheques, a payment that came back, days signed; yesterday's waits for its clerk."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from o2c.billing.ledger.models import OpenItem
from o2c.collections.cash.cheques import services as cheques
from o2c.collections.cash.cheques.models import Cheque, DepositSlip
from o2c.collections.cash.coding.services import code_by_rule
from o2c.collections.cash.mappings.services import save_mapping, start_mapping
from o2c.collections.cash.matching.run import match_entity
from o2c.collections.cash.matching.services import park_receipt
from o2c.collections.cash.receipts.models import Receipt
from o2c.collections.cash.returns.night import is_sure
from o2c.collections.cash.returns.queries import waiting_returns
from o2c.collections.cash.returns.services import book_return
from o2c.collections.cash.review.rules import bank_days_before
from o2c.collections.cash.review.services import sign_bank_day
from o2c.collections.cash.statements.importing.run import import_file
from o2c.collections.cash.statements.models import StatementLine
from o2c.collections.cash.statements.services import receive_statement_file
from o2c.core.access.queries import the_night
from o2c.core.entities.models import LegalEntity, OwnBankAccount
from o2c.core.files.storage import store_raw
from o2c.core.money import Money
from o2c.story.bank import Told, statement
from o2c.story.cast import Cast

OPENING = Decimal("182450.37")
EXPORT = """Tag;Gegenseite;Verwendungszweck;Wert;Richtung
{day:%d/%m/%Y};Nordlicht AG;DE01-100;1.190,00;ein
{day:%d/%m/%Y};Bank;Entgelt;3,50;aus
"""
READS: dict[str, Any] = {
    "columns": {"booked_on": 0, "payer": 1, "text": 2, "amount": 3, "sign": 4}, "skip": 1, "dates": "dmy", "decimals": ",",
    "out_word": "aus", "currency": "EUR",
}  # fmt: skip


def work(cast: Cast, entities: dict[str, LegalEntity], today: date) -> None:
    """One company's account. What is certain books itself; yesterday's rest and signature are left for the morning."""
    entity = entities["DE01"]
    account = OwnBankAccount.objects.get(entity=entity, currency="EUR", state="active")
    days = bank_days_before(today)[::-1]
    owed = _owed(entity, days[0])
    if not owed:
        return
    banked = _cheques_come(entity, account, owed[:2], days[3], cast)
    balance, number = OPENING, 40
    for span, entries in _week(days, owed, banked[0].amount):
        number += 1
        text, balance = statement(account.iban, number, span[0], span[-1], balance, entries)
        _take_in(text, f"DE01-{span[-1]:%Y%m%d}.xml", account, span[-1], cast)
    cheques.bounce_cheque(banked[-1].pk, on=days[4], reason="No funds", fee=Decimal("7.50"), actor=cast.by_role["cash_clerk"])
    _rest(account, days, today, cast)


def _owed(entity: LegalEntity, until: date) -> list[OpenItem]:
    """Seven invoices, of as many customers as there are; where there are fewer, some are paid twice, as happens."""
    rows = OpenItem.objects.filter(entity=entity, currency="EUR", kind="invoice", side="debit", posting_date__lt=until, open_amount__gt=60)
    found = list(rows.select_related("customer", "account").order_by("due_date", "pk"))
    first = {item.customer_id: item for item in reversed(found)}
    return ([*first.values(), *(item for item in found if item not in first.values())] * 7)[:7]


def _paid(item: OpenItem, day: date, less: str = "0", **facts: str) -> Told:
    return Told(day, item.open_amount - Decimal(less), item.customer.legal_name, f"Rechnung {item.reference}", **facts)


def _week(days: list[date], owed: list[OpenItem], deposit: Decimal) -> Iterator[tuple[list[date], list[Told]]]:
    """(the days of a statement, its entries)."""
    first, second, third, fourth, last = days
    yield (
        [first, second, third],
        [
            _paid(owed[0], first),
            _paid(owed[1], second, end_to_end="DD-4711"),
            Told(third, Decimal("-12.90"), "", "Entgelte", code="ACMT/MDOP/CHRG"),
        ],
    )
    yield [fourth], [_paid(owed[2], fourth), Told(fourth, Decimal("84.00"), "Hans Mustermann", "Miete Garage")]
    back = Told(last, -(owed[1].open_amount + Decimal("3.00")), owed[1].customer.legal_name, "Rücklastschrift", "DD-4711", returned="AM04")
    yield (
        [last],
        [
            _paid(owed[3], last), _paid(owed[4], last, less="50.00"), back, Told(last, deposit, "Scheckeinreichung", code="PMNT/RCHQ/CCHQ"),
            Told(last, owed[5].open_amount, owed[5].customer.legal_name, "Werbung, danke"),
            Told(last, Decimal("1500.00"), owed[6].customer.legal_name, "Anzahlung Kampagne"),
            Told(last, Decimal("640.00"), "Kiosk am Tor", "Re 4711"),
        ],
    )  # fmt: skip


def _take_in(text: str, name: str, account: OwnBankAccount, day: date, cast: Cast) -> None:
    """As the upload does it: the file, its coding and returns, then the matcher."""
    clerk, night = cast.by_role["cash_clerk"], the_night()
    file = receive_statement_file(store_raw(io.BytesIO(text.encode()), name), source="page", actor=clerk)
    import_file(file, actor=clerk)
    code_by_rule(account.pk, actor=night)
    for slip in DepositSlip.objects.filter(account=account, state="banked"):
        if line := StatementLine.objects.filter(account=account, direction="credit", amount=slip.total, state="new").first():
            cheques.credit_slip(slip.pk, line=line, actor=night)
    for line in waiting_returns().filter(account=account):
        if is_sure(line, night):
            book_return(line.pk, actor=night)
    match_entity(account.entity, on=day, actor=night)


def _cheques_come(entity: LegalEntity, account: OwnBankAccount, owed: list[OpenItem], day: date, cast: Cast) -> list[Cheque]:
    """A slip each; a second person closes the day. The bank credits the first and sends the second back."""
    clerk = cast.by_role["cash_clerk"]
    made = [
        cheques.record_cheque(
            entity=entity, number=f"00{4711 + place}", drawer=item.customer.legal_name, bank="Sparkasse",
            amount=Money(Decimal(450 * (place + 1)), "EUR"),
            dated_on=day, received_on=day, purpose=f"RE {4711 + place}", account=item.account, actor=clerk,
        )
        for place, item in enumerate(owed)
    ]  # fmt: skip
    for cheque in made:
        cheques.make_slip(account, cheque_ids=[cheque.pk], day=day, actor=clerk)
    cheques.close_cheque_day(entity, day=day, actor=cast.by_role["finance"])
    return list(Cheque.objects.filter(pk__in=[cheque.pk for cheque in made]).order_by("pk"))


def _rest(account: OwnBankAccount, days: list[date], today: date, cast: Cast) -> None:
    """A parked receipt, days signed but for yesterday, a cheque of today, and how the bank's other export is read."""
    clerk = cast.by_role["cash_clerk"]
    park_receipt(Receipt.objects.get(payer="Hans Mustermann").pk, reason="Rent of a neighbour: the bank is asked", actor=clerk)
    for day in days[:-1]:
        sign_bank_day(account.pk, day=day, note="In order", actor=clerk)
    cheques.record_cheque(
        entity=account.entity, number="0004801", drawer="Buchladen Stein", bank="Volksbank", amount=Money(Decimal("320.00"), "EUR"),
        dated_on=today - timedelta(days=2), received_on=today, actor=clerk,
    )  # fmt: skip
    sample = store_raw(io.BytesIO(EXPORT.format(day=days[0]).encode()), "netbank.csv")
    mapping = start_mapping(account, sample, name="Netbank CSV", actor=clerk)
    save_mapping(mapping.pk, name="Netbank CSV", **READS, actor=clerk)
