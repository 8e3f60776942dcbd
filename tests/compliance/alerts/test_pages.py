"""The queue and the side-by-side page, and who sees that there is anything at all."""

import pytest
from django.test import Client
from django.urls import reverse
from factories.accounts import CampaignFactory
from factories.sanctions import alert_of, clerk, near_miss, officer
from people import person

from o2c.compliance.alerts import services
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.freezes.models import Freeze
from o2c.compliance.screening.models import ScreeningRun
from o2c.core.pages import panels, timeline

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert() -> ComplianceAlert:
    return alert_of(near_miss())


def browser(role: str, **named: str) -> Client:
    client = Client()
    client.force_login(person(role, **named), backend="django.contrib.auth.backends.ModelBackend")
    return client


def seen(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_queue_lists_the_alert_and_its_panel_explains_it(alert):
    client = browser("compliance_clerk")
    assert f"row-{alert.public_id}" in seen(client, "alert_queue")
    panel = seen(client, "alert_panel", alert.public_id)
    for words in (
        "Side by side",
        "NORDHAVN SHIPPING &amp; TRADING LLC",
        "Nordhavn Shiping and Trading Ltd",
        "No country in common",
        "other spelling",
    ):
        assert words in panel
    assert 'data-hotkey="t"' in panel


def test_what_is_stored_as_a_code_is_said_as_a_word():
    """Kinds of numbers, countries, sorts of parties: in the reasons of the score and in both records."""
    customer = near_miss("Wintergreen Trading Company", vat_id="7744001497", country="RU")
    panel = seen(browser("compliance_clerk"), "alert_panel", alert_of(customer).public_id)
    for words in ("The same tax number: 7744001497", "tax 7744001497 Russia"):
        assert words in panel


def test_filters(alert):
    client = browser("compliance_clerk")
    row = f"row-{alert.public_id}"
    assert row in seen(client, "alert_queue", open="true", q="nordhavn")
    assert row not in seen(client, "alert_queue", open="false")
    assert row not in seen(client, "alert_queue", mine="true")
    assert row not in seen(client, "alert_queue", state="blocked")


def test_an_alert_is_taken_and_cleared_through_the_pages(alert):
    client = browser("compliance_clerk")
    client.post(reverse("alert_take", args=[alert.public_id]))
    assert "Side by side" in seen(client, "alert_clear", alert.public_id)
    refused = client.post(reverse("alert_clear", args=[alert.public_id]), {"reason_code": "name_only", "reason": " "})
    assert refused.status_code == 422
    answer = client.post(reverse("alert_clear", args=[alert.public_id]), {"reason_code": "other_country", "reason": "Odense"})
    assert answer.status_code == 302
    if ComplianceAlert.objects.get().four_eyes:
        browser("compliance_clerk", name="Cleo Clerk").post(reverse("alert_approve", args=[alert.public_id]))
    assert ComplianceAlert.objects.get().state == "false_positive"
    detail = seen(client, "alert_detail", alert.public_id)
    for words in (">Decision<", "Odense", "different country", "Nothing to do: it is kept quiet"):
        assert words in detail


def test_a_confirmed_alert_shows_its_freeze(alert):
    client = browser("compliance_clerk")
    client.post(reverse("alert_take", args=[alert.public_id]))
    client.post(reverse("alert_confirm", args=[alert.public_id]), {"reason": "Same register number"})
    freeze = Freeze.objects.get()
    assert "Nordhavn" in seen(client, "freezes", in_force="true")
    assert "The alert that caused it" in seen(client, "freeze_detail", freeze.public_id)
    assert "frozen" in seen(client, "compliance_of_customer", alert.customer.public_id)


def test_legal_gets_its_own_buttons_and_not_the_clerks(alert):
    services.take_alert(alert.pk, actor=clerk())
    services.confirm_alert(alert.pk, reason="Same", actor=clerk())
    assert reverse("alert_uphold", args=[alert.public_id]) not in seen(browser("legal"), "alert_detail", alert.public_id)
    services.hand_over_alert(alert.pk, reason="Same", actor=officer())
    detail = seen(browser("legal"), "alert_detail", alert.public_id)
    assert reverse("alert_uphold", args=[alert.public_id]) in detail
    assert reverse("alert_confirm", args=[alert.public_id]) not in detail
    assert reverse("alert_uphold", args=[alert.public_id]) not in seen(browser("compliance_clerk"), "alert_detail", alert.public_id)


def test_the_customer_panel_says_what_is_screened_and_screens_again(alert):
    client = browser("compliance_officer")
    panel = seen(client, "compliance_of_customer", alert.customer.public_id)
    assert "screened" in panel
    assert reverse("screen_customer", args=[alert.customer.public_id]) in panel
    answer = client.post(reverse("screen_customer", args=[alert.customer.public_id]))
    assert answer.url == alert.customer.get_absolute_url()
    assert ScreeningRun.objects.count() == 2
    assert "some customers" in seen(client, "screening_runs")
    assert reverse("compliance_of_customer", args=[alert.customer.public_id]) in client.get(answer.url).content.decode()


@pytest.mark.parametrize("role", ["sales_support", "clerk", "collector", "finance"])
def test_nobody_else_learns_of_it(alert, role):
    client, reader = browser(role), person(role)
    for name, args in [
        ("alert_queue", []),
        ("alert_detail", [alert.public_id]),
        ("alert_panel", [alert.public_id]),
        ("compliance_of_customer", [alert.customer.public_id]),
        ("freezes", []),
        ("screening_runs", []),
        ("alert_brakes", []),
    ]:
        assert client.get(reverse(name, args=args)).status_code == 403
    assert "compliance_of_customer" not in [panel.name for panel in panels.shown("accounts.customer", alert.customer, reader)]
    assert not [entry for entry in timeline.entries(alert.customer, reader) if "Nordhavn" in str(entry.title)]


def test_those_who_may_read_it_in_the_timeline_of_the_customer(alert):
    titles = [str(entry.title) for entry in timeline.entries(alert.customer, officer())]
    assert any("NORDHAVN" in title for title in titles)


def test_an_officer_places_a_freeze_and_two_others_release_it(alert):
    client = browser("compliance_officer")
    number = alert.customer.number
    assert client.post(reverse("freeze_place"), {"number": "nobody", "scope": "bill", "reason": "x"}).status_code == 422
    client.post(reverse("freeze_place"), {"number": number, "scope": "bill", "reason": "Court order"})
    freeze = Freeze.objects.get()
    client.post(reverse("freeze_propose_release", args=[freeze.public_id]), {"reason": "mine"})
    assert Freeze.objects.get().end_proposed_by is None
    browser("compliance_officer", name="Olga Officer").post(
        reverse("freeze_propose_release", args=[freeze.public_id]), {"reason": "lifted"}
    )
    browser("compliance_officer", name="Omar Officer").post(reverse("freeze_release", args=[freeze.public_id]))
    assert Freeze.objects.get().end_kind == "released"


def test_an_alert_outside_the_readers_region_is_not_found(alert):
    limited = browser("compliance_clerk", name="Lola Limited")
    person("compliance_clerk", name="Rita Region", region="FR")
    client = Client()
    client.force_login(person(name="Rita Region"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("alert_detail", args=[alert.public_id])).status_code == 404
    assert limited.get(reverse("alert_detail", args=[alert.public_id])).status_code == 200


def test_a_report_is_logged_checked_and_shared_through_the_pages(alert):
    client = browser("compliance_officer")
    told = {"customer": str(alert.customer.public_id), "kind": "corruption", "origin": "tip", "title": "Gifts", "summary": "A watch"}
    assert client.post(reverse("alert_log"), {**told, "summary": " "}).status_code == 422
    answer = client.post(reverse("alert_log"), told)
    report = ComplianceAlert.objects.get(kind="corruption")
    assert answer.url == report.get_absolute_url()
    check = reverse("alert_check", args=[report.public_id, "check_gifts"])
    assert client.get(check).status_code == 200
    assert client.get(reverse("alert_check", args=[report.public_id, "check_goods"])).status_code == 404
    assert client.post(check, {"outcome": "found"}).status_code == 422
    client.post(check, {"outcome": "found", "note": "A watch worth EUR 3,000"})
    cleo = person("compliance_clerk", name="Cleo Clerk")
    client.post(reverse("alert_reader_add", args=[report.public_id]), {"reader": cleo.pk})
    detail = seen(client, "alert_detail", report.public_id)
    for words in ("named readers only", "A watch worth", "Cleo Clerk", "Do commissions"):
        assert words in detail
    assert browser("compliance_clerk", name="Cleo Clerk").get(report.get_absolute_url()).status_code == 200
    client.post(reverse("alert_reader_remove", args=[report.public_id, cleo.public_id]))
    assert browser("compliance_clerk", name="Cleo Clerk").get(report.get_absolute_url()).status_code == 404
    assert "Gifts" in seen(client, "alert_restricted")


def test_a_clerk_of_the_accounts_reports_and_goes_home(alert):
    client = browser("clerk")
    told = {"customer": str(alert.customer.public_id), "kind": "laundering", "origin": "bank", "title": "Cash", "summary": "Cash again"}
    assert client.post(reverse("alert_log"), told).url == reverse("home")
    assert ComplianceAlert.objects.filter(kind="laundering").exists()


def test_working_through_the_queue_leads_from_one_alert_to_the_next(alert):
    client = browser("compliance_clerk")
    following = client.get(reverse("alert_next")).url
    assert following == f"{alert.get_absolute_url()}?work=1"
    taken = client.post(reverse("alert_take", args=[alert.public_id]) + "?work=1")
    assert taken.url == reverse("alert_clear", args=[alert.public_id]) + "?work=1"
    verdict = client.post(taken.url, {"reason_code": "name_only", "reason": "Another company"})
    assert verdict.url == reverse("alert_next")
    assert client.get(verdict.url).url == reverse("alert_queue")


def test_the_panel_of_a_campaign_says_who_is_screened_and_nothing_else(alert):
    campaign = CampaignFactory(advertiser=alert.customer)
    panel = seen(browser("clerk"), "compliance_of_campaign", campaign.public_id)
    assert "signs" in panel
    assert "screened" in panel
    assert "alert" not in panel.lower()
