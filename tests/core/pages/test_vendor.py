"""What we vendored has its licence, the version package.json names, and every icon we use."""

import json
import re
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[3]


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
