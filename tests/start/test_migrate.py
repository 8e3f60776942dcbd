"""The faster migrate: same state, models rendered only when a field changes."""

import pytest
from django.core.management import load_command_class
from django.db import models
from django.db.migrations.operations import AddConstraint, AddField, CreateModel
from django.db.migrations.state import ProjectState

from o2c.core.management.commands.migrate import Command, models_stay_rendered

CHECK = models.CheckConstraint(name="item_open_is_positive", condition=models.Q(open__gte=0))


@pytest.fixture
def state() -> ProjectState:
    state = ProjectState()
    CreateModel("Item", [("id", models.AutoField(primary_key=True)), ("open", models.IntegerField())]).state_forwards("ledger", state)
    assert state.apps.get_model("ledger", "Item")
    return state


def test_a_constraint_is_in_the_state_and_renders_nothing(state: ProjectState) -> None:
    model = state.apps.get_model("ledger", "Item")
    with models_stay_rendered():
        AddConstraint("Item", CHECK).state_forwards("ledger", state)
    assert state.apps.get_model("ledger", "Item") is model
    assert state.models["ledger", "item"].options["constraints"] == [CHECK]


def test_the_next_change_of_a_field_renders_everything(state: ProjectState) -> None:
    with models_stay_rendered():
        AddConstraint("Item", CHECK).state_forwards("ledger", state)
        AddField("Item", "due_on", models.DateField(null=True)).state_forwards("ledger", state)
    model = state.apps.get_model("ledger", "Item")
    assert model._meta.get_field("due_on")
    assert model._meta.constraints == [CHECK]


def test_outside_the_command_django_is_as_it_was(state: ProjectState) -> None:
    with models_stay_rendered():
        pass
    model = state.apps.get_model("ledger", "Item")
    AddConstraint("Item", CHECK).state_forwards("ledger", state)
    assert state.apps.get_model("ledger", "Item") is not model


def test_it_is_the_command_that_runs() -> None:
    assert isinstance(load_command_class("o2c.core", "migrate"), Command)


def test_a_new_relation_renders_its_own_model_alone(state: ProjectState) -> None:
    item = state.apps.get_model("ledger", "Item")
    with models_stay_rendered():
        CreateModel("Line", [("id", models.AutoField(primary_key=True))]).state_forwards("ledger", state)
        AddField("Line", "item", models.ForeignKey("ledger.Item", models.PROTECT)).state_forwards("ledger", state)
    line = state.apps.get_model("ledger", "Line")
    assert line._meta.get_field("item").remote_field.model is item
    assert state.apps.get_model("ledger", "Item") is item
    assert [relation.related_model for relation in item._meta.related_objects] == [line]


def test_a_data_migration_finds_everything_rendered_afresh(state: ProjectState) -> None:
    item = state.apps.get_model("ledger", "Item")
    with models_stay_rendered():
        AddField("Item", "parent", models.ForeignKey("ledger.Item", models.PROTECT, null=True)).state_forwards("ledger", state)
        state.clear_delayed_apps_cache()  # as RunPython does
    assert state.apps.get_model("ledger", "Item") is not item
