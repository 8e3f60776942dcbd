"""Production's static files: hashed names, and modules that import each other under them."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "o2c.core.static.HashedFiles"}}


def test_collected_modules_import_each_other_by_hashed_name(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    settings.STATIC_ROOT, settings.STORAGES = tmp_path, STORAGES  # type: ignore[attr-defined]
    call_command("collectstatic", interactive=False, verbosity=0)
    main = (tmp_path / staticfiles_storage.stored_name("js/main.js")).read_text()
    assert f"./{Path(staticfiles_storage.stored_name('js/keys.js')).name}" in main
    style = (tmp_path / staticfiles_storage.stored_name("css/o2c.css")).read_text()
    assert "inter-latin-wght-normal.woff2" not in style
