"""Which limit holds on a day, and the list of them."""

from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from o2c.core.access.models import User
from o2c.core.entities.models import LegalEntity
from o2c.core.entities.queries import entities_at_hand
from o2c.core.limits.models import Limit, LimitState
from o2c.core.limits.registry import LIMIT_KINDS


def limit(kind: str, *, on: date, entity: LegalEntity | None = None, currency: str = "") -> Decimal | None:
    """What holds on that day: the entity's own value, else the house's, else what the kind says where nothing was set.

    `currency` for limits that are amounts: a value in another currency says nothing. None is without limit.
    """
    wanted = LIMIT_KINDS[kind]
    rows = Limit.objects.filter(kind=kind, currency=currency, state=LimitState.ACTIVE, starts_on__lte=on)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=on), Q(entity=entity) | Q(entity=None))
    found = rows.order_by(F("entity").asc(nulls_last=True)).values_list("value", flat=True).first()
    return wanted.otherwise if found is None else found


def limits(actor: User) -> QuerySet[Limit]:
    """Those of the house and of the entities at hand, by kind, the latest first."""
    at_hand = entities_at_hand(actor)
    within = Q() if at_hand is None else Q(entity=None) | Q(entity__in=at_hand)
    return Limit.objects.filter(within).select_related("entity").order_by("kind", "entity", "currency", F("starts_on").desc(), "pk")
