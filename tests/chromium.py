"""The browser of the browser tests: found, or installed where that is possible (`make test` calls this file)."""

import os
import shutil
import subprocess
import sys

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
APPLICATIONS = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
]
MISSING = "No Chromium found: browser tests are skipped. Install chromium, or set CHROMIUM to the path of one."


def find() -> str | None:
    """The path in CHROMIUM, else the first browser at a usual place."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    return next(filter(None, map(shutil.which, [*NAMES, *APPLICATIONS])), None)


def install() -> None:
    """Only on Debian and its children, and only for root: nobody else may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("No Chromium found: installing Debian's ...", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", "-qq", *command], stdout=subprocess.DEVNULL, env=quiet)


if __name__ == "__main__":
    if not find():
        install()
    if not find():
        print(MISSING)
        sys.exit(1 if os.environ.get("CI") else 0)
