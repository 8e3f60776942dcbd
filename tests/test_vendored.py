"""What we vendored is what its manifest says: no file changed, none missing, none slipped in."""

import hashlib
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
PLACES = [
    place
    for place in (HOUSE / "static" / "vendor", HOUSE / "tests" / "vendor", HOUSE / "templates" / "letters" / "vendor")
    if place.exists()
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.parent.name)
def test_every_vendored_file_has_the_sum_of_the_manifest(place: Path) -> None:
    listed = {}
    for line in (place / "MANIFEST.txt").read_text().splitlines():
        package, version, name, digest = line.split()
        listed[place / f"{package}@{version}" / name] = digest
    found = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in place.rglob("*") if path.is_file() and path.parent != place}
    assert found == listed
