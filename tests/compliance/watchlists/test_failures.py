"""What goes wrong with lists in life: two loads at once, a publisher that merges ids, a clock at midnight, a load while a run reads."""

import os
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from factories.accounts import CustomerFactory
from factories.compliance import load_list, screened
from factories.sanctions import BOREALIS, CLEAN, NORDHAVN
from people import person

from o2c.compliance.screening import matcher as mapped
from o2c.compliance.screening.configuration import screened_versions
from o2c.compliance.screening.engine import Config, screen
from o2c.compliance.screening.facts import subjects_of
from o2c.compliance.watchlists import queries, services
from o2c.compliance.watchlists.models import WatchlistEntry, WatchlistLoad, WatchlistVersion
from o2c.compliance.watchlists.readers import ListFile, Reading
from o2c.core import gates
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_make_one_version_or_two_and_never_half_of_each():
    officer, barrier, failures = person("compliance_officer"), threading.Barrier(2, timeout=10), []

    def load(*parties) -> None:
        barrier.wait()
        try:
            content = "".join(party.content_hash for party in parties).encode()
            services.import_watchlist("ofac_sdn", Reading(parties), files=[ListFile("SDN.CSV", content)], actor=officer)
        except BusinessError as refusal:
            failures.append(refusal.code)
        finally:
            connection.close()

    both = [threading.Thread(target=load, args=parties) for parties in ((NORDHAVN, BOREALIS), (NORDHAVN, BOREALIS, CLEAN))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    versions = list(WatchlistVersion.objects.order_by("number"))
    assert set(failures) <= {"busy_elsewhere"}
    assert sum(version.state == "active" for version in versions) == 1
    (active,) = [version for version in versions if version.state == "active"]
    assert len(list(queries.entries_of([active]))) == active.parties
    assert WatchlistLoad.objects.count() == 2 - len(failures)


def test_an_entry_that_swallows_another_closes_the_old_and_keeps_its_id():
    load_list(NORDHAVN, BOREALIS)
    merged = replace(BOREALIS, key="4999", former_keys=("4712",), programmes=("BOTH",))
    done = load_list(NORDHAVN, merged)
    assert done.outcome == "held"
    officer = person("compliance_officer", name="Olga Officer")
    reading = Reading((NORDHAVN, merged))
    services.accept_watchlist_version(done.version.pk, reading, reason="Merged by the publisher", actor=officer)
    assert WatchlistEntry.objects.get(key="4712").until == done.version
    assert WatchlistEntry.objects.get(key="4999").listed().former_keys == ("4712",)


def test_a_screening_before_midnight_counts_after_it():
    load_list(NORDHAVN, BOREALIS)
    customer = CustomerFactory()
    with time_machine.travel(datetime(2026, 12, 31, 23, 59, 50, tzinfo=UTC), tick=False):
        load_list(NORDHAVN, BOREALIS, CLEAN)
        screened(customer, on=local_today())
        assert gates.reasons_against("refund", customer) == []
    with time_machine.travel(datetime(2027, 1, 1, 0, 0, 10, tzinfo=UTC), tick=False):
        assert gates.reasons_against("refund", customer) == []


def test_the_clock_put_back_an_hour_reopens_nothing_and_skips_nobody():
    load_list(NORDHAVN, BOREALIS)
    customer = CustomerFactory()
    screened(customer)
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=1), tick=False):
        assert {reason.code for reason in gates.reasons_against("refund", customer)} <= {"screening_missing"}
        screened(customer)
        assert gates.reasons_against("refund", customer) == []


def test_everybody_reads_one_file_and_a_broken_one_is_built_again(settings, tmp_path):
    settings.INDEX_ROOT = tmp_path
    load_list(NORDHAVN, BOREALIS)
    versions = screened_versions()
    first = mapped.matcher_for(versions)
    (path,) = tmp_path.glob("*.index")
    written = path.stat().st_ino
    mapped._opened.cache_clear()
    assert mapped.matcher_for(versions).entry_ids == first.entry_ids
    assert path.stat().st_ino == written

    path.write_bytes(b"half a file")
    mapped._opened.cache_clear()
    again = mapped.matcher_for(versions)
    (subject,) = [one.subject for one in subjects_of([CustomerFactory(legal_name="Nordhavn Shipping Trading")], on=local_today())]
    assert screen(subject, again.index, Config())[0].party.key == "ofac_sdn:4711"


def test_an_index_nobody_asked_for_in_days_is_removed(settings, tmp_path):
    settings.INDEX_ROOT = tmp_path
    old = tmp_path / "of-last-month.index"
    old.write_bytes(b"x")
    os.utime(old, (0, 0))
    load_list(NORDHAVN, BOREALIS)
    mapped.matcher_for(screened_versions())
    assert not old.exists()
    assert len(list(tmp_path.glob("*.index"))) == 1
