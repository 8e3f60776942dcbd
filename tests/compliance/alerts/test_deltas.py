"""What a new version changed is screened against everybody, by several workers, and survives their death."""

import threading
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from factories.accounts import BankAccountFactory, CampaignFactory, ContactFactory, CustomerFactory
from factories.compliance import load_list, screened
from factories.sanctions import BOREALIS, CLEAN, NORDHAVN, near_miss
from people import person
from worker import celery_worker, kill, wait_until

from o2c.accounts.customers.models import Customer, CustomerRelation
from o2c.compliance.alerts import answers, runs, services
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.screening import queries, sources
from o2c.compliance.screening.engine import Subject
from o2c.compliance.screening.models import ScreeningResult, ScreeningRun
from o2c.compliance.screening.payees import payees_screened
from o2c.compliance.screening.sources import Screened
from o2c.compliance.watchlists.readers import BirthDate, Listed, ListedName
from o2c.core import gates
from o2c.core.clock import local_today
from o2c.core.jobs import leases
from o2c.core.jobs.models import Job, JobState

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
QWERTZ = Listed("4799", "organisation", (ListedName("QWERTZ TRADING HOUSE"),))


class Alone:
    """A run without a job."""

    def chunk(self, rows: int = 1, *, cursor: Any = None, findings: int = 0) -> AbstractContextManager[None]:
        return nullcontext()

    def advance(self, rows: int = 1) -> None:
        """Nothing to keep alive."""


def everybody(day: date = TODAY) -> ScreeningRun:
    return runs.screen_all(day, Alone(), actor=person("system"))


def delta(version_id: int, day: date = TODAY) -> ScreeningRun:
    return runs.screen_delta(version_id, day, Alone(), actor=person("system"))


@pytest.fixture
def customers() -> list[Customer]:
    load_list(NORDHAVN, BOREALIS, CLEAN)
    return [*(CustomerFactory() for _ in range(4)), near_miss(), CustomerFactory(legal_name="Qwertz Trading House")]


def reasons(customer: Customer) -> set[str]:
    return {reason.code for reason in gates.reasons_against("refund", customer)}


def test_only_what_changed_is_looked_for_and_only_what_came_out_is_kept(customers):
    everybody()
    before = ScreeningResult.objects.count()
    version = load_list(NORDHAVN, BOREALIS, CLEAN, QWERTZ).version

    run = delta(version.pk)

    assert (run.kind, run.changed, run.state) == ("delta", version, "done")
    assert (run.customers, run.subjects, run.hits, run.alerts) == (6, 6, 1, 1)
    assert ScreeningResult.objects.count() == before + 1
    assert ComplianceAlert.objects.latest("pk").party == "ofac_sdn:4799"


def test_a_delta_finds_what_a_full_pass_finds(customers):
    everybody()
    version = load_list(replace(NORDHAVN, countries=("RU", "DK")), BOREALIS, CLEAN, QWERTZ).version
    delta(version.pk)
    by_delta = {hit.entry.key: hit.score for one in ComplianceAlert.objects.all() for hit in [one.hits.latest("pk").hit]}
    everybody(TODAY + timedelta(days=1))
    by_all = {hit.entry.key: hit.score for one in ComplianceAlert.objects.all() for hit in [one.hits.latest("pk").hit]}
    assert by_delta == by_all != {}


def test_the_same_delta_is_done_once(customers):
    everybody()
    version = load_list(NORDHAVN, BOREALIS, CLEAN, QWERTZ).version
    assert delta(version.pk).pk == delta(version.pk, TODAY + timedelta(days=1)).pk
    assert ComplianceAlert.objects.filter(party="ofac_sdn:4799").count() == 1


def test_a_version_that_only_removes_screens_nobody_against_nothing(customers):
    everybody()
    version = load_list(*(replace(CLEAN, key=str(at)) for at in range(40))).version
    load_list(*(replace(CLEAN, key=str(at)) for at in range(39)))
    run = delta(version.pk)
    assert (run.hits, run.alerts, run.state) == (0, 0, "done")


def test_a_run_keeps_to_the_versions_it_began_with(customers, monkeypatch):
    monkeypatch.setattr(runs, "CHUNK", 2)
    run = services.open_screening(TODAY, runs.active_config(), actor=person("system"))
    load_list(NORDHAVN, BOREALIS, CLEAN, QWERTZ)
    runs.help_with(run.pk, Alone(), actor=person("system"))
    run.refresh_from_db()
    assert [version.number for version in run.versions.all()] == [1]
    assert (run.state, run.alerts) == ("done", 1)


def test_who_changed_during_a_run_is_screened_as_he_is_now(customers):
    run = services.open_screening(local_today(), runs.active_config(), actor=person("system"))
    customer = customers[0]
    Customer.objects.filter(pk=customer.pk).update(legal_name="Borealis Cargo Holding")
    answers.on_customer_changed(customer.pk, {})
    runs.help_with(run.pk, Alone(), actor=person("system"))
    customer.refresh_from_db()
    assert ComplianceAlert.objects.filter(customer=customer).count() == 1
    assert reasons(customer) == {"compliance_check_open"}


def test_a_version_nobody_applied_within_a_day_closes_the_gates(customers):
    everybody(local_today())
    version = load_list(NORDHAVN, BOREALIS, CLEAN, QWERTZ).version
    assert reasons(customers[0]) == set()
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert reasons(customers[0]) == {"screening_behind"}
        delta(version.pk)
        assert reasons(customers[0]) == set()


def test_both_parties_of_a_reseller_are_screened_before_either_may_go_on(customers):
    """CAA-31: the reseller and the client."""
    reseller, client = customers[0], CustomerFactory(state="closed")
    CustomerRelation.objects.create(from_customer=reseller, to_customer=client, kind="reseller_of", valid_from=date(2020, 1, 1))
    screened(reseller)
    assert reasons(reseller) == {"screening_missing"}
    run = everybody(local_today())
    assert (run.customers, reasons(reseller), reasons(client)) == (7, set(), set())


def test_the_end_client_of_a_campaign_is_screened_for_its_advertiser(customers):
    """CAA-31: for whom a campaign runs."""
    advertiser, client = customers[0], CustomerFactory(state="closed")
    CampaignFactory(advertiser=advertiser, end_client=client)
    screened(advertiser)
    assert reasons(advertiser) == {"screening_missing"}
    screened(client)
    assert reasons(advertiser) == set()


def test_whoever_else_may_be_paid_is_screened_with_the_customer(customers):
    """CAA-17: the holder of a verified bank account under another name."""
    checked = {"state": "verified", "verified_by": person("supervisor"), "verified_at": timezone.now()}
    BankAccountFactory(customer=customers[0], holder="Qwertz Zyxwvut", **checked)
    BankAccountFactory(customer=customers[1], holder=customers[1].legal_name.upper(), **checked)
    BankAccountFactory(customer=customers[1], holder="Borealis Cargo", iban="DE02120300000000202051")
    assert {one.subject.names: one.role for one in payees_screened(customers, local_today())} == {("Qwertz Zyxwvut",): "payee"}
    everybody(local_today())
    assert ComplianceAlert.objects.get(customer=customers[0]).subject.facts["role"] == "payee"


def test_a_room_above_adds_whom_it_knows(customers, monkeypatch):
    owner = Subject("person", ("Qwertz Zyxwvut",), births=(BirthDate(1970),))
    known = {customers[0].pk}
    monkeypatch.setitem(
        sources.SOURCES, "owners", lambda rows, on: [Screened(row.pk, None, owner, "owner") for row in rows if row.pk in known]
    )
    run = everybody(local_today())
    assert run.subjects == 7
    alert = ComplianceAlert.objects.get(customer=customers[0])
    assert (alert.subject.facts["role"], alert.party) == ("owner", "ofac_sdn:4713")


def test_a_run_falls_into_parts_of_about_the_same_size(customers, monkeypatch):
    monkeypatch.setattr(queries, "PART", 2)
    bounds = queries.bounds_of_parts(TODAY)
    keys = sorted(customer.pk for customer in customers)
    assert bounds == [(0, keys[1]), (keys[1], keys[3]), (keys[3], keys[5])]
    run = everybody()
    assert [part.customers for part in run.parts.order_by("after")] == [2, 2, 2]


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("UPDATE compliance_runpart SET until = 99999999", "runpart_immutable"),
        ("UPDATE compliance_runpart SET cursor = until + 1", "runpart_cursor_within"),
        ("DELETE FROM compliance_runpart", "runpart_immutable"),
        ("INSERT INTO compliance_runpart SELECT id + 1000, after, until, cursor, is_done, customers, subjects, hits, alerts, suppressed,"
         " run_id FROM compliance_runpart", "runpart_once"),
        ("UPDATE compliance_screeningrun SET kind = 'delta'", "screeningrun_immutable"),
    ],
)  # fmt: skip
def test_the_database_keeps_runs_and_their_parts(customers, sql, rule):
    everybody()
    with pytest.raises(IntegrityError) as answer, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert answer.value.__cause__.diag.constraint_name == rule


def test_a_delta_always_names_its_version():
    with pytest.raises(IntegrityError, match="screeningrun_delta_of_a_version"), transaction.atomic():
        ScreeningRun.objects.create(kind="delta", key="x", day=TODAY, engine_version="1", config_version="1", config={})


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_a_run_and_nobody_comes_twice(monkeypatch):
    monkeypatch.setattr(runs, "CHUNK", 2)
    monkeypatch.setattr(queries, "PART", 3)
    load_list(NORDHAVN, BOREALIS, CLEAN)
    people = [near_miss() for _ in range(10)]
    night, barrier, failures = person("system"), threading.Barrier(2, timeout=10), []

    def work() -> None:
        barrier.wait()
        try:
            runs.screen_all(TODAY, Alone(), actor=night)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    both = [threading.Thread(target=work) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    run = ScreeningRun.objects.get()
    assert (failures, run.state, run.customers, run.alerts) == ([], "done", 10, 10)
    assert ComplianceAlert.objects.count() == ScreeningResult.objects.count() == len(people)


@pytest.mark.timeout(180)
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_nobody_out_and_nobody_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KILL_FOLDER", str(tmp_path))
    night = person("system")
    load_list(NORDHAVN, BOREALIS, CLEAN)
    for _ in range(9):
        ContactFactory(customer=near_miss(), person="Petra Payable")
    Job.objects.all().delete()
    job = services.request_screening(actor=night)

    with celery_worker("screening_worker", tmp_path, JOB_LEASE_SECONDS="2") as first:
        wait_until((tmp_path / "reached").exists, "the middle of the run")
        kill(first)
    half = ScreeningRun.objects.get()
    assert half.state == "running"
    assert 0 < ScreeningResult.objects.count() < 18

    wait_until(lambda: job.pk in leases.sweep(), "the lease to run out")
    with celery_worker("screening_worker", tmp_path, JOB_LEASE_SECONDS="60"):
        wait_until(lambda: Job.objects.filter(pk=job.pk, state=JobState.DONE).exists(), "the end of the run")

    half.refresh_from_db()
    assert (half.state, half.customers, half.subjects, half.alerts) == ("done", 9, 18, 9)
    assert ScreeningResult.objects.filter(run=half).count() == 18
    assert ComplianceAlert.objects.values("customer").distinct().count() == ComplianceAlert.objects.count() == 9
