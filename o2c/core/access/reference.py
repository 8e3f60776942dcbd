"""What every database must hold before anyone can work: the roles, gathered from each floor's `roles.py`."""

import importlib

from django.apps import apps

from o2c.core.access.models import Role
from o2c.core.access.roles import ROLE_NAMES, ROLES


def role_permissions() -> dict[str, set[str]]:
    """Role code -> permissions, summed over all floors. Raises KeyError for a role nobody named."""
    sums: dict[str, set[str]] = {code: set(ROLES.get(code, ())) for code in ROLE_NAMES}
    for floor in apps.get_app_configs():
        if floor.name.startswith("o2c.") and floor.label != "core":
            for code, permissions in importlib.import_module(f"{floor.name}.roles").ROLES.items():
                sums[code] |= permissions
    return sums


def sync_roles() -> None:
    """Write the roles as the code says; safe to run at any time."""
    Role.objects.bulk_create(
        [Role(code=code, permissions=sorted(permissions)) for code, permissions in role_permissions().items()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["permissions"],
    )
