"""The list of runs: what screened everybody or a whole change of a list first, single customers on request."""

from datetime import date

import pytest
from django.test import Client
from people import person

from o2c.compliance.screening.models import RunKind, ScreeningRun
from o2c.core.pages import menu

pytestmark = pytest.mark.django_db


def test_the_menu_leads_past_the_runs_of_single_customers(client: Client) -> None:
    for number, kind in enumerate([RunKind.FULL, RunKind.SOME], 1):
        ScreeningRun.objects.create(kind=kind, key=kind, day=date(2026, 1, number), engine_version="1", config_version="1", config={})
    officer = person("compliance_officer")
    client.force_login(officer)
    link = next(link for area in menu.areas(officer) for link in area.links if link.url_name == "screening_runs")

    whole = client.get(link.url).content.decode()
    everything = client.get(link.path).content.decode()

    assert ['datetime="2026-01-01"' in page for page in (whole, everything)] == [True, True]
    assert ['datetime="2026-01-02"' in page for page in (whole, everything)] == [False, True]
    assert 'aria-current="page"' in whole
