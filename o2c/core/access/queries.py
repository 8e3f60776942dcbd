"""What a person holds today, and the one place that knows entities, regions and portfolios."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.contrib.postgres.aggregates import StringAgg
from django.core.exceptions import PermissionDenied
from django.db.models import F, Manager, Model, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from o2c.core.access.models import NIGHT, Cover, Grant, Holding, SignIn, SignInOutcome, User
from o2c.core.access.roles import EVERYONE, OWN_ONLY, ROLE_NAMES
from o2c.core.access.rules import Clash, clashes
from o2c.core.acting import running
from o2c.core.clock import local_today
from o2c.core.doors import rules_of
from o2c.core.rest.models import ApiToken

M = TypeVar("M", bound=Model)
COVERS = Cover.objects.select_related("absent", "by").order_by("-starts_on", "-pk")
NEVER_COVERED = {"admin", "system"}


@dataclass(frozen=True, slots=True)
class Held:
    """One grant that counts today. `owner`: whose rows it is limited to; `through`: the absent person whose grant it is."""

    role: str
    permissions: frozenset[str]
    entity: int | None
    region: str
    portfolio: str
    through: User | None = None
    owner: int | None = None

    @property
    def limits(self) -> dict[str, Any]:
        """Dimension -> value, for those that limit it."""
        wanted = {"entity": self.entity, "region": self.region, "portfolio": self.portfolio, "owner": self.owner}
        return {name: value for name, value in wanted.items() if value}

    @property
    def is_limited(self) -> bool:
        return bool(self.limits)

    @property
    def label(self) -> str:
        return str(ROLE_NAMES.get(self.role, self.role))


def held_today(user: User) -> list[Held]:
    """The user's own grants of today, then those of the people they cover (one step, never the administrator's)."""
    today = local_today(user)
    covered = Q(user__in=covers_on(today).filter(by=user).values("absent"), user__is_active=True)
    lent = covered & ~Q(role__code__in=NEVER_COVERED)
    return [
        Held(
            grant.role.code,
            frozenset(grant.role.permissions),
            grant.entity_id,
            grant.region,
            grant.portfolio,
            grant.user if grant.user_id != user.pk else None,
            grant.user_id if grant.role.code in OWN_ONLY else None,
        )
        for grant in grants_on(today).filter(Q(user=user) | lent).select_related("role", "user").order_by("pk")
    ]


def the_night() -> User:
    """The robot that acts in the night and in commands nobody signs for."""
    return User.objects.get(email=NIGHT)


def grants_on(day: date) -> QuerySet[Grant]:
    """The grants that count on a day; an emergency one only until its moment, a revoked one never again."""
    lasting = Q(ends_on=None) | Q(ends_on__gt=day)
    alive = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return Grant.objects.filter(lasting, alive, starts_on__lte=day, revoked_at=None)


def covers_on(day: date) -> QuerySet[Cover]:
    return Cover.objects.filter(cancelled_at=None, starts_on__lte=day, ends_on__gt=day)


def require(actor: User, permission: str) -> User | None:
    """Raise PermissionDenied unless the actor holds the permission; the person acted for, when it is held only by cover."""
    if permission in EVERYONE and actor.is_active:
        return None
    holders = [held for held in actor.held if permission in held.permissions] if actor.is_active else []
    if not holders:
        raise PermissionDenied(permission)
    return None if any(held.through is None for held in holders) else holders[0].through


def scope(rows: Manager[M] | QuerySet[M], actor: User, permission: str) -> QuerySet[M]:
    """The rows the actor may see under this permission.

    The model names its lookups: `SCOPE = {"entity": "account__entity", "region": "customer__country", "portfolio": ..., "owner": ...}`.
    A grant limited in a dimension the model does not name shows nothing: unknown means no.
    """
    queryset = rows.all()
    now = running()
    if now and now.actor.pk == actor.pk and now.verb != permission:
        queryset = within_duty(queryset, actor, now.verb)
    holders = [held for held in actor.held if permission in held.permissions] if actor.is_active else []
    if any(not held.is_limited for held in holders):
        return queryset
    if not holders:
        return queryset.none()
    return _limited(queryset, [_limits(queryset.model, held) for held in holders])


def within_duty(rows: QuerySet[M], actor: User, permission: str) -> QuerySet[M]:
    """The rows on which the actor may use the permission: who acts for one entity and only reads in another acts on nothing there.

    A dimension the model does not name limits nothing here: what of it may be seen is the answer of `scope`.
    """
    holders = [held for held in actor.held if permission in held.permissions]
    limits = [_named(rows.model, held) for held in holders]
    return _limited(rows, limits) if limits and all(limits) else rows


def _limited(rows: QuerySet[M], limits: list[dict[str, Any]]) -> QuerySet[M]:
    """The rows that fit one of the limits, each once, however many ways lead to it."""
    allowed = reduce(or_, (Q(**limit) for limit in limits))
    if not any(_leads_to_many(rows.model, lookup) for limit in limits for lookup in limit):
        return rows.filter(allowed)
    return rows.filter(pk__in=rows.model._base_manager.filter(allowed).values("pk"))


def _limits(model: type[Model], held: Held) -> dict[str, Any]:
    if held.limits.keys() - getattr(model, "SCOPE", {}).keys():
        return {"pk__in": []}
    return _named(model, held)


def _named(model: type[Model], held: Held) -> dict[str, Any]:
    """The limits of the grant in the dimensions the model names."""
    lookups: dict[str, str] = getattr(model, "SCOPE", {})
    return {lookups[name]: value for name, value in held.limits.items() if name in lookups}


def _leads_to_many(model: type[Model], lookup: str) -> bool:
    """Whether a row can meet the lookup in several ways: its path goes through a reverse or many-to-many relation."""
    for name in lookup.split("__"):
        if name in ("pk", "in"):
            return False
        step = model._meta.get_field(name)
        if step.one_to_many or step.many_to_many:
            return True
        if isinstance(step.related_model, type):
            model = step.related_model
    return False


def covers_within(absent: User, starts_on: date, ends_on: date | None) -> QuerySet[Cover]:
    """The covers for a person on some of these days."""
    covers = COVERS.filter(absent=absent, cancelled_at=None, ends_on__gt=starts_on)
    return covers.filter(starts_on__lt=ends_on) if ends_on else covers


def admins_on(day: date, but: Grant | None = None) -> QuerySet[User]:
    """The active administrators without limits of a day, that grant left out."""
    grants = grants_on(day).filter(role__code="admin", entity=None, region="", portfolio="")
    if but is not None:
        grants = grants.exclude(pk=but.pk)
    return User.objects.filter(is_active=True, pk__in=grants.values("user"))


def permissions_lent(user: User, starts_on: date, ends_on: date | None) -> set[str]:
    """What covers lend the user on some of these days."""
    covers = Cover.objects.filter(by=user, cancelled_at=None, ends_on__gt=starts_on)
    return permissions_to_lend((covers.filter(starts_on__lt=ends_on) if ends_on else covers).values("absent"))


def permissions_to_lend(absent: Iterable[int] | QuerySet[Any, Any]) -> set[str]:
    """What a stand-in receives from these people: everything but the administrator's and the night's."""
    grants = Grant.objects.filter(user__in=absent, revoked_at=None).exclude(role__code__in=NEVER_COVERED).select_related("role")
    return {name for grant in grants for name in grant.role.permissions}


def stands_for(user: User) -> list[User]:
    """The person and those they cover today: whose queues and notices are theirs."""
    return [user, *User.objects.filter(pk__in=covers_on(local_today(user)).filter(by=user).values("absent"), is_active=True).order_by("pk")]


def users(actor: User) -> QuerySet[User]:
    """The people the actor may administer, with `last_seen`, `roles` (codes of today) and whether a second step is on."""
    today = local_today(actor)
    roles = grants_on(today).filter(user=OuterRef("pk")).order_by().values("user")
    seen = SignIn.objects.filter(user=OuterRef("pk"), outcome=SignInOutcome.SIGNED_IN).order_by("-at").values("at")[:1]
    return (
        scope(User.objects, actor, "core.view_users")
        .annotate(last_seen=Subquery(seen), roles=Subquery(roles.values(codes=StringAgg("role__code", ", ", distinct=True))))
        .order_by("name", "pk")
    )


def entities_of(actor: User) -> set[int] | None:
    """The entities the actor's grants are limited to; None when at least one is not."""
    limits = {held.entity for held in actor.held}
    return None if None in limits else {entity for entity in limits if entity is not None}


def people_at_hand(actor: User) -> QuerySet[User] | None:
    """The people a picker may name to the actor: those who work for one of the actor's entities. None for all."""
    entities = entities_of(actor)
    if entities is None:
        return None
    shared = Grant.objects.filter(Q(entity=None) | Q(entity__in=entities))
    return User.objects.filter(Q(pk__in=shared.values("user")) | Q(pk=actor.pk) | Q(is_robot=True))


def colleagues() -> QuerySet[User]:
    """Everybody who may act, for pickers of a person; the kit narrows them to those the reader may see."""
    return User.objects.filter(is_active=True, is_robot=False).order_by("name", "pk")


def covers_of(person: User) -> QuerySet[Cover]:
    """The covers that concern a person, newest first."""
    return COVERS.filter(Q(absent=person) | Q(by=person))


def grants(actor: User) -> QuerySet[Grant]:
    return scope(Grant.objects, actor, "core.view_users").select_related("user", "role", "entity").order_by("-starts_on", "-pk")


def emergencies(actor: User) -> QuerySet[Grant]:
    """Emergency access, what waits for review first."""
    rows = scope(Grant.objects.filter(is_emergency=True), actor, "core.review_emergency_access")
    return rows.select_related("user", "role", "reviewed_by").order_by(F("reviewed_at").desc(nulls_first=True), "-pk")


def holdings(actor: User) -> QuerySet[Holding]:
    """Who may what, one row per grant and permission: the report of the yearly review."""
    rows = scope(Holding.objects, actor, "core.view_access").filter(user__is_active=True)
    return rows.select_related("user", "through", "role", "entity").order_by("user__name", "permission", "pk")


def sign_ins(actor: User) -> QuerySet[SignIn]:
    return scope(SignIn.objects, actor, "core.view_sign_ins").select_related("user").order_by("-at", "-pk")


def covers(actor: User) -> QuerySet[Cover]:
    """The covers that concern the actor; those of their entities for who may arrange covers for others."""
    if not actor.may("core.arrange_cover_for"):
        return covers_of(actor)
    within = scope(Cover.objects, actor, "core.arrange_cover_for").values("pk")
    return COVERS.filter(Q(pk__in=within) | Q(absent=actor) | Q(by=actor))


def pairs_of(person: User) -> list[Clash]:
    """The pairs of duties both of whose sides the person holds today."""
    return clashes(name for held in person.held for name in held.permissions)


def pairs_held(actor: User) -> list[tuple[User, list[Clash]]]:
    """People (within the actor's reach) who hold both sides of a pair of duties today, with the pairs."""
    today = local_today(actor)
    held: dict[User, set[str]] = {}
    rows = holdings(actor).filter(Q(ends_on=None) | Q(ends_on__gt=today), starts_on__lte=today, user__is_robot=False)
    for row in rows:
        held.setdefault(row.user, set()).add(row.permission)
    found = [(user, clashes(permissions)) for user, permissions in held.items()]
    return [(user, pairs) for user, pairs in found if pairs]


def tokens(actor: User) -> QuerySet[ApiToken]:
    """The tokens of other systems, valid and revoked, with the person they act as."""
    return scope(ApiToken.objects, actor, "core.view_tokens").select_related("user").order_by("name", "pk")


def permissions_of_endpoints() -> list[str]:
    """What a token can be good for: the permissions REST asks for."""
    from o2c.core.checks import patterns  # the addresses are known once everything is loaded

    views: list[Any] = [entry.callback for entry in patterns()]
    return sorted({rule for view in views if isinstance(getattr(view, "access", None), frozenset) for rule in rules_of(view)})
