"""What a production installation rests on: the compose file, the image, and settings that refuse to be careless."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

HOUSE = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((HOUSE / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
LASTING = sorted(set(SERVICES) - {"migrate"})


def test_every_process_of_the_back_office_is_there() -> None:
    assert set(SERVICES) == {"database", "broker", "mail", "migrate", "web", "worker", "beat"}


@pytest.mark.parametrize("name", LASTING)
def test_each_lasting_service_has_a_health_check_and_comes_back(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nothing_serves_before_the_migrations_are_through(name: str) -> None:
    conditions = {other: wait["condition"] for other, wait in SERVICES[name]["depends_on"].items()}
    assert conditions == {"database": "service_healthy", "broker": "service_healthy", "migrate": "service_completed_successfully"}


def test_images_are_pinned_and_ports_stay_on_this_machine() -> None:
    foreign = [service["image"] for service in SERVICES.values() if "build" not in service]
    assert all(re.search(r":v?\d", image) for image in foreign)
    assert all(port.startswith("127.0.0.1:") for service in SERVICES.values() for port in service.get("ports", []))


def test_no_secret_has_a_default() -> None:
    text = (HOUSE / "docker-compose.yml").read_text()
    secrets = re.findall(r"\$\{(\w*(?:SECRET|PASSWORD)\w*)(\W*)", text)
    assert {name for name, _sign in secrets} == {"SECRET_KEY", "POSTGRES_PASSWORD"}
    assert {sign for _name, sign in secrets} == {":?"}


def test_the_image_runs_as_nobody_special_on_locked_wheels() -> None:
    lines = (HOUSE / "Dockerfile").read_text().splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users
    assert users[-1] not in {"root", "0"}
    assert any("--require-hashes" in line for line in lines)


@pytest.mark.parametrize(("secret", "accepted"), [("", False), ("for-development-only", False), ("short", False), ("s3cr3t-" * 8, True)])
def test_production_refuses_to_start_with_a_default_secret(secret: str, accepted: bool) -> None:
    environment = os.environ | {"PRODUCTION": "1", "SECRET_KEY": secret}
    run = subprocess.run([sys.executable, "-c", "import o2c.settings"], cwd=HOUSE, env=environment, capture_output=True, text=True)
    assert (run.returncode == 0) is accepted
    assert accepted or "SECRET_KEY must be set" in run.stderr


def test_every_setting_is_in_the_readme() -> None:
    read = set(re.findall(r"""env(?:_flag)?\("(\w+)\"""", (HOUSE / "o2c" / "settings.py").read_text()))
    told = set(re.findall(r"^\| `(\w+)` \|", (HOUSE / "README.md").read_text(), re.MULTILINE))
    assert read <= told
