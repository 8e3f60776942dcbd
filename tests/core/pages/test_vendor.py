"""Vendored files are unchanged: the sums of the manifest hold, nothing is missing and nothing is unlisted."""

import hashlib
import json
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("place", ["static/vendor", "tests/vendor"])
def test_the_manifest_holds_for_every_file(place: str) -> None:
    listed = {}
    for line in (HOUSE / place / "MANIFEST.txt").read_text().splitlines():
        package, version, file, digest = line.split()
        listed[f"{package}@{version}/{file}"] = digest
    found = {
        str(path.relative_to(HOUSE / place)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (HOUSE / place).rglob("*")
        if path.is_file() and path.name != "MANIFEST.txt"
    }
    assert found == listed


def test_every_package_has_its_licence_and_the_version_of_package_json() -> None:
    wanted = json.loads((HOUSE / "package.json").read_text())["dependencies"]
    for name, version in wanted.items():
        place = "tests/vendor" if name == "axe-core" else "static/vendor"
        assert (HOUSE / place / f"{name}@{version}" / "LICENSE").is_file()


def test_every_icon_that_is_used_is_in_the_sprite() -> None:
    sprite = next((HOUSE / "static/vendor/@tabler").glob("icons@*/icons.svg")).read_text()
    drawn = set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite))
    used = {icon for path in (HOUSE / "templates").rglob("*.html") for icon in re.findall(r'\{% icon "([^"]+)"', path.read_text())}
    assert used <= drawn
