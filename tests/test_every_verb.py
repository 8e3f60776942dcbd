"""The boring matrix of verbs: nobody acts without the right, and the auditor only reads."""

import inspect

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from people import person

from o2c.core.access.models import User
from o2c.core.access.reference import role_permissions
from o2c.core.access.roles import EVERYONE
from o2c.core.verbs import REGISTRY

VERBS = sorted(name for name in REGISTRY if not name.startswith("tests."))
RIGHTS = {"core_user", "core_grant", "core_role", "core_cover"}
# Taking a list out changes nothing; that somebody did stands in the trail.
READING = {"core.export_list", "core.read_restricted"}  # reading, but leaving a trace


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in VERBS if name not in EVERYONE])
def test_a_powerless_person_is_refused_before_any_data_is_touched(name: str) -> None:
    stranger = person()

    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        pytest.raises(PermissionDenied),
    ):
        REGISTRY[name](actor=stranger)

    touched = [query["sql"] for query in asked if not any(f'"{table}"' in query["sql"] for table in RIGHTS)]
    assert touched == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", VERBS)
def test_nobody_who_left_acts_any_more(name: str) -> None:
    gone = person("admin")
    User.objects.filter(pk=gone.pk).update(is_active=False)

    with pytest.raises(PermissionDenied):
        REGISTRY[name](actor=User.objects.get(pk=gone.pk))


def test_the_auditor_holds_no_verb() -> None:
    assert role_permissions()["auditor"] & set(REGISTRY) <= READING


def test_what_everybody_may_is_a_verb_about_oneself() -> None:
    assert set(REGISTRY) >= EVERYONE


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_takes_its_actor_by_keyword_and_says_what_it_does(name: str) -> None:
    actor = inspect.signature(REGISTRY[name].step).parameters["actor"]

    assert actor.kind is inspect.Parameter.KEYWORD_ONLY
    assert actor.default is inspect.Parameter.empty
    assert (REGISTRY[name].__doc__ or "").strip()
