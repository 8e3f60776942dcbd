"""Giving and taking rights. No pair of rights that exclude each other meets in one person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from o2c.core.access.models import Grant, Role, User
from o2c.core.access.queries import NEVER_COVERED, admins_on, covers_within, permissions_lent, scope
from o2c.core.access.rules import clashes, overlap
from o2c.core.audit import services as audit
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError, Conflict
from o2c.core.verbs import lock_one, verb

if TYPE_CHECKING:
    from o2c.core.entities.models import LegalEntity

EMERGENCY_HOURS = 12


@verb("core.grant_role")
def grant_role(
    user_id: int,
    *,
    role: str,
    starts_on: date,
    ends_on: date | None = None,
    entity: LegalEntity | None = None,
    region: str = "",
    portfolio: str = "",
    reason: str = "",
    actor: User,
) -> Grant:
    """Give a person a role from a day on, limited to an entity, a region (country) and a portfolio where these are given.

    Raises BusinessError "grant_not_to_oneself", "role_not_for_people", "grant_beyond_own_limits", "grant_already_held",
    "grant_ends_after_start", or the code of the pair of duties that exclude each other.
    """
    user = lock_one(User.objects.filter(is_active=True), user_id)
    if user == actor:
        raise BusinessError("grant_not_to_oneself")
    if (role == "system") != user.is_robot:
        raise BusinessError("role_not_for_people", field="role")
    given = Role.objects.get(code=role)
    grant = Grant(
        user=user, role=given, entity=entity, region=region, portfolio=portfolio, starts_on=starts_on, ends_on=ends_on, reason=reason
    )
    _within_own_limits(grant, actor)
    refuse_clash(user, given.permissions, starts_on, ends_on)
    if given.code not in NEVER_COVERED:
        for cover in covers_within(user, starts_on, ends_on):
            refuse_clash(cover.by, given.permissions, max(starts_on, cover.starts_on), cover.ends_on)
    _refuse_repetition(grant)
    grant.save()
    audit.record("grant.given", grant, actor=actor, parent=user, reason=reason, **_terms(grant))
    return grant


def _within_own_limits(grant: Grant, actor: User) -> None:
    wanted = (grant.entity_id, grant.region, grant.portfolio)
    for held in actor.held:
        limits = (held.entity, held.region, held.portfolio)
        if "core.grant_role" in held.permissions and all(not mine or mine == asked for mine, asked in zip(limits, wanted, strict=True)):
            return
    raise BusinessError("grant_beyond_own_limits")


def refuse_clash(user: User, added: Iterable[str], starts_on: date, ends_on: date | None) -> None:
    """Refuse what would join, on any day, two duties that exclude each other: own grants and those lent by cover."""
    lent = permissions_lent(user, starts_on, ends_on)
    own = [grant.role.permissions for grant in _grants_within(user, starts_on, ends_on)]
    before = {clash.code for clash in clashes({name for names in [*own, lent] for name in names})}
    for clash in clashes({name for names in [*own, lent, added] for name in names}):
        if clash.refused and clash.code not in before:
            raise BusinessError(clash.code, field="role", left=clash.left, right=clash.right)


def _grants_within(user: User, starts_on: date, ends_on: date | None) -> list[Grant]:
    alive = Grant.objects.filter(user=user, revoked_at=None).select_related("role")
    return [grant for grant in alive if overlap(grant.starts_on, grant.ends_on, starts_on, ends_on)]


def _refuse_repetition(grant: Grant) -> None:
    limits = (grant.role_id, grant.entity_id, grant.region, grant.portfolio)
    for other in _grants_within(grant.user, grant.starts_on, grant.ends_on):
        if not other.is_emergency and (other.role_id, other.entity_id, other.region, other.portfolio) == limits:
            raise BusinessError("grant_already_held", field="role")


def _terms(grant: Grant) -> dict[str, Any]:
    return {
        "role": grant.role.code,
        "entity": grant.entity.code if grant.entity else "",
        "region": grant.region,
        "portfolio": grant.portfolio,
        "starts_on": grant.starts_on,
        "ends_on": grant.ends_on,
    }


@verb("core.revoke_grant")
def revoke_grant(grant_id: int, *, reason: str, actor: User) -> Grant:
    """Take a role back, at once. Raises Conflict "grant_already_revoked", BusinessError "grant_not_to_oneself", "user_last_admin"."""
    grant = lock_one(scope(Grant.objects.select_related("role", "user", "entity"), actor, "core.revoke_grant"), grant_id)
    if grant.user == actor:
        raise BusinessError("grant_not_to_oneself")
    if grant.revoked_at:
        raise Conflict("grant_already_revoked")
    _keep_an_admin_but(grant)
    grant.revoked_at = timezone.now()
    grant.save(update_fields=["revoked_at"])
    audit.record("grant.revoked", grant, actor=actor, parent=grant.user, reason=reason, before=_terms(grant))
    return grant


def _keep_an_admin_but(grant: Grant) -> None:
    if grant.role.code != "admin":
        return
    if not admins_on(local_today(), but=grant).select_for_update(no_key=True):
        raise BusinessError("user_last_admin")


@verb("core.take_emergency_access")
def take_emergency_access(*, role: str, hours: int, reason: str, actor: User) -> Grant:
    """Take a role oneself for some hours because nobody else can act now; a second person reviews it the next day.

    Raises BusinessError "role_not_for_people", "emergency_too_long", or the code of the pair that excludes it.
    """
    if role in NEVER_COVERED:
        raise BusinessError("role_not_for_people", field="role")
    if not 1 <= hours <= EMERGENCY_HOURS:
        raise BusinessError("emergency_too_long", field="hours", limit=EMERGENCY_HOURS)
    given, today = Role.objects.get(code=role), local_today(actor)
    lock_one(User.objects, actor.pk)
    refuse_clash(actor, given.permissions, today, today + timedelta(days=2))
    grant = Grant.objects.create(
        user=actor,
        role=given,
        starts_on=today,
        ends_on=today + timedelta(days=2),
        expires_at=timezone.now() + timedelta(hours=hours),
        is_emergency=True,
        reason=reason,
    )
    audit.record("emergency.taken", grant, actor=actor, parent=actor, reason=reason, role=role, hours=hours)
    return grant


@verb("core.review_emergency_access")
def review_emergency_access(grant_id: int, *, note: str, actor: User) -> Grant:
    """Say what the emergency access was used for and whether that was right. Raises "emergency_reviewed", "emergency_not_by_oneself"."""
    grant = lock_one(Grant.objects.filter(is_emergency=True).select_related("user"), grant_id)
    if grant.reviewed_at:
        raise Conflict("emergency_reviewed")
    if grant.user == actor:
        raise BusinessError("grant_reviewed_by_another")
    grant.reviewed_at, grant.reviewed_by, grant.review_note = timezone.now(), actor, note
    grant.save(update_fields=["reviewed_at", "reviewed_by", "review_note"])
    audit.record("emergency.reviewed", grant, actor=actor, parent=grant.user, reason=note)
    return grant
