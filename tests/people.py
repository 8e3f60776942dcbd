"""The named cast: one person per role. `person("clerk")` may do what a clerk may, everywhere or within limits."""

from datetime import date
from typing import Any

from o2c.core.access.models import Grant, Role, User
from o2c.core.access.reference import role_permissions

NAMES = {
    "clerk": "Clara Clerk",
    "collector": "Colin Collector",
    "cash_clerk": "Cassandra Cash",
    "finance": "Fiona Finance",
    "sales_support": "Sam Sales",
    "sales": "Sally Seller",
    "supervisor": "Sofia Supervisor",
    "approver": "Aline Approver",
    "compliance_clerk": "Carla Compliance",
    "compliance_officer": "Oscar Officer",
    "legal": "Lena Legal",
    "auditor": "Audrey Auditor",
    "admin": "Adam Admin",
    "system": "The night",
}


def person(role: str | None = None, *, name: str = "", **limits: Any) -> User:
    """A user with that role (none: a stranger without any grant); `limits`: entity, region, portfolio, starts_on, ends_on."""
    name = name or NAMES.get(role or "", "Stan Stranger")
    email = f"{name.lower().replace(' ', '.')}@example.com"
    user, _made = User.objects.get_or_create(
        email=email, defaults={"name": name, "is_robot": role == "system", "time_zone": "Europe/Paris"}
    )
    if role:
        held, _ = Role.objects.update_or_create(code=role, defaults={"permissions": sorted(role_permissions()[role])})
        Grant.objects.create(user=user, role=held, starts_on=limits.pop("starts_on", date(2020, 1, 1)), **limits)
    return user


def empowered(*permissions: str, name: str = "Paula Powers", **limits: Any) -> User:
    """A user who holds exactly these permissions, whatever the roles say: for tests of one permission at a time."""
    role, _ = Role.objects.get_or_create(code=f"test-{abs(hash(permissions))}", defaults={"permissions": sorted(permissions)})
    email = f"{name.lower().replace(' ', '.')}@example.com"
    user, _made = User.objects.get_or_create(email=email, defaults={"name": name})
    Grant.objects.create(user=user, role=role, starts_on=date(2020, 1, 1), **limits)
    return user


def master_of(floor: str, *, name: str = "Martha Master", **limits: Any) -> User:
    """A user who may do and see everything on one floor, within limits: for tests of what is refused for other reasons."""
    from o2c.core.verbs import REGISTRY

    known = {*REGISTRY, *set().union(*role_permissions().values())}
    views = {f"{floor}.view_{room}" for room in ("customers", "contracts", "campaigns", "financial_accounts")}
    return empowered(*sorted({permission for permission in known if permission.startswith(f"{floor}.")} | views), name=name, **limits)
