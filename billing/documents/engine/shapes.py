"""An invoice as EN 16931 sees it. The business terms (BT) are named where the word differs. Amounts are in the invoice's currency."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

# UNCL 5305. S standard, Z zero, E exempt, AE reverse charge, K intra-community supply, G export, O outside the scope of VAT.
Category = Literal["S", "Z", "E", "AE", "K", "G", "O"]
# UNCL 1001
INVOICE, CREDIT_NOTE, CORRECTED, PREPAYMENT, SELF_BILLED, DEBIT_NOTE = "380", "381", "384", "386", "389", "383"
# UNCL 4461
TRANSFER, SEPA_TRANSFER, SEPA_DEBIT, CARD = "30", "58", "59", "48"


@dataclass(frozen=True, slots=True)
class Party:
    """Seller or buyer. `tax_id` with its country prefix (BT-31, BT-48); `endpoint` and its scheme are BT-34, BT-49."""

    name: str
    country: str
    street: str = ""
    city: str = ""
    postcode: str = ""
    tax_id: str = ""
    legal_id: str = ""
    endpoint: str = ""
    endpoint_scheme: str = "EM"
    contact: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """How it is paid (BG-16). `reference` is the remittance information (BT-83), `mandate` BT-89, `creditor` BT-90."""

    means: str
    iban: str = ""
    bic: str = ""
    holder: str = ""
    reference: str = ""
    mandate: str = ""
    creditor: str = ""
    debited: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line (BG-25). `net` is BT-131; `unit` a code of UN/ECE Recommendation 20; `advertiser` says whose advertising it is."""

    number: str
    name: str
    quantity: Decimal
    price: Decimal
    net: Decimal
    category: Category
    rate: Decimal
    unit: str = "C62"
    description: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    order_line: str = ""
    advertiser: str = ""


@dataclass(frozen=True, slots=True)
class Tax:
    """One row of the VAT breakdown (BG-23). `reason` and `reason_code` say why nothing is charged."""

    category: Category
    rate: Decimal
    base: Decimal
    amount: Decimal
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True, slots=True)
class Preceding:
    """The invoice a correction refers to (BT-25, BT-26)."""

    number: str
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """BT-106 lines, BT-109 net, BT-110 tax, BT-112 gross, BT-113 paid, BT-115 due."""

    lines: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal
    paid: Decimal
    due: Decimal


@dataclass(frozen=True, slots=True)
class Invoice:
    number: str
    issued_on: date
    kind: str
    currency: str
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    taxes: tuple[Tax, ...]
    totals: Totals
    due_on: date | None = None
    terms: str = ""
    buyer_reference: str = ""
    contract: str = ""
    order: str = ""
    note: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    delivered_to: str = ""
    payment: Payment | None = None
    preceding: tuple[Preceding, ...] = field(default=())
