"""What a set of new documents needs to know, read at once for all of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.conf import settings
from django.db.models import F, Q, Sum
from django.utils.module_loading import import_string

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.contracts.models import Contract
from o2c.accounts.customers.models import Address, Customer, TaxRegistration
from o2c.accounts.customers.rules.identifiers import COUNTRY_OF
from o2c.accounts.financial_accounts.models import Channel, FinancialAccount
from o2c.accounts.payment_methods.models import Mandate
from o2c.billing.documents.engine.shapes import SEPA_DEBIT, SEPA_TRANSFER, TRANSFER, Category, Party, Payment
from o2c.billing.documents.models import Document, DocumentLine, DocumentTax, TaxRate
from o2c.billing.documents.rules import BuyerTax, Facts, NewDocument, Original, OriginalLine, SellerTax, Taxed, Terms
from o2c.billing.documents.rules.composing import Format
from o2c.billing.documents.rules.tax import Adapter, untaxed
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity, OwnAccountState, OwnBankAccount
from o2c.core.fields import valid_on

# How the network calls VAT numbers of a country. Source: Electronic Address Scheme list (EAS).
VAT_SCHEMES = {
    "AT": "9914", "BE": "9925", "BG": "9926", "CH": "9927", "CY": "9928", "CZ": "9929", "DE": "9930", "EE": "9931", "ES": "9920",
    "FI": "0213", "FR": "9957", "GB": "9932", "GR": "9933", "HR": "9934", "HU": "9910", "IE": "9935", "IT": "0211", "LT": "9937",
    "LU": "9938", "LV": "9939", "MT": "9943", "NL": "9944", "PL": "9945", "PT": "9946", "RO": "9947", "SE": "9955", "SI": "9949",
    "SK": "9950",
}  # fmt: skip
SEPA_CURRENCY = "EUR"
NETWORK_ADDRESS = re.compile(r"\d{4}:")


@dataclass(slots=True)
class Book:
    """Accounts and everything around them, by key, for one set of new documents."""

    accounts: dict[int, FinancialAccount]
    originals: dict[int, Document] = field(default_factory=dict)
    original_lines: dict[int, dict[int, OriginalLine]] = field(default_factory=dict)
    credited: dict[int, Decimal] = field(default_factory=dict)
    taxes_credited: dict[int, dict[tuple[Any, Decimal], tuple[Decimal, Decimal]]] = field(default_factory=dict)
    addresses: dict[int, list[Address]] = field(default_factory=dict)
    tax_ids: dict[int, list[TaxRegistration]] = field(default_factory=dict)
    rates: dict[str, list[tuple[Decimal, date, date | None]]] = field(default_factory=dict)
    bank_accounts: dict[int, list[OwnBankAccount]] = field(default_factory=dict)
    mandates: dict[tuple[int, int], Mandate] = field(default_factory=dict)
    contracts: dict[int, str] = field(default_factory=dict)
    advertisers: dict[int, str] = field(default_factory=dict)
    campaigns: dict[int, str] = field(default_factory=dict)
    with_insertion_order: frozenset[int] = frozenset()
    adapter: Adapter | None = None

    def facts(self, new: NewDocument) -> Facts:
        """What one of the documents is judged by and freezes."""
        account = self.accounts[new.account_id]
        entity, billed = account.entity, billed_by(account)
        tax_id = self._tax_id(billed)
        vat_id = tax_id.number if tax_id else billed.vat_id
        address = self._address(billed, new.document_date)
        return Facts(
            entity_id=entity.pk, customer_id=account.customer_id, currency=account.currency, account_state=account.state,
            today=local_today(entity), seller=seller_of(entity), buyer=buyer_of(account, address, vat_id),
            seller_tax=SellerTax(entity.country, tuple(self.rates.get(entity.country, []))),
            buyer_tax=BuyerTax(billed.country, tax_id is not None and tax_id.state == "valid"), terms=terms_of(account),
            payment=self._payment(account, billed), format=format_of(account),
            has_address=address is not None, required=required_by(account), contract=self.contracts.get(new.contract_id or 0, ""),
            original=self._original(new.original_id), advertisers=self.advertisers, campaigns=self.campaigns,
            with_insertion_order=self.with_insertion_order, adapter=self.adapter,
        )  # fmt: skip

    def _address(self, billed: Customer, on: date) -> Address | None:
        known = [
            row for row in self.addresses.get(billed.pk, []) if row.valid_from <= on and (row.valid_until is None or on < row.valid_until)
        ]
        return next((row for kind in ("billing", "registered") for row in known if row.kind == kind), None)

    def _tax_id(self, billed: Customer) -> TaxRegistration | None:
        """The registration of its own country: a verified one first."""
        known = [row for row in self.tax_ids.get(billed.pk, []) if row.country == billed.country]
        return min(known, key=lambda row: (row.state != "valid", row.pk), default=None)

    def _payment(self, account: FinancialAccount, billed: Customer) -> Payment | None:
        known = self.bank_accounts.get(account.entity_id, [])
        ours = next((row for row in known if row.currency == account.currency), known[0] if known else None)
        if ours is None:
            return None
        mandate = self.mandates.get((billed.pk, account.entity_id)) if account.terms.means == "direct_debit" else None
        means = SEPA_DEBIT if mandate else SEPA_TRANSFER if account.currency == SEPA_CURRENCY else TRANSFER
        return Payment(
            means, ours.iban, ours.bic, account.entity.name,
            mandate=mandate.reference if mandate else "", debited=mandate.iban if mandate else "",
        )  # fmt: skip

    def _original(self, pk: int | None) -> Original | None:
        if pk is None or (document := self.originals.get(pk)) is None:
            return None
        return Original(
            document.number, document.kind, document.document_date, document.gross, self.credited.get(pk, Decimal(0)),
            document.entity_id, document.customer_id, document.currency, self.original_lines.get(pk, {}),
            self.taxes_credited.get(pk, {}),
        )  # fmt: skip


def billed_by(account: FinancialAccount) -> Customer:
    """Who is named as the buyer: the payer where there is one."""
    return account.payer or account.customer


def terms_of(account: FinancialAccount) -> Terms:
    terms = account.terms
    return Terms(terms.code, terms.net_days, terms.mode, terms.discount_percent, terms.discount_days)


def required_by(account: FinancialAccount) -> frozenset[str]:
    """What the billing profile wants each line to name."""
    profile = account.billing_profile
    if profile is None:
        return frozenset()
    return frozenset([*profile.references, *(["purchase_order"] if profile.po_required else [])])


def format_of(account: FinancialAccount) -> Format:
    """UBL to an address of the Peppol network (`0009:552100554`), Factur-X to any other electronic address."""
    profile = account.billing_profile
    if profile is None or profile.channel != Channel.E_INVOICE:
        return ""
    return "ubl" if NETWORK_ADDRESS.match(profile.channel_address) else "facturx"


def seller_of(entity: LegalEntity) -> Party:
    street, _, place = entity.address.strip().partition("\n")
    country = COUNTRY_OF.get(entity.vat_id[:2], entity.vat_id[:2])
    scheme = VAT_SCHEMES.get(country, "")
    return Party(
        name=entity.name, country=entity.country, street=street.strip(), city=" ".join(place.split()), tax_id=entity.vat_id,
        endpoint=entity.vat_id if scheme else "", endpoint_scheme=scheme or "EM",
    )  # fmt: skip


def buyer_of(account: FinancialAccount, address: Address | None, tax_id: str) -> Party:
    billed, profile = billed_by(account), account.billing_profile
    scheme, _, endpoint = (profile.channel_address if profile and profile.channel == Channel.E_INVOICE else "").rpartition(":")
    return Party(
        name=billed.legal_name, country=address.country if address else billed.country,
        street=", ".join(address.lines.splitlines()) if address else "", city=address.city if address else "",
        postcode=address.postcode if address else "", tax_id=tax_id, legal_id=billed.reg_no,
        endpoint=endpoint, endpoint_scheme=scheme or "EM",
    )  # fmt: skip


def book_for(new: Sequence[NewDocument]) -> Book:
    """Everything about these documents. Accounts and originals that do not exist are simply not in it."""
    accounts = FinancialAccount.objects.select_related("customer", "payer", "entity", "terms", "billing_profile")
    book = Book(accounts.in_bulk({each.account_id for each in new}), adapter=sales_tax_adapter())
    billed = {billed_by(account).pk for account in book.accounts.values()}
    entities = {account.entity for account in book.accounts.values()}
    days = {each.document_date for each in new}
    for address in Address.objects.filter(_on_any(days), customer__in=billed, kind__in=["billing", "registered"]).order_by("pk"):
        book.addresses.setdefault(address.customer_id, []).append(address)
    for tax_id in TaxRegistration.objects.filter(customer__in=billed, ended_on=None).exclude(state="invalid"):
        book.tax_ids.setdefault(tax_id.customer_id, []).append(tax_id)
    for rate in TaxRate.objects.filter(country__in={entity.country for entity in entities}):
        book.rates.setdefault(rate.country, []).append((rate.percent, rate.valid_from, rate.valid_until))
    for ours in OwnBankAccount.objects.filter(entity__in=entities, state=OwnAccountState.ACTIVE).order_by("pk"):
        book.bank_accounts.setdefault(ours.entity_id, []).append(ours)
    for mandate in Mandate.objects.filter(customer__in=billed, entity__in=entities, state="active").order_by("pk"):
        book.mandates[mandate.customer_id, mandate.entity_id] = mandate
    _names(book, new)
    _originals(book, {each.original_id for each in new if each.original_id})
    return book


def _on_any(days: Iterable[date]) -> Q:
    wanted = Q(pk__in=[])
    for day in days:
        wanted |= valid_on(day)
    return wanted


def _names(book: Book, new: Sequence[NewDocument]) -> None:
    lines = [line for each in new for line in each.lines]
    book.contracts = dict(
        Contract.objects.filter(pk__in={each.contract_id for each in new if each.contract_id}).values_list("pk", "number")
    )
    advertisers = {line.advertiser_id for line in lines if line.advertiser_id}
    book.advertisers = dict(Customer.objects.filter(pk__in=advertisers).values_list("pk", "legal_name"))
    campaigns = Campaign.objects.filter(pk__in={line.campaign_id for line in lines if line.campaign_id})
    book.campaigns = {pk: f"{ext_id} {name}" for pk, ext_id, name in campaigns.values_list("pk", "ext_id", "name")}
    book.with_insertion_order = frozenset(campaigns.filter(insertion_orders__isnull=False).values_list("pk", flat=True))


def _originals(book: Book, ids: set[int]) -> None:
    if not ids:
        return
    book.originals = Document.objects.in_bulk(ids)
    sums = Document.objects.filter(original__in=ids, kind="credit_note").values_list("original").annotate(Sum("gross"))
    book.credited = dict(sums)
    taxes = DocumentTax.objects.filter(document__original__in=ids, document__kind="credit_note").values_list(
        "document__original", "category", "rate"
    )
    for pk, category, rate, base, amount in taxes.annotate(Sum("base"), Sum("amount")):
        book.taxes_credited.setdefault(pk, {})[category, rate] = (base, amount)
    lines = DocumentLine.objects.filter(document__in=ids).annotate(
        credited=Sum("credits__net", default=Decimal(0)),
        credited_quantity=Sum("credits__quantity", default=Decimal(0)),
        head=F("document__number"),
    )
    for line in lines:
        kept = book.original_lines.setdefault(line.document_id, {})
        blank = untaxed(cast("Category", line.tax_category))
        taxed = Taxed(blank.category, line.tax_rate, blank.reason, blank.reason_code)
        kept[line.pk] = OriginalLine(line.net, line.credited, taxed, str(line.position), line.credited_quantity)


def sales_tax_adapter() -> Adapter | None:
    """The function that answers for sales tax of the United States, where an installation named one."""
    path = settings.SALES_TAX_ADAPTER
    return import_string(path) if path else None
