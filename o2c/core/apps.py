from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "o2c.core"
    label = "core"

    def ready(self) -> None:
        from o2c.core import checks  # noqa: F401  (registers the system checks)
        from o2c.core.access.reference import sync_roles
        from o2c.core.reference import reference

        reference("roles", sync_roles)
