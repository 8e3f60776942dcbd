"""What is asked for: a document and its lines, before taxes and numbers. Amounts are positive for every kind of document."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from o2c.billing.documents.engine.shapes import Category


@dataclass(frozen=True, slots=True)
class NewLine:
    """One line. Its service days are `[service_from, service_until)`.

    `net` is quantity times price, rounded to the currency, unless given (then it must be just that). Category and rate are
    determined by the tax rules unless given; a credit takes them from `original_line_id`.
    """

    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    net: Decimal | None = None
    service_from: date | None = None
    service_until: date | None = None
    campaign_id: int | None = None
    purchase_order_id: int | None = None
    order_number: str = ""
    condition_id: int | None = None
    advertiser_id: int | None = None
    tax_category: Category | None = None
    tax_rate: Decimal | None = None
    original_line_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document to be posted. The same `source_key` twice is the same document, not a new one.

    `stream` has a number series and a layout of its own; empty is advertising. `ageing_date`: aged from (a rebill keeps
    that of the original), else the due date.
    """

    kind: str
    account_id: int
    document_date: date
    source_key: str
    lines: Sequence[NewLine] = field(default=())
    original_id: int | None = None
    rebill_of_id: int | None = None
    reason_code: str = ""
    ageing_date: date | None = None
    buyer_reference: str = ""
    contract_id: int | None = None
    note: str = ""
    stream: str = ""
