"""Two floors without their tables: for commands that work on files alone and start in a fraction of the time so.

Commands and sentences of these floors are found as ever; whoever imports a model here learns that its app is not installed.
"""

from django.apps import AppConfig


class _Plain(AppConfig):
    def import_models(self) -> None:
        self.models = {}


class Collections(_Plain):
    name, label = "o2c.collections", "collections"


class Compliance(_Plain):
    name, label = "o2c.compliance", "compliance"


FLOORS = [f"{__name__}.{floor.__name__}" for floor in (Collections, Compliance)]
