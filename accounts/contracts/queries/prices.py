"""What is charged, and which condition decides it on a day."""

from datetime import date

from django.db.models import Q, QuerySet

from o2c.accounts.contracts.models import Condition, PriceList
from o2c.accounts.contracts.queries.contracts import VIEW
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.fields import valid_on


def price_lists(actor: User) -> QuerySet[PriceList]:
    """The price lists of the entities the actor may see."""
    return scope(PriceList.objects, actor, VIEW).select_related("entity").order_by("entity__code", "code", "pk")


def conditions(actor: User) -> QuerySet[Condition]:
    """Every condition the actor may see: those of lists, and those of customers within reach."""
    own = scope(Condition.objects, actor, VIEW).values("pk")
    lists = scope(PriceList.objects, actor, VIEW).values("pk")
    rows = Condition.objects.filter(Q(pk__in=own, customer__isnull=False) | Q(price_list__in=lists))
    return rows.select_related("contract", "price_list", "customer", "entity", "approved_by", "created_by").order_by("-valid_from", "-pk")


def condition_on(*, customer_id: int, entity_id: int, currency: str, product: str, kind: str, on: date) -> Condition | None:
    """The active condition of that kind on the day: the customer's own before a list's, the product's before one for all."""
    rows = Condition.objects.filter(valid_on(on), entity=entity_id, currency=currency, kind=kind, state="active")
    rows = rows.filter(Q(customer=customer_id) | Q(customer=None), product__in=[product, ""]).select_related("contract", "price_list")
    ranked = sorted(rows, key=lambda found: (found.customer_id is None, not found.product, found.pk))
    return ranked[0] if ranked else None
