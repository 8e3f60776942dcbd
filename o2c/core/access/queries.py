"""What a person holds today, and the one place that knows entities, regions and portfolios."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Manager, Model, Q, QuerySet

from o2c.core.access.models import NIGHT, Cover, Grant, User
from o2c.core.clock import local_today

M = TypeVar("M", bound=Model)
NEVER_COVERED = {"admin", "system"}


@dataclass(frozen=True, slots=True)
class Held:
    """One grant that counts today. `through` is the absent person whose grant it is."""

    role: str
    permissions: frozenset[str]
    entity: int | None
    region: str
    portfolio: str
    through: User | None = None


def held_today(user: User) -> list[Held]:
    """The user's own grants of today, then those of the people they cover (one step, never the administrator's)."""
    today = local_today(user)
    away = list(User.objects.filter(pk__in=covers_on(today).filter(by=user).values("absent"), is_active=True))
    people = {user.pk: None, **{person.pk: person for person in away}}
    grants = Grant.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today), user__in=people, starts_on__lte=today)
    return [
        Held(grant.role.code, frozenset(grant.role.permissions), grant.entity_id, grant.region, grant.portfolio, people[grant.user_id])
        for grant in grants.select_related("role").order_by("pk")
        if grant.user_id == user.pk or grant.role.code not in NEVER_COVERED
    ]


def the_night() -> User:
    """The robot that acts in the night and in commands nobody signs for."""
    return User.objects.get(email=NIGHT)


def covers_on(day: date) -> QuerySet[Cover]:
    return Cover.objects.filter(cancelled_at=None, starts_on__lte=day, ends_on__gt=day)


def require(actor: User, permission: str) -> User | None:
    """Raise PermissionDenied unless the actor holds the permission; the person acted for, when it is held only by cover."""
    holders = [held for held in actor.held if permission in held.permissions] if actor.is_active else []
    if not holders:
        raise PermissionDenied(permission)
    return None if any(held.through is None for held in holders) else holders[0].through


def scope(rows: Manager[M] | QuerySet[M], actor: User, permission: str) -> QuerySet[M]:
    """The rows the actor may see under this permission.

    The model names its lookups: `SCOPE = {"entity": "account__entity", "region": "customer__country", "portfolio": ...}`.
    A grant limited in a dimension the model does not name shows nothing: unknown means no.
    """
    queryset = rows.all()
    holders = [held for held in actor.held if permission in held.permissions] if actor.is_active else []
    if any(not (held.entity or held.region or held.portfolio) for held in holders):
        return queryset
    allowed = Q(pk__in=[])
    for held in holders:
        allowed |= _limits(queryset.model, held)
    return queryset.filter(pk__in=queryset.model._base_manager.filter(allowed).values("pk")) if holders else queryset.none()


def _limits(model: type[Model], held: Held) -> Q:
    lookups: dict[str, str] = getattr(model, "SCOPE", {})
    wanted = {"entity": held.entity, "region": held.region, "portfolio": held.portfolio}
    limited = {name: value for name, value in wanted.items() if value}
    if limited.keys() - lookups.keys():
        return Q(pk__in=[])
    return Q(**{lookups[name]: value for name, value in limited.items()})
