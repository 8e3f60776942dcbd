"""The made-up world on disk, as the command reads it, and the judge of what it answers."""

import csv
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from cash_sample import DAYS, Invoice, Payment, World


def money(amount: int) -> str:
    return format(Decimal(amount).scaleb(-2), "f")


def write(world: World, folder: Path) -> None:
    """The folder as the command reads it."""
    (folder / "statements").mkdir(parents=True)
    opened = {invoice.number: invoice.open for invoice in world.invoices}
    for payment in world.payments:
        for number, amount in payment.applied.items():
            opened[number] = world.open[number].amount if payment.case == "discount" else opened[number] + amount
    _csv(folder / "customers.csv", ["customer_id", "name", "iban", "parent_id"], [
        [f"C{n}", name, world.accounts[n] if world.in_master[n] else "", ""] for n, name in enumerate(world.names)
    ])  # fmt: skip
    _csv(folder / "parents.csv", ["parent_id", "name", "iban"], [])
    _csv(folder / "past_matches.csv", ["booking_date", "payer_name", "payer_iban", "customer_id"], [
        ["2025-06-01", world.names[n], account, f"C{n}"] for n, account in world.past
    ])  # fmt: skip
    header = [
        "number",
        "type",
        "customer_id",
        "invoice_date",
        "due_date",
        "currency",
        "amount",
        "open_amount",
        "discount_percent",
        "discount_until",
        "customer_po",
    ]
    _csv(folder / "invoices.csv", [*header, "rf_reference", "be_reference"], [
        _row(invoice, opened[invoice.number]) for invoice in world.invoices
    ])  # fmt: skip
    for day in DAYS:
        paid = [payment for payment in world.payments if payment.on == day]
        (folder / "statements" / f"{day}.xml").write_text(_statement(day, paid), encoding="utf-8")


def _row(i: Invoice, opened: int) -> list[object]:
    figures = [money(i.amount), money(opened), i.percent or "", i.until or ""]
    return [i.number, i.kind, f"C{i.customer}", i.issued, i.due, "EUR", *figures, i.order, i.structured, ""]


def _csv(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([header, *rows])


def _statement(day: date, payments: list[Payment]) -> str:
    entries = "".join(map(_entry, payments))
    unit = f"<BkToCstmrStmt><Stmt><Id>{day}</Id>{entries}</Stmt></BkToCstmrStmt>"
    return f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">{unit}</Document>'


def _entry(p: Payment) -> str:
    reference = f"<Strd><CdtrRefInf><Ref>{p.structured}</Ref></CdtrRefInf></Strd>" if p.structured else ""
    payer = f"<Dbtr><Nm>{p.payer.replace('&', '&amp;')}</Nm></Dbtr><DbtrAcct><Id><IBAN>{p.account}</IBAN></Id></DbtrAcct>"
    return (
        f'<Ntry><Amt Ccy="EUR">{money(p.amount)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{p.on}</Dt></BookgDt>'
        f"<AcctSvcrRef>{p.reference}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>{p.end_to_end or 'NOTPROVIDED'}</EndToEndId></Refs>"
        f"<RltdPties>{payer}</RltdPties><RmtInf><Ustrd>{p.text}</Ustrd>{reference}</RmtInf></TxDtls></NtryDtls></Ntry>"
    )


@dataclass
class Score:
    credits: int = 0
    alone: int = 0
    alone_wrong: list[str] = field(default_factory=list)
    right: int = 0
    named: int = 0
    customer_right: int = 0
    cases: Counter[str] = field(default_factory=Counter)


def score(world: World, predictions: Path) -> Score:
    """Shares of credits: booked alone, right as proposed, customer right; and which were booked alone wrongly."""
    result = Score()
    with predictions.open(encoding="utf-8") as rows:
        told = {row["credit_ref"]: row for row in csv.DictReader(rows)}
    for payment in world.payments:
        row = told[payment.reference]
        applied = {
            number: Decimal(amount) for number, _, amount in (part.rpartition(":") for part in row["applications"].split(";") if part)
        }
        truth = {number: Decimal(money(amount)) for number, amount in payment.applied.items()}
        right = applied == truth or (len(applied) == 1 and set(applied) <= payment.alternatives)
        alone = row["tier"] == "auto"
        result.credits += 1
        result.alone += alone
        result.right += right and (row["tier"] in {"auto", "suggest"} or not payment.applied)
        if alone and not right:
            result.alone_wrong.append(payment.reference)
        if not right:
            result.cases[payment.case] += 1
        if payment.customers:
            result.named += 1
            result.customer_right += set(filter(None, row["customer_id"].split("+"))) == {f"C{n}" for n in payment.customers}
    return result
