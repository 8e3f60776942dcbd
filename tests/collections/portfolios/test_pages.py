"""Founding a portfolio and handing it over in the browser."""

import pytest
from django.test import Client
from django.urls import reverse
from factories.core import LegalEntityFactory
from people import person

from o2c.collections.portfolios.models import Portfolio

pytestmark = pytest.mark.django_db


def test_a_supervisor_founds_and_hands_over_a_portfolio(client: Client) -> None:
    client.force_login(person("supervisor"))
    collector, heir, entity = person("collector"), person("collector", name="Herta Heir"), LegalEntityFactory()
    new = {"code": "north", "name": "North", "entity": entity.code, "collector": collector.public_id}

    assert client.post(reverse("portfolio_new"), new).status_code == 302
    north = Portfolio.objects.get(code="north")
    assert "North" in client.get(reverse("portfolios")).content.decode()
    url = reverse("portfolio_hand_over", args=[north.public_id])
    assert client.post(url, {"collector": heir.public_id, "version": 1}).status_code == 302

    north.refresh_from_db()
    assert north.collector == heir
