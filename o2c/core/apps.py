from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "o2c.core"
    label = "core"

    def ready(self) -> None:
        from o2c import celery  # noqa: F401  (tasks of this process go to our broker)
        from o2c.core import checks  # noqa: F401  (registers the system checks)
        from o2c.core.rooms import modules

        list(modules("services"))  # every verb is in the registry, also where no page is loaded (workers, commands)
        list(modules("registers"))  # what each room tells the house when it loads: reference rows, proofs, listeners, menu
