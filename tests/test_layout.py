"""A folder named `collections` beside the standard library's: links and no package files, or Python dies."""

import collections
import os
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
FLOORS = ["accounts", "billing", "collections", "compliance"]


@pytest.mark.parametrize("floor", FLOORS)
def test_each_floor_is_linked_into_the_project(floor: str) -> None:
    assert os.readlink(HOUSE / "o2c" / floor) == f"../{floor}"


@pytest.mark.parametrize("floor", FLOORS)
def test_no_floor_is_a_package_of_its_own(floor: str) -> None:
    assert not (HOUSE / floor / "__init__.py").exists()


def test_the_standard_library_still_wins() -> None:
    assert collections.Counter("aa") == {"a": 2}
