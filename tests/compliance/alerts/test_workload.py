"""Who has how much, how old it is, what comes next, and what changed since a decision."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories.compliance import load_list, screened
from factories.sanctions import BOREALIS, CLEAN, NORDHAVN, alert_of, clerk, near_miss, officer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import person

from o2c.compliance.alerts import queries, services, workload
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.alerts.rules.kinds import KINDS, hours, unanswered
from o2c.core.mail.rendering import render, template_for
from o2c.core.outbox.models import Outbox

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no finding


@calm
@given(st.lists(st.integers(0, 4000)))
def test_every_alert_is_in_exactly_one_band_of_age(days):
    assert sum(count for _label, count in workload.by_age(days)) == len(days)


@calm
@given(st.sampled_from(sorted(KINDS)), st.lists(st.sampled_from(["check_payments", "check_gifts", "other"])))
def test_the_checklist_asks_what_was_not_answered(kind, answered):
    left = unanswered(kind, answered)
    assert set(left) | (set(answered) & set(KINDS[kind].checklist)) == set(KINDS[kind].checklist)
    assert not set(left) & set(answered)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_holds_a_customer_is_decided_sooner(kind):
    assert 0 < hours(kind, holds=True) <= hours(kind, holds=False)


@pytest.mark.django_db
def test_the_board_counts_by_person_and_says_what_is_late():
    alert = alert_of(near_miss())
    services.take_alert(alert.pk, actor=clerk())
    ComplianceAlert.objects.filter(pk=alert.pk).update(due_at=timezone.now() - timedelta(hours=1))
    (load,) = workload.loads(officer(), timezone.now())
    assert (load.name, load.open, load.overdue, load.decided) == ("Carla Compliance", 1, 1, 0)
    client = Client()
    client.force_login(officer())
    shown = client.get(reverse("alert_workload")).content.decode()
    assert "Carla Compliance" in shown
    assert "overdue=true" in shown
    assert f"row-{alert.public_id}" in client.get(reverse("alert_queue"), {"overdue": "true"}).content.decode()


@pytest.mark.django_db
def test_what_was_decided_counts_for_who_decided_it_wherever_the_alert_went_since():
    alert = alert_of(near_miss())
    services.take_alert(alert.pk, actor=clerk())
    services.confirm_alert(alert.pk, reason="Same register extract", actor=clerk())
    services.hand_over_alert(alert.pk, reason="Please judge", actor=officer())
    (load,) = workload.loads(officer(), timezone.now())
    assert (load.name, load.open, load.decided) == ("Carla Compliance", 0, 1)
    client = Client()
    client.force_login(officer())
    shown = client.get(alert.get_absolute_url()).content.decode()
    for step in ("opened", "taken", "confirmed", "escalated to the compliance officer", "handed to legal"):
        assert f"<strong>{step}</strong>" in shown


@pytest.mark.django_db
def test_the_next_one_is_my_own_and_then_what_is_due_first():
    load_list(NORDHAVN, BOREALIS, CLEAN)
    for name in ("Nordhavn Shiping and Trading Ltd", "Borealis Cargo Holding Ltd"):
        screened(near_miss(name))
    later, sooner = ComplianceAlert.objects.order_by("pk")
    ComplianceAlert.objects.filter(pk=sooner.pk).update(due_at=later.due_at - timedelta(hours=2))
    assert queries.next_to_work(clerk()) == sooner
    services.take_alert(later.pk, actor=clerk())
    assert queries.next_to_work(clerk()) == later
    assert queries.next_to_work(clerk("Cleo Clerk")) == sooner


@pytest.mark.django_db
def test_a_reopened_alert_shows_what_was_decided_and_what_changed_since():
    from dataclasses import replace

    alert = alert_of(near_miss())
    services.take_alert(alert.pk, actor=clerk())
    services.clear_alert(alert.pk, reason_code="other_number", reason="Other register number", actor=clerk())
    if ComplianceAlert.objects.get(pk=alert.pk).clearing_by_id:
        services.approve_clearing(alert.pk, actor=clerk("Cleo Clerk"))
    load_list(replace(NORDHAVN, countries=("RU", "DK")), BOREALIS, CLEAN)
    screened(alert.customer)
    alert.refresh_from_db()
    assert alert.state == "alert"
    client = Client()
    client.force_login(clerk())
    shown = client.get(alert.get_absolute_url()).content.decode()
    for words in ("Decided before", "Other register number", "What changed since", "<ins>Denmark</ins>"):
        assert words in shown


@pytest.mark.django_db
def test_the_memory_lists_each_verdict_and_how_often_it_kept_quiet():
    alert = alert_of(near_miss())
    ComplianceAlert.objects.filter(pk=alert.pk).update(four_eyes=False)
    services.take_alert(alert.pk, actor=clerk())
    services.clear_alert(alert.pk, reason_code="other_number", reason="Other register number", actor=clerk())
    screened(alert.customer)
    (decision,) = queries.decisions(officer())
    assert decision.silenced == 1
    client = Client()
    client.force_login(officer())
    assert "Other register number" in client.get(reverse("alert_decisions"), {"quiet": "true"}).content.decode()
    assert "Other register number" not in client.get(reverse("alert_decisions"), {"quiet": "false"}).content.decode()


@pytest.mark.django_db
def test_the_morning_mail_counts_and_names_nobody_once_a_day():
    day = timezone.localdate()
    person("sales_support")
    assert services.send_digest(day, actor=person("system")) == []
    alert = alert_of(near_miss())
    services.take_alert(alert.pk, actor=clerk())
    told = services.send_digest(day, actor=person("system"))
    assert clerk() in told
    mail = Outbox.objects.get(topic="compliance_digest", recipient=clerk().email)
    assert (mail.payload["open"], mail.payload["mine"], mail.payload["free"]) == (1, 1, 0)
    assert "Nordhavn" not in str(mail.payload)
    words = render(template_for("compliance_digest", "en"), mail.payload)
    assert words.subject == "Compliance: 0 overdue, 1 open"
    assert services.send_digest(day, actor=person("system")) == []
