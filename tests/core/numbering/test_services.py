"""Numbers without gaps: rolled back numbers return, dates ascend, two connections never share one."""

import threading
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps
from factories.core import LegalEntityFactory
from people import empowered, person

from o2c.core.access.models import User
from o2c.core.errors import BusinessError
from o2c.core.numbering import queries, services
from o2c.core.numbering.models import Counter, Numbered, NumberSeries
from o2c.core.verbs import verb

JANUARY_5, JANUARY_6 = date(2026, 1, 5), date(2026, 1, 6)


@verb("tests.take_numbers")
def take_numbers(series: NumberSeries, n: int, on: date, *, actor: User, fail: bool = False) -> list[str]:
    taken = [number.text for number in services.take(series, n, on=on)]
    if fail:
        raise BusinessError("wrong_state", state="a", wanted="b")
    return taken


@pytest.fixture
def series(db: None) -> NumberSeries:
    return services.create_number_series(LegalEntityFactory(code="FR01").pk, "invoice", "FR", actor=person("admin"))


@pytest.fixture
def clerk(db: None) -> User:
    return empowered("tests.take_numbers")


def test_numbers_follow_one_another_and_start_again_each_year(series: NumberSeries, clerk: User) -> None:
    assert take_numbers(series, 2, JANUARY_5, actor=clerk) == ["FR-2026-000001", "FR-2026-000002"]
    assert take_numbers(series, 1, JANUARY_6, actor=clerk) == ["FR-2026-000003"]
    assert take_numbers(series, 1, date(2027, 1, 1), actor=clerk) == ["FR-2027-000001"]


def test_a_refused_verb_gives_its_number_back(series: NumberSeries, clerk: User) -> None:
    with pytest.raises(BusinessError):
        take_numbers(series, 5, JANUARY_5, actor=clerk, fail=True)

    assert take_numbers(series, 1, JANUARY_5, actor=clerk) == ["FR-2026-000001"]


def test_a_date_before_the_last_is_refused(series: NumberSeries, clerk: User) -> None:
    take_numbers(series, 1, JANUARY_6, actor=clerk)

    with pytest.raises(BusinessError, match="number_before_last"):
        take_numbers(series, 1, JANUARY_5, actor=clerk)
    assert Counter.objects.get().next == 2


def test_numbers_are_taken_inside_a_verb_only(series: NumberSeries) -> None:
    with pytest.raises(RuntimeError, match="inside a verb"):
        services.take(series, 1, on=JANUARY_5)


def test_a_series_is_asked_for_by_kind(series: NumberSeries) -> None:
    assert services.series_of(series.entity, "invoice") == series
    with pytest.raises(BusinessError, match="series_missing"):
        services.series_of(series.entity, "credit_note")


def test_a_kind_and_a_prefix_are_used_once(series: NumberSeries) -> None:
    for doc_type, prefix, code in [("invoice", "XX", "numberseries_one_per_kind"), ("credit_note", "FR", "numberseries_prefix_once")]:
        with pytest.raises(BusinessError, match=code):
            services.create_number_series(series.entity_id, doc_type, prefix, actor=person("admin"))


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE core_counter SET next = 1", "counter_only_forward"),
        ("UPDATE core_counter SET last_on = '2026-01-01'", "counter_only_forward"),
        ("DELETE FROM core_counter", "counter_only_forward"),
        ("UPDATE core_counter SET last_on = '2027-01-01'", "counter_last_in_year"),
    ],
)
def test_the_database_keeps_counters_going_forward(series: NumberSeries, clerk: User, statement: str, constraint: str) -> None:
    take_numbers(series, 3, JANUARY_5, actor=clerk)

    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert refusal.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]


@pytest.fixture
def papers(db: None) -> Iterator[type[Numbered]]:
    """A kind of document of its own, so that the proof is shown without any floor above."""
    with isolate_apps("o2c.core"):

        class Paper(Numbered):
            series = models.IntegerField(db_column="series_id")  # type: ignore[assignment]
            document_date = models.DateField()

            class Meta:
                app_label = "core"

        with connection.schema_editor() as editor:
            editor.create_model(Paper)
        yield Paper


@pytest.mark.parametrize(
    ("breakage", "found"),
    [
        ("SELECT 1", []),
        ("DELETE FROM core_paper WHERE series_number = 2", [("FR-2026-000003", "number_gap")]),
        ("DELETE FROM core_paper WHERE series_number = 3", [("FR-2026", "number_lost")]),
        ("UPDATE core_paper SET document_date = '2026-01-01' WHERE series_number = 2", [("FR-2026-000002", "number_dated_before")]),
    ],
)
def test_the_proof_names_what_is_missing_or_out_of_order(
    series: NumberSeries, clerk: User, papers: type[Numbered], breakage: str, found: list[tuple[str, str]]
) -> None:
    for number in take_numbers(series, 3, JANUARY_5, actor=clerk):
        papers._default_manager.create(
            series=series.pk, series_year=2026, series_number=int(number[-6:]), number=number, document_date=JANUARY_5
        )

    with connection.cursor() as cursor:
        cursor.execute(breakage)

    assert [(gap.number, gap.why) for gap in queries.gaps(papers)] == found


@pytest.mark.django_db(transaction=True)
def test_two_connections_never_share_a_number() -> None:
    series = services.create_number_series(LegalEntityFactory(code="FR01").pk, "invoice", "FR", actor=person("admin"))
    clerk, barrier, taken = empowered("tests.take_numbers"), threading.Barrier(2), []

    def work() -> None:
        try:
            barrier.wait()
            for _ in range(10):
                taken.extend(take_numbers(series, 1, JANUARY_5, actor=clerk))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == [f"FR-2026-{n:06}" for n in range(1, 21)]
