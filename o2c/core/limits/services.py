"""Limits change only with the agreement of another person. Source: requirements COL-24."""

from datetime import date
from decimal import Decimal

from django.db.models import Q

from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.approvals.services import request_approval
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.entities.models import Currency, LegalEntity
from o2c.core.errors import BusinessError
from o2c.core.limits.models import Limit, LimitState
from o2c.core.limits.queries import limit
from o2c.core.limits.registry import LIMIT_KINDS
from o2c.core.limits.rules import LIMIT_MOVES, earliest_day, refusal_of
from o2c.core.verbs import lock_one, transition, verb


def require_not_backdated(entity: LegalEntity, *days: date) -> None:
    """Step: go on only when no day lies further back than the entity allows. Raises BusinessError "backdated_too_far"."""
    today = local_today(entity)
    earliest = earliest_day(today, limit("backdating", on=today, entity=entity))
    if days and earliest and min(days) < earliest:
        raise BusinessError("backdated_too_far", field="on", day=min(days), earliest=earliest, entity=entity.code)


@verb("core.propose_limit")
def propose_limit(
    kind: str, *, entity: LegalEntity | None = None, currency: str = "", value: Decimal, starts_on: date, reason: str, actor: User
) -> Limit:
    """Propose a value from a day on, for one entity or the house; it holds once another person has approved it.

    Raises BusinessError "limit_kind_unknown", "limit_needs_currency", "limit_takes_no_currency", "limit_whole_days",
    "limit_percent", "limit_currency_unknown", "limit_house_wide", "approval_reason_missing".
    """
    if kind not in LIMIT_KINDS:
        raise BusinessError("limit_kind_unknown", field="kind", kind=kind)
    if refusal := refusal_of(LIMIT_KINDS[kind].unit, value, currency):
        raise BusinessError(refusal.code, field=refusal.field)
    if currency and not Currency.objects.filter(code=currency).exists():
        raise BusinessError("limit_currency_unknown", field="currency", currency=currency)
    _within_reach(entity, actor)
    facts = {"entity": entity, "currency": currency, "value": value, "starts_on": starts_on}
    proposed = Limit.objects.create(kind=kind, reason=reason, **facts)
    told = facts | {"entity": entity.code if entity else ""}
    record("limit.proposed", proposed, actor=actor, after=told, reason=reason)
    before = {"value": limit(kind, on=starts_on, entity=entity, currency=currency)}
    request_approval.step("limit", proposed, {"limit_id": proposed.pk}, reason=reason, before=before, after=told, actor=actor)
    return proposed


def _within_reach(entity: LegalEntity | None, actor: User) -> None:
    within = scope(LegalEntity.objects, actor, "core.propose_limit")
    if entity is None and within.count() < LegalEntity.objects.count():
        raise BusinessError("limit_house_wide", field="entity")
    if entity is not None:
        lock_one(within, entity.pk)


@verb("core.activate_limit", dual=True)
def activate_limit(limit_id: int, *, actor: User) -> Limit:
    """Put an approved limit in force; those it replaces end on its first day."""
    chosen = lock_one(Limit.objects, limit_id)
    rows = Limit.objects.filter(kind=chosen.kind, entity=chosen.entity_id, currency=chosen.currency, state=LimitState.ACTIVE)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=chosen.starts_on))
    for replaced in rows.select_for_update(no_key=True).order_by("pk"):
        before, replaced.ends_on = replaced.ends_on, max(chosen.starts_on, replaced.starts_on)
        replaced.save(update_fields=["ends_on"])
        record("limit.ended", replaced, actor=actor, before={"ends_on": before}, after={"ends_on": replaced.ends_on})
    transition(chosen, LimitState.ACTIVE, LIMIT_MOVES)
    chosen.save(update_fields=["state"])
    record("limit.activated", chosen, actor=actor, before={"state": "proposed"}, after={"state": "active"})
    return chosen
