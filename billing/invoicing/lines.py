"""From the items of a run's invoice to the document that will be posted."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from o2c.billing.documents.rules import NewDocument, NewLine
from o2c.billing.invoicing.models import RunCharge, RunDocument, RunItem
from o2c.billing.invoicing.rules import PIECE, quantity_of
from o2c.core.dates import add_months
from o2c.core.money import round_to_currency

HUNDRED = Decimal(100)


def with_items(documents: QuerySet[RunDocument]) -> QuerySet[RunDocument]:
    """The invoices with everything their lines are made of."""
    items = RunItem.objects.filter(position__isnull=False).select_related("campaign", "purchase_order", "condition", "discount")
    charges = RunCharge.objects.select_related("condition").order_by("pk")
    related = documents.select_related("run__entity", "account__billing_profile", "customer")
    return related.prefetch_related(Prefetch("items", items.order_by("position", "pk")), Prefetch("charges", charges))


def new_document(document: RunDocument, on: date) -> NewDocument:
    """What the invoice asks to be posted: a line per position, a line for each discount, and one for each fee, minimum and rebate.

    Its key is that of the row, so posting it twice is posting it once.
    """
    profile = document.account.billing_profile
    with override((profile.language if profile else "") or document.customer.language or "en"):
        groups = [list(items) for _position, items in groupby(document.items.all(), key=lambda item: item.position)]
        lines = [_line(items, is_summary=bool(profile and profile.layout == "summary")) for items in groups]
        discounts = [line for items in groups for line in _discount(items)]
        charges = [_charge(charge, groups) for charge in document.charges.all()]
    key = f"run-document-{document.pk}"
    every = [*lines, *discounts, *charges]
    return NewDocument(kind="invoice", account_id=document.account_id, document_date=on, source_key=key, lines=every)


def _line(items: Sequence[RunItem], *, is_summary: bool) -> NewLine:
    first, amount = items[0], sum((item.amount for item in items), Decimal(0))
    agreed = first.condition.value if first.condition else None
    stands = quantity_of(sum((item.units for item in items), Decimal(0)), amount, first.currency, agreed)
    return NewLine(
        description=_described(first, is_summary), quantity=stands.quantity, unit=stands.unit, unit_price=stands.price, net=amount,
        condition_id=first.condition_id, **_references(items),
    )  # fmt: skip


def _described(item: RunItem, is_summary: bool) -> str:
    name = (item.campaign.product or item.campaign.name) if is_summary else item.campaign.name
    return _("Correction: %(name)s") % {"name": name} if item.is_correction else name


def _discount(items: Sequence[RunItem]) -> list[NewLine]:
    discount = items[0].discount
    if discount is None:
        return []
    net = discount_on(sum((item.amount for item in items), Decimal(0)), discount.value, items[0].currency)
    if not net:
        return []
    described = _("Discount of %(percent)s %% on %(name)s") % {"percent": f"{discount.value.normalize():f}", "name": items[0].campaign.name}
    return [
        NewLine(
            description=described,
            quantity=Decimal(-1),
            unit=PIECE,
            unit_price=net,
            net=-net,
            condition_id=discount.pk,
            **_references(items),
        )
    ]


def _charge(charge: RunCharge, groups: Sequence[Sequence[RunItem]]) -> NewLine:
    """It names the order of the invoice's first line, so that a customer who asks for one on each line finds it."""
    order = groups[0][0].purchase_order if groups else None
    amount = abs(charge.amount)
    return NewLine(
        description=_charged(charge), quantity=Decimal(1).copy_sign(charge.amount), unit=PIECE, unit_price=amount, net=charge.amount,
        service_from=charge.month, service_until=add_months(charge.month, 1), condition_id=charge.condition_id,
        purchase_order_id=order.pk if order else None, order_number=order.number if order else "",
    )  # fmt: skip


def _charged(charge: RunCharge) -> str:
    values = {"month": f"{charge.month:%Y-%m}", "value": f"{charge.condition.value.normalize():f}", "product": charge.condition.product}
    match charge.condition.kind:
        case "minimum":
            said = _("Up to the minimum of %(value)s for %(month)s") % values
        case "rebate":
            said = _("Rebate of %(value)s %%, %(month)s") % values
        case _:
            said = _("Fee for %(month)s") % values
    return f"{said} ({charge.condition.product})" if charge.condition.product else said


def discount_on(amount: Decimal, percent: Decimal, currency: str) -> Decimal:
    return round_to_currency(amount * percent / HUNDRED, currency)


def _references(items: Sequence[RunItem]) -> dict[str, Any]:
    first = items[0]
    order = first.purchase_order
    return {
        "service_from": min(item.first for item in items), "service_until": max(item.last for item in items) + timedelta(days=1),
        "campaign_id": first.campaign_id, "advertiser_id": first.campaign.advertiser_id,
        "purchase_order_id": order.pk if order else None, "order_number": order.number if order else "",
    }  # fmt: skip
