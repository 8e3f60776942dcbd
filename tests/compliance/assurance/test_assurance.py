"""An auditor gets an answer to each of the ten questions, also for what happened a year ago, and takes it out as one file."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories.compliance import load_list, screened
from factories.sanctions import BOREALIS, CLEAN, NORDHAVN, alert_of, clerk, near_miss
from openpyxl import load_workbook
from people import person

from o2c.compliance.alerts import services
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.assurance.questions import QUESTIONS, Asked
from o2c.compliance.assurance.recomputing import again
from o2c.compliance.embargo.services import propose_embargo_rule
from o2c.compliance.screening.models import Hit
from o2c.compliance.watchlists.readers import ListedName
from o2c.core.audit.models import AuditEvent
from o2c.core.clock import local_today

pytestmark = pytest.mark.django_db
A_YEAR_AGO = timedelta(days=380)


@pytest.fixture
def old_alert() -> ComplianceAlert:
    """Cleared a year ago; since then the list has another version and the party another name."""
    with time_machine.travel(timezone.now() - A_YEAR_AGO, tick=False):
        alert = alert_of(near_miss())
        services.take_alert(alert.pk, actor=clerk())
        services.clear_alert(alert.pk, reason_code="other_number", reason="Danish register number", actor=clerk())
        if ComplianceAlert.objects.get(pk=alert.pk).clearing_by_id:
            services.approve_clearing(alert.pk, actor=clerk("Cleo Clerk"))
        screened(alert.customer)
    load_list(replace(NORDHAVN, names=(ListedName("SOMETHING ELSE ENTIRELY"),)), BOREALIS, CLEAN)
    alert.refresh_from_db()
    return alert


def asked(alert: ComplianceAlert, **more) -> Asked:
    return Asked(person("auditor"), local_today() - timedelta(days=500), local_today(), **{"customer": alert.customer, **more})


def auditor() -> Client:
    client = Client()
    client.force_login(person("auditor"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def period() -> dict[str, str]:
    return {"since": (local_today() - timedelta(days=500)).isoformat(), "until": local_today().isoformat()}


def test_a_score_of_a_year_ago_is_computed_again_from_what_was_stored(old_alert):
    hit = Hit.objects.get(alert_link__alert=old_alert)
    computed, equal = again(hit)
    assert (computed.same_engine, computed.adds_up, computed.score, equal) == (True, True, hit.score, True)


def test_question_3_leads_from_the_alert_to_its_score(old_alert):
    client = auditor()
    shown = client.get(reverse("assurance_answer", args=[3]), {**period(), "customer": str(old_alert.customer.public_id)})
    address = next(
        part.split('"')[0] for part in shown.content.decode().split('href="')[1:] if part.startswith("/compliance/assurance/scores/")
    )
    told = client.get(address).content.decode()
    for words in ("NORDHAVN SHIPPING &amp; TRADING LLC", "Computed again", "equal", "OFAC SDN 1", "Why this score"):
        assert words in told
    assert "SOMETHING ELSE" not in told


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question.number))
def test_each_question_has_an_answer_page(old_alert, question):
    answer = auditor().get(reverse("assurance_answer", args=[question.number]), period())
    assert answer.status_code == 200
    assert str(question.short) in answer.content.decode()


def test_the_answers_are_those_of_the_alert(old_alert):
    by_number = {question.number: list(question.answer(asked(old_alert))) for question in QUESTIONS}
    assert {load.version.number for load in by_number[1]} == {1, 2}
    assert len(by_number[2]) == 2
    (decision,) = by_number[4]
    assert (decision.verdict, decision.reason) == ("false_positive", "Danish register number")
    (silenced,) = by_number[5]
    assert silenced.decision == decision
    assert by_number[8] == []


def test_a_changed_setting_is_told_in_words():
    propose_embargo_rule(code="EU-1", country="KP", legal_basis="2017/1509", starts_on=local_today(), actor=person("compliance_officer"))
    shown = auditor().get(reverse("assurance_answer", args=[6]), period()).content.decode()
    assert "Embargo rule proposed: EU-1" in shown
    assert "Country: " in shown
    assert "{&#x27;" not in shown


def test_another_customer_and_another_year_have_none_of_it(old_alert):
    other = near_miss("Unrelated Flowers")
    of_customer = [question for question in QUESTIONS if question.of_customer]
    assert [list(question.answer(asked(old_alert, customer=other))) for question in of_customer] == [[]] * len(of_customer)
    late = Asked(person("auditor"), local_today() - timedelta(days=30), local_today(), old_alert.customer)
    assert list(QUESTIONS[2].answer(late)) == []


def test_everything_is_taken_out_as_one_file_and_that_is_written_down(old_alert):
    answer = auditor().get(reverse("assurance"), {**period(), "export": "xlsx"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert len(book.sheetnames) == 1 + len(QUESTIONS)
    decisions = [[cell.value for cell in row] for row in book["4 Decisions"].iter_rows()]
    assert decisions[0][:3] == ["Alert", "Verdict", "Why"]
    assert "Danish register number" in decisions[1][2]
    event = AuditEvent.objects.get(action="list.exported")
    assert (event.actor, event.after["list"]) == (person("auditor"), "compliance.assurance")


@pytest.mark.parametrize("role", ["clerk", "compliance_clerk", "sales_support", "legal"])
def test_others_are_not_asked(role):
    client = Client()
    client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("assurance")).status_code == 403


def test_a_period_that_is_none_is_refused_beside_its_field():
    assert "Write a day" in auditor().get(reverse("assurance_answer", args=[1]), {"since": "soon"}).content.decode()
