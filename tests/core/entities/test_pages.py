"""Entities, months, rates and bank accounts in the browser."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from factories.core import LegalEntityFactory
from people import person

from o2c.core.entities.models import FiscalPeriod, LegalEntity, OwnBankAccount, Rate

pytestmark = pytest.mark.django_db
FACTS = {"name": "Beispiel GmbH", "country": "DE", "base_currency": "EUR", "time_zone": "Europe/Berlin", "retention_years": 10}


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


def test_an_administrator_creates_and_edits_an_entity(client: Client) -> None:
    client.force_login(person("admin"))
    assert client.get(reverse("entity_new")).status_code == 200
    assert client.post(reverse("entity_new"), {"code": "DE01", **FACTS}).status_code == 302
    entity = LegalEntity.objects.get()
    assert entity.calendar == "DE"

    address = reverse("entity_edit", args=[entity.public_id])
    assert client.get(address).status_code == 200
    assert client.post(address, {**FACTS, "calendar": "DE-XX", "version": 1}).status_code == 422
    assert client.post(address, {**FACTS, "calendar": "DE-BY", "version": 1}).status_code == 302
    stale = client.post(address, {**FACTS, "name": "Mine", "version": 1})
    assert stale.status_code == 409
    entity.refresh_from_db()
    assert (entity.calendar, entity.name) == ("DE-BY", "Beispiel GmbH")


def test_the_page_of_an_entity_leads_to_all_that_is_its_own(client: Client, entity: LegalEntity) -> None:
    client.force_login(person("admin"))
    OwnBankAccount.objects.create(entity=entity, name="Main", iban="DE89370400440532013000", bic="COBADEFFXXX", currency="EUR")

    shown = client.get(entity.get_absolute_url()).content.decode()
    assert "DE89370400440532013000" in shown
    assert "Holidays of FR" in shown
    assert "Main" in client.get(reverse("own_account_list")).content.decode()


def test_finance_opens_a_month_and_closes_it_from_the_list(client: Client, entity: LegalEntity) -> None:
    client.force_login(person("finance"))
    assert client.get(reverse("period_open")).status_code == 200
    assert client.post(reverse("period_open"), {"entity": entity.pk, "month": "15/01/2026", "area": "all"}).status_code == 302
    period = FiscalPeriod.objects.get()
    assert period.month == date(2026, 1, 1)

    dry = client.post(reverse("period_list"), {"bulk": "close", "row": str(period.public_id)})
    assert dry.status_code == 200
    selection = dry.context["selection"]
    client.post(reverse("period_list"), {"bulk": "close", "selection": selection, "confirm": "1"})

    period.refresh_from_db()
    assert period.state == "closed"
    assert "Ask to reopen" in client.get(reverse("period_list")).content.decode()


def test_rates_are_loaded_with_findings_row_by_row_and_corrected(client: Client) -> None:
    client.force_login(person("finance"))
    address = reverse("rates_load")
    assert client.get(address).status_code == 200
    bad = client.post(address, {"file": SimpleUploadedFile("rates.csv", b"day,currency,rate\n2026-01-02,USD,1.25\n2026-01-02,GBP,much\n")})
    assert "2026-01-02 GBP much" in bad.content.decode()
    assert client.post(address, {"file": SimpleUploadedFile("photo.jpg", b"\xff\xd8\xff\xe0")}).status_code == 422
    good = client.post(address, {"file": SimpleUploadedFile("rates.csv", b"day,currency,rate\n2026-01-02,GBP,0.85\n")})
    assert good.status_code == 302

    rate = Rate.objects.get(code="USD")
    correct = reverse("rate_correct", args=[rate.public_id])
    assert client.get(correct).status_code == 200
    assert client.post(correct, {"value": "1.2", "reason": "typing error"}).status_code == 302
    shown = client.get(reverse("rate_list")).content.decode()
    assert "1.2" in shown
    assert "1.25" not in shown


def test_holidays_of_a_calendar_are_shown_and_unknown_ones_are_not_found(client: Client) -> None:
    client.force_login(person("clerk"))

    assert "Corpus Christi" in client.get(reverse("holidays", args=["DE-BY", 2026])).content.decode()
    assert client.get(reverse("holidays", args=["DE-XX", 2026])).status_code == 404
    assert client.get(reverse("holidays", args=["DE", 9999])).status_code == 404


def test_each_sees_only_the_entities_of_their_grant(client: Client, entity: LegalEntity) -> None:
    other = LegalEntityFactory(code="DE01")
    client.force_login(person("clerk", entity=other))

    assert "FR01" not in client.get(reverse("entity_list")).content.decode()
    assert client.get(entity.get_absolute_url()).status_code == 404
    assert client.get(reverse("entity_new")).status_code == 403


def test_the_start_page_says_what_is_still_to_be_set_up(client: Client) -> None:
    client.force_login(person("admin"))
    assert reverse("home_setup") in client.get("/").content.decode()
    assert client.get(reverse("home_setup")).content.decode().count("to do") == 5

    LegalEntityFactory(code="FR01")
    person("clerk")
    assert client.get(reverse("home_setup")).content.decode().count("in place") == 2


def test_a_new_entity_has_no_country_before_one_is_chosen(client: Client) -> None:
    client.force_login(person("admin"))
    answer = client.post(reverse("entity_new"), {"code": "FR01", "name": "France", "base_currency": "EUR", "time_zone": "Europe/Paris"})
    assert answer.status_code == 422
    assert not LegalEntity.objects.exists()
