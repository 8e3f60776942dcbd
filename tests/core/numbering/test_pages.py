"""Number series in the browser."""

import pytest
from django.test import Client
from django.urls import reverse
from factories.core import LegalEntityFactory
from people import person

from o2c.core.numbering.models import NumberSeries

pytestmark = pytest.mark.django_db


def test_an_administrator_sets_up_a_series_and_finance_sees_it(client: Client) -> None:
    entity = LegalEntityFactory(code="FR01")
    client.force_login(person("admin"))
    given = {"entity": entity.pk, "doc_type": "invoice", "prefix": "FR", "width": 6}

    assert client.get(reverse("number_series_new")).status_code == 200
    assert client.post(reverse("number_series_new"), given).status_code == 302
    refused = client.post(reverse("number_series_new"), {**given, "doc_type": "credit_note"})
    assert refused.status_code == 422
    assert "already uses this prefix" in refused.content.decode()

    client.force_login(person("finance"))
    assert NumberSeries.objects.get().prefix in client.get(reverse("number_series")).content.decode()
    assert client.get(reverse("number_series_new")).status_code == 403
