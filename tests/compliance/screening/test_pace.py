"""How much a screening asks of the database: the same for one customer as for many, and little while somebody waits."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories.accounts import ContactFactory, CustomerFactory
from factories.compliance import load_list
from factories.sanctions import BOREALIS, CLEAN, NORDHAVN, near_miss
from people import person

from o2c.compliance.alerts import runs, services
from o2c.compliance.screening import queries
from o2c.compliance.screening.configuration import screened_versions
from o2c.compliance.screening.engine import Config, Subject, build_index, screen
from o2c.compliance.screening.matcher import matcher_for, matcher_of
from o2c.compliance.screening.models import RunPart, ScreenedSubject, ScreeningRun
from o2c.compliance.screening.services import screen_names
from o2c.compliance.screening.services.asking import Asked
from o2c.core.clock import local_today

pytestmark = pytest.mark.django_db
MOST_ASKED, MOST_DELTA = 13, 16  # statements, those of the verb, its audit and the savepoint of the test among them


def chunk(part: RunPart) -> tuple[int, RunPart]:
    """How many statements one chunk of a run takes, and the part behind it."""
    night, run = person("system"), part.run
    matcher, config = matcher_of(run), Config()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        customers = queries.customers_of(part, runs.CHUNK)
        matches, memory = runs.matched(customers, matcher, config, on=run.day)
        done = services.screen_chunk(
            part.pk, matches, matcher, memory, since=part.cursor, until=customers[-1].pk, customers=len(customers), actor=night
        )
    return len(asked), done


def delta_of(*parties, day) -> RunPart:
    version = load_list(*parties).version
    return services.open_delta(version.pk, day, Config(), actor=person("system")).parts.select_related("run").get()


def test_one_name_takes_few_statements_however_many_are_asked():
    load_list(NORDHAVN, BOREALIS, CLEAN)
    officer, counts = person("compliance_officer"), []
    for many in (1, 1, 60):
        asked = [Asked(str(at), Subject("organisation", (f"Nordhavn Shiping {at}",))) for at in range(many)]
        with CaptureQueriesContext(connection) as statements:
            screen_names(asked, actor=officer)
        counts.append(len(statements))
    assert counts[1] == counts[2] <= MOST_ASKED


def test_asking_reads_the_listed_parties_from_the_index_alone():
    load_list(NORDHAVN, BOREALIS, CLEAN)
    screen_names([Asked("", Subject("organisation", ("Nordhavn Shipping",)))], actor=person("compliance_officer"))
    assert "rows" not in vars(matcher_for(screened_versions()))


def test_a_delta_takes_as_few_statements_for_many_customers_as_for_two():
    load_list(NORDHAVN, BOREALIS)
    for _ in range(2):
        ContactFactory(customer=CustomerFactory(), person="Petra Payable")
    few, part = chunk(delta_of(NORDHAVN, BOREALIS, CLEAN, day=local_today()))
    assert part.is_done
    for _ in range(20):
        ContactFactory(customer=CustomerFactory(), person="Petra Payable")
    many, part = chunk(delta_of(NORDHAVN, CLEAN, day=local_today() + timedelta(days=1)))
    assert (part.customers, part.is_done) == (22, True)
    assert few == many <= MOST_DELTA


def test_who_was_screened_before_is_not_written_again():
    load_list(NORDHAVN)
    near_miss()
    runs.screen_each(list(queries.everybody(local_today()).values_list("pk", flat=True)), day=local_today(), actor=person("system"))
    with CaptureQueriesContext(connection) as asked:
        runs.screen_each(list(queries.everybody(local_today()).values_list("pk", flat=True)), day=local_today(), actor=person("system"))
    assert not [one for one in asked.captured_queries if 'INSERT INTO "compliance_screenedsubject"' in one["sql"]]
    assert (ScreenedSubject.objects.count(), ScreeningRun.objects.count()) == (1, 2)


def test_names_of_which_no_list_knows_enough_are_left_unread_without_another_answer(monkeypatch):
    index = build_index([NORDHAVN, BOREALIS, CLEAN])
    texts = ["Nordhaven Shiping", "Zyxwvut", "Borealiscargo", "Bore Alis Kargo", "Aurora Media 17", "Lumen Cargo", "Honest Bakery House"]
    subjects = [Subject(kind, (text,)) for text in texts for kind in ("organisation", "person")]
    told = [screen(subject, index, Config()) for subject in subjects]
    monkeypatch.setattr("o2c.compliance.screening.engine.candidates._most_met", lambda *given: float("inf"))
    assert [screen(subject, index, Config()) for subject in subjects] == told
    assert any(told)
