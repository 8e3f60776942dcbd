"""Screening everybody: resumable, repeatable, nobody skipped, nobody alerted twice, no flood from one bad entry."""

import threading
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from factories.accounts import ContactFactory, CustomerFactory
from factories.compliance import load_list, screened
from factories.core import LegalEntityFactory
from factories.kyc import known
from factories.sanctions import BOREALIS, CLEAN, NORDHAVN, clerk, near_miss, officer
from people import person
from worker import drain_outbox

from o2c.accounts.customers.services.customers import create_customer
from o2c.compliance.alerts import answers, queries, runs, services
from o2c.compliance.alerts.models import AlertBrake, ComplianceAlert, Suppression
from o2c.compliance.alerts.rules import MOST_ALERTS_OF_A_PARTY
from o2c.compliance.screening.models import Hit, ScreeningResult, ScreeningRun
from o2c.compliance.watchlists.models import WatchlistVersion
from o2c.compliance.watchlists.readers import Identifier, Listed, ListedName
from o2c.core import gates
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError, Conflict
from o2c.core.jobs.models import Job
from o2c.core.jobs.tasks import run_step
from o2c.core.proofs.registry import PROOFS
from o2c.core.work.models import LIVE, Priority, Task

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
MANY = tuple(Listed(f"m{at}", "organisation", (ListedName(f"Qwxz{at} Vbnm"),)) for at in range(10))  # one gone among them is no shrinking


class Killed(Exception):
    """The worker died."""


class Progress:
    """A job's progress that can be told to die before its nth chunk."""

    def __init__(self, dies_at: int = 0) -> None:
        self.chunks, self.dies_at = 0, dies_at

    def chunk(self, rows: int = 1, *, cursor: Any = None, findings: int = 0) -> AbstractContextManager[None]:
        self.chunks += 1
        if self.chunks == self.dies_at:
            raise Killed
        return nullcontext()

    def advance(self, rows: int = 1) -> None:
        """Nothing to keep alive."""


def screen_everybody(day: date = TODAY, progress: Progress | None = None) -> ScreeningRun:
    return runs.screen_all(day, progress or Progress(), actor=person("system"))


@pytest.fixture
def customers(monkeypatch):
    monkeypatch.setattr(runs, "CHUNK", 2)
    load_list(NORDHAVN, BOREALIS, CLEAN)
    made = [CustomerFactory() for _ in range(4)]
    return [*made, near_miss(), CustomerFactory(state="closed", legal_name="Borealis Cargo Holding")]


def test_everybody_is_screened_and_it_is_written_down_also_when_nothing_came_out(customers):
    ContactFactory(customer=customers[0], person="Petra Payable")
    run = screen_everybody()

    assert (run.state, run.customers, run.subjects, run.alerts) == ("done", 5, 6, 1)
    assert ScreeningResult.objects.filter(run=run, hits=[]).count() == 5
    assert run.finished_at is not None
    assert [str(version) for version in run.versions.all()] == ["OFAC SDN 1"]


def test_the_same_day_against_the_same_lists_is_done_once(customers):
    first, again = screen_everybody(), screen_everybody()
    assert (first.pk, ScreeningResult.objects.count()) == (again.pk, 5)


def test_the_next_night_finds_the_same_and_opens_nothing_twice(customers):
    screen_everybody()
    run = screen_everybody(TODAY + timedelta(days=1))
    assert (run.alerts, run.hits, Hit.objects.count(), ComplianceAlert.objects.count()) == (0, 1, 1, 1)


def test_a_killed_run_goes_on_behind_its_last_chunk(customers):
    with pytest.raises(Killed):
        screen_everybody(progress=Progress(dies_at=3))
    half = ScreeningRun.objects.get()
    assert (half.state, half.parts.get().customers) == ("running", 4)

    run = screen_everybody()

    assert (run.pk, run.customers, ComplianceAlert.objects.count()) == (half.pk, 5, 1)
    assert ScreeningResult.objects.filter(run=run).count() == ScreeningResult.objects.values("subject").distinct().count() == 5


def test_two_workers_on_one_run_write_nothing_twice(customers):
    run = services.open_screening(TODAY, runs.Config(), actor=person("system"))
    part, matcher = run.parts.get(), runs.matcher_of(run)
    matches, memory = runs.matched(customers[:2], matcher, runs.Config(), on=TODAY)
    for _ in range(2):
        services.screen_chunk(part.pk, matches, matcher, memory, since=0, until=customers[1].pk, customers=2, actor=person("system"))
    part.refresh_from_db()
    assert (part.customers, ScreeningResult.objects.count()) == (2, 2)


def test_a_new_list_version_is_another_run_and_reopens_what_it_changes(customers):
    screen_everybody(local_today())
    alert = ComplianceAlert.objects.get()
    ComplianceAlert.objects.filter(pk=alert.pk).update(four_eyes=False)
    services.take_alert(alert.pk, actor=clerk())
    services.clear_alert(alert.pk, reason_code="name_only", reason="Other owner", actor=clerk())

    newcomer = Listed("9", "person", (ListedName("NEW, Somebody"),))
    load_list(NORDHAVN, BOREALIS, CLEAN, newcomer)
    unchanged = screen_everybody()
    assert (unchanged.alerts, unchanged.suppressed, Suppression.objects.count()) == (0, 1, 1)

    load_list(replace(NORDHAVN, countries=("DK", "RU")), BOREALIS, CLEAN, newcomer)
    changed = screen_everybody()

    alert.refresh_from_db()
    assert (changed.alerts, alert.state, alert.hits.count()) == (1, "alert", 2)
    assert ComplianceAlert.objects.count() == 1


@pytest.mark.parametrize(("countries", "alerts"), [(("RU",), 0), (("DK", "RU"), 1)], ids=["the same party", "and more is known"])
def test_a_verdict_follows_an_entry_into_the_one_it_was_merged_into(customers, countries, alerts):
    load_list(NORDHAVN, BOREALIS, CLEAN, *MANY)
    screen_everybody(local_today())
    alert = ComplianceAlert.objects.get()
    ComplianceAlert.objects.filter(pk=alert.pk).update(four_eyes=False)
    services.take_alert(alert.pk, actor=clerk())
    services.clear_alert(alert.pk, reason_code="name_only", reason="Other owner", actor=clerk())

    load_list(replace(NORDHAVN, key="5000", former_keys=("4711",), countries=countries), BOREALIS, CLEAN, *MANY)
    after = screen_everybody()
    assert (after.alerts, after.suppressed) == (alerts, 1 - alerts)
    assert (ComplianceAlert.objects.get().state, queries.decisions(clerk()).count()) == ("alert" if alerts else "false_positive", 1)


def test_an_open_alert_follows_its_entry_to_another_number_and_no_second_one_opens(customers):
    load_list(NORDHAVN, BOREALIS, CLEAN, *MANY)
    screen_everybody(local_today())
    alert = ComplianceAlert.objects.get()
    load_list(replace(NORDHAVN, key="5000", former_keys=("4711",)), BOREALIS, CLEAN, *MANY)
    assert screen_everybody().alerts == 0
    assert ComplianceAlert.objects.get().entry.key == "5000"
    assert [queries.party_of(hit) for hit in queries.hits_of(alert)] == ["ofac_sdn:5000"]


def test_an_entry_that_is_split_is_two_parties_and_each_is_looked_at(customers):
    screen_everybody(local_today())
    half = replace(NORDHAVN, key="5001", identifiers=(), names=NORDHAVN.names[:1])
    load_list(replace(NORDHAVN, countries=("RU", "IR")), half, BOREALIS, CLEAN)
    assert screen_everybody().alerts == 1
    assert sorted(ComplianceAlert.objects.values_list("party", flat=True)) == ["ofac_sdn:4711", "ofac_sdn:5001"]


def test_a_changed_customer_is_looked_at_again(customers):
    screen_everybody(local_today())
    alert = ComplianceAlert.objects.get()
    ComplianceAlert.objects.filter(pk=alert.pk).update(four_eyes=False)
    services.take_alert(alert.pk, actor=clerk())
    services.clear_alert(alert.pk, reason_code="name_only", reason="Other owner", actor=clerk())
    customer = alert.customer
    assert gates.reasons_against("refund", customer) == []

    customer.legal_name = "Nordhavn Shipping and Trading"
    customer.save(update_fields=["legal_name"])
    assert "screening_missing" in {reason.code for reason in gates.reasons_against("refund", customer)}
    answers.on_customer_changed(customer.pk, {})

    alert.refresh_from_db()
    assert (alert.state, alert.subject.subject().names) == ("alert", ("Nordhavn Shipping and Trading",))
    assert {reason.code for reason in gates.reasons_against("refund", customer)} == {"compliance_check_open"}


def test_an_equal_number_alerts_whatever_the_name_and_needs_two(customers):
    customer = CustomerFactory(legal_name="Completely Different", reg_no="7744001497", country="RU")
    screened(customer)
    alert = ComplianceAlert.objects.get(customer=customer)
    assert (alert.four_eyes, alert.holds) == (True, True)


def test_without_a_list_nobody_is_cleared():
    customer = CustomerFactory()
    with pytest.raises(BusinessError) as refused:
        screen_everybody()
    assert refused.value.code == "screening_without_list"
    assert [reason.code for reason in gates.reasons_against("post_document", customer)] == ["screening_without_list"]


def test_a_list_that_is_too_old_closes_the_gates(customers):
    screened(customers[0])
    assert gates.reasons_against("post_document", customers[0]) == []
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert [reason.code for reason in gates.reasons_against("post_document", customers[0])] == ["screening_list_stale"]


def test_a_customer_nobody_screened_stays_outside(customers):
    known(customers[0])
    assert [reason.code for reason in gates.reasons_against("activate_customer", customers[0])] == ["screening_missing"]


@pytest.fixture
def flood():
    load_list(Listed("666", "organisation", (ListedName("CO SERVICES"),), identifiers=(Identifier("tax", "999999999", "DE"),)))
    return [CustomerFactory(legal_name="Co Services", reg_no=f"R{at}") for at in range(MOST_ALERTS_OF_A_PARTY + 5)]


def test_one_bad_entry_opens_a_few_alerts_then_the_brake_is_on(flood):
    screen_everybody()
    brake = AlertBrake.objects.get()
    assert (ComplianceAlert.objects.count(), len(brake.hits), brake.state) == (MOST_ALERTS_OF_A_PARTY, 5, "on")
    assert [reason.code for reason in gates.reasons_against("refund", flood[-1])][-1] == "compliance_check_open"

    screen_everybody(TODAY + timedelta(days=1))
    brake.refresh_from_db()
    assert (ComplianceAlert.objects.count(), len(brake.hits)) == (MOST_ALERTS_OF_A_PARTY, 5)


def test_a_brake_is_an_alarm_before_the_officers_until_it_is_settled(flood):
    for day in (TODAY, TODAY + timedelta(days=1)):
        screen_everybody(day)
    alarm = Task.objects.get(kind="compliance.brake")
    assert (alarm.queue.code, alarm.priority, alarm.url) == ("compliance_officer", Priority.HIGH, reverse("alert_brakes"))
    services.settle_brake(AlertBrake.objects.get().pk, open_alerts=False, reason="The alias is two ordinary words", actor=officer())
    assert not Task.objects.filter(LIVE, kind="compliance.brake").exists()


def test_a_brake_is_dismissed_and_its_hits_stay_quiet(flood):
    screen_everybody()
    brake = AlertBrake.objects.get()
    with pytest.raises(BusinessError) as refused:
        services.settle_brake(brake.pk, open_alerts=False, reason=" ", actor=officer())
    assert refused.value.code == "reason_missing"
    services.settle_brake(brake.pk, open_alerts=False, reason="The alias is two ordinary words", actor=officer())
    screen_everybody(TODAY + timedelta(days=1))
    assert (AlertBrake.objects.count(), ComplianceAlert.objects.count()) == (1, MOST_ALERTS_OF_A_PARTY)
    with pytest.raises(Conflict) as conflict:
        services.settle_brake(brake.pk, open_alerts=True, reason="again", actor=officer())
    assert conflict.value.code == "brake_settled"


def test_a_brake_is_opened_after_all(flood):
    screen_everybody()
    services.settle_brake(AlertBrake.objects.get().pk, open_alerts=True, reason="They are real", actor=officer())
    assert ComplianceAlert.objects.count() == MOST_ALERTS_OF_A_PARTY + 5


def test_an_activated_list_asks_for_one_screening(customers):
    Job.objects.all().delete()
    version = WatchlistVersion.objects.get()
    for _ in range(2):
        answers.on_list_activated(version.pk, {})
    job = Job.objects.get()
    assert (job.kind, job.state) == ("compliance.screen_all", "queued")
    screen_everybody()
    answers.on_list_activated(version.pk, {})
    assert Job.objects.get(kind="compliance.screen_delta").arguments == {"version": version.pk}


def test_the_day_of_a_screening_counts_for_a_week(customers):
    """O2C-09: an old screening does not let anybody come back."""
    screened(customers[0], on=local_today() - timedelta(days=6))
    assert gates.reasons_against("refund", customers[0]) == []
    screened(customers[1], on=local_today() - timedelta(days=7))
    assert [reason.code for reason in gates.reasons_against("refund", customers[1])] == ["screening_missing"]


def test_imported_customers_are_screened_at_once(customers):
    answers.on_customers_imported(1, {"customers": [customer.pk for customer in customers]})
    run = ScreeningRun.objects.latest("pk")
    assert (run.kind, run.customers, ComplianceAlert.objects.count()) == ("some", 2, 2)
    assert ScreeningRun.objects.count() == 3


def test_the_proof_names_active_customers_nobody_screened_in_time(customers):
    """CAA-36: every active customer has a screening that still counts."""
    screened(customers[0])
    found = {bad.label for bad in PROOFS["customers_screened"].prove(local_today())}
    assert found == {str(customer) for customer in customers[1:5]}
    assert str(customers[0]) in {bad.label for bad in PROOFS["customers_screened"].prove(local_today() + timedelta(days=7))}


def test_the_step_of_the_night_screens_everybody_and_says_how_many(customers):
    job = Job.objects.create(kind="compliance.screening", key="night", day=local_today(), requested_by=person("system"))
    run_step(job.pk)
    job.refresh_from_db()
    assert (job.state, job.processed, job.result["customers"], job.result["alerts"]) == ("done", 5, 5, 1)


def test_the_night_is_red_when_there_are_customers_and_no_list():
    job = Job.objects.create(kind="compliance.screening", key="empty", day=local_today(), requested_by=person("system"))
    run_step(job.pk)
    job.refresh_from_db()
    assert job.state == "done"
    CustomerFactory()
    job = Job.objects.create(kind="compliance.screening", key="night", day=local_today(), requested_by=person("system"))
    run_step(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error[:22]) == ("failed", "No watchlist is loaded")


def test_a_new_customer_is_screened_by_the_event_and_may_go_on():
    load_list(NORDHAVN, BOREALIS, CLEAN)
    drain_outbox()
    entity = LegalEntityFactory()
    facts = {"legal_name": "Perfectly Honest GmbH", "country": "DE"}
    customer = create_customer(entities=[entity], actor=person("clerk"), **facts)
    known(customer)
    assert [reason.code for reason in gates.reasons_against("activate_customer", customer)] == ["screening_missing"]
    drain_outbox()
    assert gates.reasons_against("activate_customer", customer) == []


def test_before_the_first_list_the_event_leaves_the_gates_shut_and_nothing_to_repair():
    customer = CustomerFactory()
    answers.on_customer_changed(customer.pk, {})
    assert not ScreeningRun.objects.exists()
    assert [reason.code for reason in gates.reasons_against("refund", customer)] == ["screening_without_list"]


@pytest.mark.django_db(transaction=True)
def test_two_screenings_of_one_customer_at_once_open_one_alert():
    customer = near_miss()
    load_list(NORDHAVN, BOREALIS, CLEAN)
    night, barrier, failures = person("system"), threading.Barrier(2, timeout=10), []

    def screen() -> None:
        barrier.wait()
        try:
            runs.screen_now([customer], day=TODAY, actor=night)
        except BusinessError as refusal:
            failures.append(refusal)
        finally:
            connection.close()

    both = [threading.Thread(target=screen) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert (failures, ComplianceAlert.objects.count(), ScreeningRun.objects.count()) == ([], 1, 2)
