"""Our entities, their open months, and what a currency was worth on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, QuerySet

from o2c.core.access.models import User
from o2c.core.access.queries import entities_of, scope
from o2c.core.dates import first_of_month
from o2c.core.entities.models import FiscalPeriod, LegalEntity, OwnBankAccount, PeriodArea, Rate, RatePurpose
from o2c.core.entities.rules import Quote, cross, is_stale
from o2c.core.errors import BusinessError
from o2c.core.money import Money, round_to_currency

LOCKED_FOR_POSTING = """
    SELECT * FROM core_fiscalperiod WHERE entity_id = %s AND month = %s AND area IN (%s, 'all') ORDER BY id FOR SHARE
"""


def entities(actor: User) -> QuerySet[LegalEntity]:
    """The legal entities the actor may see, with how many bank accounts each has and its last closed month."""
    rows = scope(LegalEntity.objects, actor, "core.view_entities")
    return rows.annotate(accounts=Count("bank_accounts", distinct=True), last_period=Max("periods__month")).order_by("code", "pk")


def entities_at_hand(actor: User) -> QuerySet[LegalEntity] | None:
    """The entities a picker may name to the actor: those any of their grants reaches. None for all."""
    reached = entities_of(actor)
    return None if reached is None else LegalEntity.objects.filter(pk__in=reached)


def periods(actor: User) -> QuerySet[FiscalPeriod]:
    """The months of the entities the actor may see, newest first."""
    rows = scope(FiscalPeriod.objects, actor, "core.view_entities")
    return rows.select_related("entity", "closed_by").order_by("-month", "entity__code", "area", "pk")


def own_bank_accounts(actor: User) -> QuerySet[OwnBankAccount]:
    rows = scope(OwnBankAccount.objects, actor, "core.view_entities")
    return rows.select_related("entity").order_by("entity__code", "name", "pk")


def rates() -> QuerySet[Rate]:
    """Every rate in force, newest day first. Rates belong to nobody, so there is nothing to scope."""
    return Rate.objects.filter(superseded_by=None).select_related("table").order_by("-day", "table__purpose", "table__base", "code", "pk")


def period_for_posting(entity: LegalEntity, area: str, day: date) -> list[FiscalPeriod]:
    """The periods that decide over a date, held against closing until commit."""
    return list(FiscalPeriod.objects.raw(LOCKED_FOR_POSTING, [entity.pk, first_of_month(day), PeriodArea(area).value]))


@dataclass(frozen=True, slots=True)
class Conversion:
    """Units of the target for one unit of the source; `day` is that of the older quote it stands on."""

    value: Decimal
    day: date
    source: str

    def of(self, money: Money, currency: str) -> Money:
        return Money(round_to_currency(money.value * self.value, currency), currency)


def conversion(source: str, target: str, on: date, *, base: str = "EUR", purpose: str = RatePurpose.BOOKING) -> Conversion:
    """The rate between two currencies: the last one published on or before the day, at most ten days old.

    Both currencies are quoted against `base`. Raises BusinessError "rate_missing".
    """
    if source == target:
        return Conversion(Decimal(1), on, "same currency")
    (quoted_source, origin), (quoted_target, other) = _quote(source, on, base, purpose), _quote(target, on, base, purpose)
    return Conversion(cross(quoted_source, quoted_target), min(quoted_source.day, quoted_target.day), origin or other)


def _quote(code: str, on: date, base: str, purpose: str) -> tuple[Quote, str]:
    if code == base:
        return Quote(Decimal(1), on), ""
    rows = Rate.objects.filter(table__purpose=purpose, table__base=base, code=code, day__lte=on, superseded_by=None)
    found = rows.order_by("-day").first()
    if found is None or is_stale(quote := Quote(found.value, found.day), on):
        raise BusinessError("rate_missing", currency=code, base=base, day=on, purpose=RatePurpose(purpose).label)
    return quote, found.source


def reference_rate(name: str, on: date, *, base: str = "EUR") -> Rate:
    """The interest reference in force on the day, whatever its age. Raises BusinessError "rate_missing"."""
    rows = Rate.objects.filter(table__purpose=RatePurpose.INTEREST_REFERENCE, table__base=base, code=name, day__lte=on, superseded_by=None)
    if (found := rows.order_by("-day").first()) is None:
        raise BusinessError("rate_missing", currency=name, base=base, day=on, purpose=RatePurpose.INTEREST_REFERENCE.label)
    return found
