"""Fetch the browser packages named in package.json into static/vendor again, unchanged, with their sums."""

import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

FILES = {
    "@tabler/core": [
        "dist/css/tabler.min.css",
        "dist/css/tabler.min.css.map",
        "dist/css/tabler.rtl.min.css",
        "dist/css/tabler.rtl.min.css.map",
    ],
    "@tabler/icons": ["LICENSE"],
    "htmx.org": ["dist/htmx.min.js", "LICENSE"],
    "idiomorph": ["dist/idiomorph-ext.min.js", "LICENSE"],
    "tom-select": [
        "dist/js/tom-select.complete.min.js",
        "dist/js/tom-select.complete.min.js.map",
        "dist/css/tom-select.bootstrap5.min.css",
        "dist/css/tom-select.bootstrap5.min.css.map",
        "LICENSE",
    ],
    "@github/hotkey": ["dist/index.js", "LICENSE"],
    "@fontsource-variable/inter": ["files/inter-latin-wght-normal.woff2", "files/inter-latin-ext-wght-normal.woff2", "LICENSE"],
    "axe-core": ["axe.min.js", "LICENSE"],
}
# The package has no licence file inside; this is what its package.json and the head of its files say.
TABLER_LICENCE = """MIT License

Copyright 2018-2026 The Tabler Authors
Copyright 2018-2026 codecalm.net Paweł Kuna

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""
# Served to nobody: the accessibility checker lives with the tests.
TESTS_ONLY = {"axe-core"}


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        package = json.loads((root / "package.json").read_text())
        manifests: dict[Path, str] = {}
        for name, version in sorted(package["dependencies"].items()):
            place = root / ("tests/vendor" if name in TESTS_ONLY else "static/vendor")
            folder = place / f"{name}@{version}"
            folder.mkdir(parents=True, exist_ok=True)
            fetch(name, version, folder, package["icons"])
            manifests[place] = manifests.get(place, "") + sums(folder, name, version)
            self.stdout.write(f"{name} {version}")
        for place, lines in manifests.items():
            (place / "MANIFEST.txt").write_text(lines)


def fetch(name: str, version: str, folder: Path, icons: list[str]) -> None:
    """Unpack the wanted files of one package."""
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=scratch, check=True, stdout=subprocess.DEVNULL)  # noqa: S603, S607
        with tarfile.open(next(Path(scratch).glob("*.tgz"))) as tar:
            tar.extractall(scratch, filter="data")
        package = Path(scratch) / "package"
        for wanted in FILES[name]:
            (folder / Path(wanted).name).write_bytes((package / wanted).read_bytes())
        if name == "@tabler/icons":
            sprite(package / "icons" / "outline", folder, icons)
        if name == "@tabler/core":
            (folder / "LICENSE").write_text(TABLER_LICENCE)


def sprite(source: Path, folder: Path, icons: list[str]) -> None:
    """One SVG file with a symbol per icon we use."""
    symbols = []
    for icon in icons:
        lines = [line.strip() for line in (source / f"{icon}.svg").read_text().splitlines()]
        paths = [line for line in lines if line.startswith("<path") and 'stroke="none"' not in line]
        symbols.append(f'<symbol id="{icon}" viewBox="0 0 24 24">{"".join(paths)}</symbol>\n')
    (folder / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{"".join(symbols)}</svg>\n')


def sums(folder: Path, name: str, version: str) -> str:
    """Manifest lines of one package: package, version, file, sha256."""
    return "".join(f"{name} {version} {file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n" for file in sorted(folder.iterdir()))
