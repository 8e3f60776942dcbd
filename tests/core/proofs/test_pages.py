"""Red and green in the browser, down to the bad rows."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from people import person

from o2c.core.proofs.models import ControlResult

pytestmark = pytest.mark.django_db


@pytest.fixture
def red() -> ControlResult:
    rows = [{"label": "FR-2026-000003", "why": "number_gap", "values": {}, "url": "/"}]
    return ControlResult.objects.create(
        code="numbers_without_gap", area="numbering", rule_version=1, day=date(2026, 1, 5), state="red", bad_count=1, bad_rows=rows
    )


def test_a_controller_drills_down_to_the_bad_row_and_proves_again(client: Client, red: ControlResult) -> None:
    client.force_login(person("finance"))

    assert "Document numbers have no gap" in client.get(reverse("proof_list")).content.decode()
    shown = client.get(red.get_absolute_url()).content.decode()
    assert "FR-2026-000003" in shown
    assert "the number before it is missing" in shown

    assert client.post(reverse("proof_run", args=[red.public_id])).status_code == 302
    assert "numbers_without_gap" not in client.get(reverse("proof_list"), {"state": "red"}).content.decode()
    assert ControlResult.objects.order_by("-pk")[0].state == "green"


def test_an_auditor_looks_and_does_not_run(client: Client, red: ControlResult) -> None:
    client.force_login(person("auditor"))

    assert client.get(red.get_absolute_url()).status_code == 200
    assert client.post(reverse("proof_run", args=[red.public_id])).status_code == 403
    client.force_login(person("clerk"))
    assert client.get(reverse("proof_list")).status_code == 403
