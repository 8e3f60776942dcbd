"""Finding the rooms' furniture by its name, for the few places that gather something from every room."""

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from django.apps import apps


def modules(furniture: str) -> Iterator[ModuleType]:
    """The module of that name (`services`, `messages`) of every room of every floor that has one."""
    for floor in apps.get_app_configs():
        if floor.name.startswith("o2c."):
            for room in pkgutil.iter_modules([floor.path]):
                name = f"{floor.name}.{room.name}.{furniture}"
                if room.ispkg and room.name != "migrations" and importlib.util.find_spec(name):
                    yield importlib.import_module(name)
