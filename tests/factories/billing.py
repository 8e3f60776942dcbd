"""Events of the ledger, posted the way rooms post them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone
from factories.accounts import (
    AddressFactory,
    CampaignAccountFactory,
    CampaignFactory,
    ContactFactory,
    ContractFactory,
    CustomerFactory,
    FinancialAccountFactory,
    InsertionOrderFactory,
    TaxRegistrationFactory,
)
from factories.core import LegalEntityFactory
from people import empowered, person

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.documents.models import Document
from o2c.billing.documents.rules import NewDocument, NewLine
from o2c.billing.documents.services import post_documents
from o2c.billing.ledger.models import JournalEntry, OpenItem
from o2c.billing.ledger.rules import Item, Line, Posting
from o2c.billing.ledger.services import Pair, allocate, post
from o2c.billing.spend.models import SpendRecord
from o2c.core.access.models import User
from o2c.core.acting import Running
from o2c.core.dates import add_months
from o2c.core.entities.models import FiscalPeriod, LegalEntity, OwnBankAccount
from o2c.core.numbering.models import NumberSeries
from o2c.core.verbs import opened

KEYS = count(1)


def bookkeeper() -> User:
    """A person who may do everything the ledger offers."""
    return empowered("billing.allocate_items", "billing.reverse_allocation", "billing.reverse_entry", name="Berta Bookkeeper")


@contextmanager
def inside_a_verb(actor: User | None = None) -> Iterator[User]:
    """The transaction of some verb, for calling steps directly."""
    actor = actor or bookkeeper()
    with opened(Running("tests.step", actor, None)):
        yield actor


def open_account(*, months: int = 24, first: date = date(2025, 1, 1), **facts: object) -> FinancialAccount:
    """A financial account whose entity has open months."""
    account: FinancialAccount = FinancialAccountFactory(**facts)
    open_months(account.entity, first, months)
    return account


def open_months(entity: LegalEntity, first: date = date(2025, 1, 1), months: int = 24) -> None:
    FiscalPeriod.objects.bulk_create(
        [FiscalPeriod(entity=entity, month=add_months(first, index)) for index in range(months)], ignore_conflicts=True
    )


VAT_IDS = {"FR": "FR83404833048", "DE": "DE136695976", "GB": "GB980780684", "ES": "ESB58378431", "US": ""}
SERIES = {"invoice": "INV", "credit_note": "CN", "debit_note": "DN", "fee_note": "FN", "interest_note": "IN"}


def billable(
    *, seller: str = "FR", buyer: str = "FR", verified: bool = True, entity: LegalEntity | None = None, **facts: Any
) -> FinancialAccount:
    """An account with everything a document of ours needs: series, open months, bank account, addresses and tax ids."""
    entity = entity or selling_entity(seller)
    customer = facts.pop("customer", None) or CustomerFactory(entity=entity, country=buyer)
    AddressFactory(customer=customer, country=buyer)
    ContactFactory(customer=customer)
    if VAT_IDS.get(buyer):
        checked = {"state": "valid", "checked_at": timezone.now()} if verified else {}
        TaxRegistrationFactory(customer=customer, country=buyer, number=VAT_IDS[buyer], **checked)
    account: FinancialAccount = FinancialAccountFactory(entity=entity, customer=customer, **facts)
    return account


def selling_entity(country: str = "FR", code: str = "") -> LegalEntity:
    """A company of ours that may issue documents of every kind, in every stream, in 2025 and 2026."""
    currency = {"GB": "GBP", "US": "USD"}.get(country, "EUR")
    entity: LegalEntity = LegalEntityFactory(
        country=country,
        base_currency=currency,
        vat_id=VAT_IDS[country],
        address="1 rue de la Paix\n75002 Paris",
        **({"code": code} if code else {}),
    )
    OwnBankAccount.objects.get_or_create(
        entity=entity, currency=currency, defaults={"name": "main", "iban": f"FR76300060000112345{entity.pk:08}", "bic": "AGRIFRPP"}
    )
    NumberSeries.objects.bulk_create(
        [
            NumberSeries(entity=entity, doc_type=kind, code=stream, prefix=f"{entity.code}{stream[:1].upper()}-{short}")
            for kind, short in SERIES.items()
            for stream in ("", "goods", "services")
        ],
        ignore_conflicts=True,
    )
    open_months(entity)
    return entity


def new_line(net: str | Decimal = "100", **facts: Any) -> NewLine:
    return NewLine(**{"description": "Display advertising", "quantity": Decimal(1), "unit": "C62", "unit_price": Decimal(net), **facts})


def new_document(account: FinancialAccount, *nets: str, kind: str = "invoice", on: date = date(2026, 3, 10), **facts: Any) -> NewDocument:
    lines = facts.pop("lines", None) or [new_line(net) for net in nets or ("100",)]
    key = facts.pop("source_key", f"test:{next(KEYS)}")
    return NewDocument(kind=kind, account_id=account.pk, document_date=on, source_key=key, lines=lines, **facts)


def issued(account: FinancialAccount, *nets: str, **facts: Any) -> Document:
    """A posted document: an invoice of one line of 100 unless told otherwise."""
    with inside_a_verb() as actor:
        (document,) = post_documents([new_document(account, *nets, **facts)], actor=actor)
    return document


def posting(account: FinancialAccount, amount: str | Decimal, on: date, kind: str = "invoice", **facts: object) -> Posting:
    """An invoice by default; a credit note, receipt or write-off by kind. `amount` is positive, the kind gives the side."""
    value = Decimal(amount)
    owed = kind in {"invoice", "debit_note", "refund"}
    control = "unapplied" if kind == "receipt" else "receivable"
    other = {"receipt": "bank", "refund": "bank", "write_off": "write_off"}.get(kind, "revenue")
    signed = value if owed else -value
    due = facts.pop("due", on + timedelta(days=30) if owed else on)
    return Posting(
        kind=kind, reference=str(facts.pop("reference", f"{kind}-{on}-{value}")), entity_id=account.entity_id, currency=account.currency,
        document_date=on, posting_date=on, account_id=account.pk, customer_id=account.customer_id,
        items=[Item(signed, due, control)], lines=[Line(other, -signed)], **facts,
    )  # type: ignore[arg-type]  # fmt: skip


def posted(account: FinancialAccount, amount: str | Decimal, on: date, kind: str = "invoice", **facts: object) -> OpenItem:
    with inside_a_verb() as actor:
        entry: JournalEntry = post(posting(account, amount, on, kind, **facts), actor=actor)
    return entry.items.get()


def settled(debit: OpenItem, credit: OpenItem, amount: str | Decimal, on: date) -> None:
    with inside_a_verb() as actor:
        allocate([Pair(debit.pk, credit.pk, Decimal(amount), on)], method="manual", actor=actor)
    debit.refresh_from_db()
    credit.refresh_from_db()


def billable_campaign(account: FinancialAccount | None = None, **facts: object) -> Campaign:
    """A campaign with everything in order for billing in 2025 and 2026. An account that is given should be `billable`."""
    account = account or billable(buyer="DE")
    customer, entity = account.customer, account.entity
    made: Campaign = CampaignFactory(advertiser=customer, currency=account.currency, **facts)
    CampaignAccountFactory(campaign=made, account=account)
    if not customer.contracts.exists():
        ContractFactory(customer=customer, entity=entity, currency=account.currency, terms=account.terms)
    made.insertion_orders.add(InsertionOrderFactory(customer=customer, entity=entity, currency=account.currency, ends_on=date(2027, 1, 1)))
    return made


def spent(campaign: Campaign, on: date, amount: str | Decimal = "100", **facts: object) -> SpendRecord:
    """One record of spend, its external id counted up."""
    given = {"source": "adserver", "ext_id": str(SpendRecord.objects.count() + 1), "units": 1, "currency": campaign.currency} | facts
    return SpendRecord.objects.create(campaign=campaign, service_date=on, amount=Decimal(amount), recorded_by=person("clerk"), **given)  # type: ignore[misc]
