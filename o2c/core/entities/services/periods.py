"""Verbs that open and close months, and the steps that ask whether a date may be posted."""

from datetime import date

from django.utils import timezone

from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.dates import first_of_month, months_between
from o2c.core.entities.models import FiscalPeriod, LegalEntity, PeriodArea, PeriodState
from o2c.core.entities.queries import period_for_posting
from o2c.core.entities.rules import PERIOD_MOVES, REOPEN_MOVES, posting_refusal
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, transition, verb


def require_open(entity: LegalEntity, area: str, day: date, actor: User) -> None:
    """Step: go on only when `day` lies in an open month of the area; the month cannot close before commit.

    A soft closed month is open to those who may soft close it.
    Raises BusinessError "period_closed", "period_soft_closed", "period_not_opened".
    """
    refusal = posting_refusal(period.state for period in period_for_posting(entity, area, day))
    if refusal is None or (refusal == "period_soft_closed" and actor.may("core.soft_close_period")):
        return
    raise BusinessError(refusal, field="posting_date", month=f"{day:%Y-%m}", entity=entity.code)


@verb("core.open_period")
def open_period(entity_id: int, month: date, *, area: str = PeriodArea.ALL, actor: User) -> FiscalPeriod:
    """Open a month for posting: a new one, or one that was soft closed. Raises BusinessError "period_already", Conflict "wrong_state"."""
    entity = lock_one(scope(LegalEntity.objects, actor, "core.open_period"), entity_id)
    first = first_of_month(month)
    existing = FiscalPeriod.objects.filter(entity=entity, area=area, month=first).first()
    if existing is not None:
        return _move(lock_one(FiscalPeriod.objects, existing.pk), PeriodState.OPEN, actor=actor)
    period = FiscalPeriod.objects.create(entity=entity, area=PeriodArea(area), month=first)
    record("period.opened", period, actor=actor, after={"state": period.state})
    return period


@verb("core.soft_close_period")
def soft_close_period(pk: int, *, actor: User, version: int | None = None) -> FiscalPeriod:
    """Close a month for everyone but finance."""
    return _move(_locked(pk, actor, "core.soft_close_period", version), PeriodState.SOFT, actor=actor)


@verb("core.close_period")
def close_period(pk: int, *, actor: User, version: int | None = None) -> FiscalPeriod:
    """Close a month for everyone. Reopening it takes two people."""
    return _move(_locked(pk, actor, "core.close_period", version), PeriodState.CLOSED, actor=actor)


@verb("core.reopen_period", dual=True)
def reopen_period(pk: int, *, reason: str, actor: User) -> FiscalPeriod:
    """Open a closed month again, once another person has approved it."""
    period = _locked(pk, actor, "core.reopen_period", None)
    transition(period, PeriodState.OPEN, REOPEN_MOVES)
    period.closed_at = period.closed_by = None
    period.save(update_fields=["state", "closed_at", "closed_by"])
    record("period.reopened", period, actor=actor, before={"state": "closed"}, after={"state": "open"}, reason=reason)
    return period


def open_months_for_import(entity: LegalEntity, first: date, last: date, *, actor: User) -> list[FiscalPeriod]:
    """Step: open the closed and missing months of imported history; months that are open stay as they are.

    History is recorded, not decided: the months close again with `close_months_after_import`, also when the import
    was killed and taken up again.
    """
    months = list(months_between(first, last))
    periods = FiscalPeriod.objects.filter(entity=entity, area=PeriodArea.ALL, month__in=months).select_for_update(no_key=True)
    known = {period.month: period for period in periods.order_by("pk")}
    closed = [period for period in known.values() if period.state == PeriodState.CLOSED]
    FiscalPeriod.objects.filter(pk__in=[period.pk for period in closed]).update(state=PeriodState.OPEN, for_import=True)
    missing = [FiscalPeriod(entity=entity, month=month, for_import=True) for month in months if month not in known]
    opened = [*closed, *FiscalPeriod.objects.bulk_create(missing)]
    if opened:
        record("periods.opened_for_import", entity, actor=actor, months=[period.month for period in opened])
    return opened


def close_months_after_import(entity: LegalEntity, *, actor: User) -> int:
    """Step: close what `open_months_for_import` opened; returns how many months that were."""
    rows = FiscalPeriod.objects.filter(entity=entity, for_import=True)
    closed = rows.update(state=PeriodState.CLOSED, for_import=False, closed_at=timezone.now(), closed_by=actor)
    if closed:
        record("periods.closed_after_import", entity, actor=actor, months=closed)
    return closed


def _locked(pk: int, actor: User, permission: str, version: int | None) -> FiscalPeriod:
    return lock_one(scope(FiscalPeriod.objects, actor, permission), pk, version)


def _move(period: FiscalPeriod, state: str, *, actor: User) -> FiscalPeriod:
    """Raises BusinessError "period_already" where nothing would change, Conflict "wrong_state"."""
    if period.state == state:
        raise BusinessError("period_already", month=f"{period.month:%Y-%m}", state=period.get_state_display())
    before = period.state
    transition(period, state, PERIOD_MOVES)
    period.closed_at, period.closed_by = (None, None) if state == PeriodState.OPEN else (timezone.now(), actor)
    period.save(update_fields=["state", "closed_at", "closed_by"])
    record(f"period.{state}", period, actor=actor, before={"state": before}, after={"state": state})
    return period
