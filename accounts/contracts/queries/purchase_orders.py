"""Purchase orders as a balance: what billing used of them is asked of billing."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.db.models import Case, CharField, DecimalField, ExpressionWrapper, F, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from o2c.accounts.contracts.models import PurchaseOrder
from o2c.accounts.contracts.queries.contracts import VIEW
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.clock import local_today
from o2c.core.names import fold

AMOUNT = DecimalField(max_digits=20, decimal_places=4)
Use = Callable[[], Combinable]
_billed: list[Use] = []
_held: list[Use] = []


def used_by(*, billed: Use, held: Use) -> None:
    """Say how much of a purchase order is billed and held: subqueries on `OuterRef("pk")`, in the order's currency.

    used_by(billed=lambda: Subquery(lines.filter(purchase_order=OuterRef("pk"))...), held=...)
    """
    _billed.append(billed)
    _held.append(held)


def purchase_orders(actor: User) -> QuerySet[PurchaseOrder]:
    """The purchase orders the actor may see, with `billed`, `held` and `remaining`, the latest first."""
    rows = scope(PurchaseOrder.objects, actor, VIEW).select_related("customer", "entity", "document")
    return with_balance(rows.annotate(standing=standing(local_today()))).order_by("-starts_on", "pk")


def standing(on: date) -> Case:
    """The state as people see it: an open order past its last day is expired, without anybody having to close it."""
    return Case(When(state="open", ends_on__lte=on, then=Value("expired")), default=F("state"), output_field=CharField())


def with_balance(rows: QuerySet[PurchaseOrder]) -> QuerySet[PurchaseOrder]:
    left = ExpressionWrapper(F("amount") - F("billed") - F("held"), output_field=AMOUNT)
    return rows.annotate(billed=_sum(_billed), held=_sum(_held)).annotate(remaining=left)


def _sum(uses: list[Use]) -> Combinable:
    total: Combinable = Value(Decimal(0), output_field=AMOUNT)
    for use in uses:
        total = total + Coalesce(use(), Decimal(0), output_field=AMOUNT)
    return total


def usable(customer_id: int, currency: str, on: date) -> QuerySet[PurchaseOrder]:
    """Open orders of the customer in the currency that cover the day, the one that expires first on top."""
    rows = PurchaseOrder.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), customer=customer_id, currency=currency, state="open")
    return with_balance(rows.filter(starts_on__lte=on)).order_by(F("ends_on").asc(nulls_last=True), "pk")


def orders_named(rows: QuerySet[PurchaseOrder], text: str) -> QuerySet[PurchaseOrder]:
    return rows.filter(search_name__contains=fold(text))
