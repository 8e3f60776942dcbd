"""Everyone in these tests sits in front of the kit's own pages."""

import pytest
from django.test import Client
from people import empowered

from o2c.core.access.models import User
from o2c.core.pages.models import SavedView

POWERS = ("core.save_view", "core.remove_view", "core.choose_columns", "core.export_list", "tests.rename_view", "tests.share_view")


@pytest.fixture
def reader(db: None) -> User:
    return empowered(*POWERS)


@pytest.fixture
def browser(reader: User, settings: object) -> Client:
    settings.ROOT_URLCONF = "kit_pages"  # type: ignore[attr-defined]
    client = Client()
    client.force_login(reader)
    return client


@pytest.fixture
def views(reader: User) -> list[SavedView]:
    """120 views, every third of them shared."""
    rows = [SavedView(owner=reader, listing="test", name=f"view {n:03}", shared=n % 3 == 0) for n in range(120)]
    return SavedView.objects.bulk_create(rows)
