"""Where the browser of the browser tests comes from."""

import os
import subprocess
import sys
from pathlib import Path

import chromium
import pytest


def run_without_a_browser(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"CHROMIUM", "CI", "PATH"}}
    return subprocess.run(
        [sys.executable, chromium.__file__], env=kept | {"PATH": str(folder)} | environment, capture_output=True, text=True
    )


def test_the_named_browser_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "my-chromium"
    named.write_text("#!/bin/sh\n")
    named.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(named))
    assert chromium.find() == str(named)


def test_without_one_there_is_one_clear_line_and_no_failure(tmp_path: Path) -> None:
    run = run_without_a_browser(tmp_path)
    assert (run.returncode, run.stdout) == (0, chromium.MISSING + "\n")


def test_in_ci_a_missing_browser_is_a_failure(tmp_path: Path) -> None:
    assert run_without_a_browser(tmp_path, CI="true").returncode == 1


def test_root_on_debian_gets_one_installed(tmp_path: Path) -> None:
    installer = tmp_path / "apt-get"
    browser = tmp_path / "chromium"
    installer.write_text(f"#!/bin/sh\n[ $2 = update ] || {{ echo > {browser}; /bin/chmod +x {browser}; }}\n")
    installer.chmod(0o755)
    if os.geteuid() != 0:
        pytest.skip("only root installs")
    run = run_without_a_browser(tmp_path, CI="true")
    assert (run.returncode, run.stdout) == (0, "No Chromium found: installing Debian's ...\n")
