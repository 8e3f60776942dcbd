"""What every database must hold before anyone can work: the roles, gathered from the `roles.py` of each floor and of its rooms."""

import importlib
from datetime import date

from django.apps import apps

from o2c.core.access.models import NIGHT, Grant, Role, User
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.rooms import modules


def role_permissions() -> dict[str, set[str]]:
    """Role code -> permissions, summed over all floors and their rooms. Raises KeyError for a role nobody named."""
    sums: dict[str, set[str]] = {code: set() for code in ROLE_NAMES}
    floors = [floor.name for floor in apps.get_app_configs() if floor.name.startswith("o2c.") and floor.label != "core"]
    for holder in [*modules("roles"), *(importlib.import_module(f"{floor}.roles") for floor in floors)]:
        for code, permissions in holder.ROLES.items():
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


def sync_night() -> None:
    """The robot that runs the night and the commands: it signs in nowhere and holds the role "system"."""
    robot, _made = User.objects.get_or_create(email=NIGHT, defaults={"name": "The night", "is_robot": True, "time_zone": "UTC"})
    Grant.objects.get_or_create(user=robot, role=Role.objects.get(code="system"), defaults={"starts_on": date(2000, 1, 1)})
