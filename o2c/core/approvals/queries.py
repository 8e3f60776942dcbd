"""Requests the actor may see or decide, and which roles a request needs."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Count, F, Model, Q, QuerySet

from o2c.core.access.models import User
from o2c.core.access.queries import Held, scope
from o2c.core.approvals.models import ApprovalPolicy, ApprovalRequest, PolicyState, RequestState
from o2c.core.approvals.registry import Kind
from o2c.core.approvals.rules import Band, Power, roles_needed
from o2c.core.entities.models import LegalEntity
from o2c.core.entities.queries import conversion
from o2c.core.errors import BusinessError
from o2c.core.money import Money

POLICY_CURRENCY = "EUR"


def approvals(actor: User) -> QuerySet[ApprovalRequest]:
    """Every request of the entities the actor may see, and those the actor asked for, newest first."""
    seen = scope(ApprovalRequest.objects, actor, "core.view_approvals")
    rows = ApprovalRequest.objects.filter(Q(pk__in=seen.values("pk")) | Q(requester=actor))
    return rows.select_related("requester", "entity").annotate(taken=Count("steps")).order_by("-created_at", "pk")


def to_decide(actor: User) -> QuerySet[ApprovalRequest]:
    """Pending requests whose next step wants a role the actor holds where the request lies, the oldest first.

    Requests the actor asked for or decided on before are left out.
    """
    pending = ApprovalRequest.objects.filter(state=RequestState.PENDING).annotate(taken=Count("steps"))
    mine = Q(pk__in=[])
    for held in actor.held:
        where = Q() if held.entity is None else Q(entity=held.entity)
        where &= Q() if not held.region else Q(entity__country=held.region)
        wanted = Q(roles__0=held.role, taken=0) | Q(roles__1=held.role, taken=1) | Q(roles__2=held.role, taken=2)
        mine |= wanted & where if not held.portfolio else Q(pk__in=[])
    rows = pending.filter(mine).exclude(requester=actor).exclude(requested_for=actor).exclude(steps__approver=actor)
    return rows.exclude(barred__contains=[actor.pk]).select_related("requester", "entity").order_by("created_at", "pk")


def powers(actor: User, entity: LegalEntity | None) -> list[Power]:
    """The roles the actor holds at the entity today, own ones and lent ones."""
    return [Power(held.role, held.through.pk if held.through else None) for held in actor.held if _reaches(held, entity)]


def _reaches(held: Held, entity: LegalEntity | None) -> bool:
    if held.portfolio or (entity is None and (held.entity or held.region)):
        return False
    return entity is None or (held.entity in (None, entity.pk) and held.region in ("", entity.country))


def roles_for(kind: Kind, amount: Money | None, on: date) -> Sequence[str]:
    """The roles that must agree, one per step. Amounts without a policy in their currency are judged in euros.

    Raises BusinessError "approval_policy_missing" when policies exist and none covers the amount, and "rate_missing".
    """
    policies = ApprovalPolicy.objects.filter(kind=kind.code, state=PolicyState.ACTIVE, starts_on__lte=on)
    policies = policies.filter(Q(ends_on=None) | Q(ends_on__gt=on))
    currency, value = (amount.currency, amount.value) if amount else ("", Decimal(0))
    if amount and not policies.filter(currency=currency).exists() and policies.filter(currency=POLICY_CURRENCY).exists():
        rate = conversion(currency, POLICY_CURRENCY, on)
        currency, value = POLICY_CURRENCY, rate.of(amount, POLICY_CURRENCY).value
    known = [Band(policy.from_amount, policy.until_amount, tuple(policy.roles)) for policy in policies.filter(currency=currency)]
    if not known and not policies.exists():
        return kind.roles
    if (roles := roles_needed(known, value)) is None:
        raise BusinessError("approval_policy_missing", kind=str(kind.title), amount=amount or "")
    return roles


def policies() -> QuerySet[ApprovalPolicy]:
    """Every policy, by kind and amount, the latest first. Policies belong to the whole house."""
    return ApprovalPolicy.objects.order_by("kind", "currency", "from_amount", F("starts_on").desc(), "pk")


def subject_of(object_type: str, object_id: int) -> Model:
    """The record a request is about, without scope: for the steps that have checked it. Raises LookupError for unknown types."""
    found: Model = apps.get_model(object_type)._base_manager.get(pk=object_id)
    return found


def facts_of(subject: Model) -> dict[str, Any]:
    """What an approval stands on: the version of a versioned record, else every column."""
    if (version := getattr(subject, "version", None)) is not None:
        return {"version": version}
    return {field.attname: getattr(subject, field.attname) for field in subject._meta.concrete_fields}
