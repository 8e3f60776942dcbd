"""Django's migrate, many times faster: an operation renders the model it is about, not all that are related to it.

For every model, relation, constraint, index and trigger Django rebuilds the classes of all related models, and here
nearly all are related. Schema statements read only the model at hand and the keys of those it points to, so a new model
or field renders that model alone, and what only touches the table renders nothing. Django's own mark for a state with
classes left as they were (`is_delayed`) makes data migrations render everything afresh.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.operations.models import IndexOperation
from django.db.migrations.state import ModelState, ProjectState

Change = Callable[..., None]


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> str | None:
        with models_stay_rendered():
            return super().handle(*args, **options)


@contextmanager
def models_stay_rendered() -> Iterator[None]:
    before: list[tuple[type, str, Change]] = [(kind, "state_forwards", vars(kind)["state_forwards"]) for kind in _kinds(IndexOperation)]
    for kind, name, change in before:
        setattr(kind, name, _rendering_nothing(change))
    for name, replaced in {"add_model": _add_model, "add_field": _add_field}.items():
        change = vars(ProjectState)[name]
        before.append((ProjectState, name, change))
        setattr(ProjectState, name, replaced(change))
    try:
        yield
    finally:
        for kind, name, change in before:
            setattr(kind, name, change)


def _kinds(parent: type) -> Iterator[type]:
    for kind in parent.__subclasses__():
        if "state_forwards" in vars(kind):
            yield kind
        yield from _kinds(kind)


def _rendering_nothing(forwards: Change) -> Change:
    def state_forwards(self: Any, app_label: str, state: ProjectState) -> None:
        with _put_aside(state):
            forwards(self, app_label, state)

    return state_forwards


def _add_model(add: Change) -> Change:
    def add_model(self: ProjectState, model_state: ModelState) -> None:
        with _put_aside(self):
            add(self, model_state)
        _render(self, model_state)

    return add_model


def _add_field(add: Change) -> Change:
    def add_field(self: ProjectState, app_label: str, model_name: str, name: str, field: Any, preserve_default: bool) -> None:
        with _put_aside(self):
            add(self, app_label, model_name, name, field, preserve_default)
        _render(self, self.models[app_label, model_name])

    return add_field


@contextmanager
def _put_aside(state: ProjectState) -> Iterator[None]:
    """The rendered models, hidden while the state changes, so that none is rendered again."""
    rendered = vars(state).pop("apps", None)
    yield
    if rendered is not None:
        vars(state)["apps"] = rendered


def _render(state: ProjectState, model: ModelState) -> None:
    if "apps" in vars(state):
        state.is_delayed = True
        state._reload({(model.app_label, model.name_lower)})  # type: ignore[attr-defined]
