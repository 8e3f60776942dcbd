"""Proofs turn red on bad rows and on their own failure, name the rows, and keep every result."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from people import person

from o2c.core.access.models import User
from o2c.core.audit.models import AuditEvent
from o2c.core.proofs import queries, registry, services
from o2c.core.proofs.models import ControlResult
from o2c.core.proofs.registry import Bad, proof
from o2c.core.work.queries import my_work

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 5)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> list[Bad]:
    """The rows the proof "sums" finds; the proof "crash" always fails."""
    monkeypatch.setattr(registry, "PROOFS", {})
    monkeypatch.setattr(services, "PROOFS", registry.PROOFS)
    rows: list[Bad] = []

    def crash(day: date) -> Iterator[Bad]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM no_such_table")
        yield Bad("never", "never")

    proof("crash", "Crashes", crash, "ledger")
    proof("sums", "Sums agree", lambda day: rows, "ledger", version=3)
    return rows


@pytest.fixture
def finance() -> User:
    return person("finance")


def test_a_proof_without_bad_rows_is_green(broken: list[Bad], finance: User) -> None:
    result = services.run_proof("sums", DAY, actor=finance)

    assert (result.state, result.bad_count, result.rule_version, result.area) == ("green", 0, 3, "ledger")
    assert AuditEvent.objects.get().action == "proof.green"


def test_a_red_proof_counts_all_and_names_the_first_hundred(broken: list[Bad], finance: User) -> None:
    broken.extend(Bad(f"item {n}", "number_gap", {"day": DAY}, f"/items/{n}") for n in range(120))

    result = services.run_proof("sums", DAY, actor=finance)

    assert (result.state, result.bad_count, len(result.bad_rows)) == ("red", 120, 100)
    assert result.bad_rows[0] == {"label": "item 0", "why": "number_gap", "values": {"day": "2026-01-05"}, "url": "/items/0"}


def test_a_proof_that_cannot_run_is_red_and_the_next_one_runs(broken: list[Bad], finance: User) -> None:
    steps: list[tuple[int, int]] = []

    results = services.run_proofs(DAY, actor=finance, progress=lambda done, total: steps.append((done, total)))

    assert [(result.code, result.state) for result in results] == [("crash", "red"), ("sums", "green")]
    assert "no_such_table" in results[0].error
    assert steps == [(1, 2), (2, 2)]


def test_the_newest_result_of_a_proof_counts_and_red_comes_first(broken: list[Bad], finance: User) -> None:
    broken.append(Bad("item", "number_gap"))
    services.run_proof("sums", DAY, actor=finance)
    broken.clear()
    services.run_proofs(DAY, actor=finance)

    assert [(result.code, result.state) for result in queries.latest_results()] == [("crash", "red"), ("sums", "green")]
    assert not queries.latest_results(date(2026, 1, 4))
    assert queries.results("sums").count() == 2


@pytest.mark.parametrize(
    "statement", ["UPDATE core_controlresult SET state = 'green'", "DELETE FROM core_controlresult", "TRUNCATE core_controlresult"]
)
def test_the_database_refuses_to_change_a_result(broken: list[Bad], finance: User, statement: str) -> None:
    services.run_proof("sums", DAY, actor=finance)
    connection.check_constraints()

    with pytest.raises(IntegrityError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(("state", "bad_count"), [("red", 0), ("green", 1)])
def test_the_database_wants_a_reason_for_red_and_none_for_green(state: str, bad_count: int) -> None:
    with pytest.raises(IntegrityError, match="controlresult_red_says_why"):
        ControlResult.objects.create(code="x", area="x", rule_version=1, day=DAY, state=state, bad_count=bad_count)


def test_the_proof_of_numbers_is_registered_and_green_without_documents(finance: User) -> None:
    assert services.run_proof("numbers_without_gap", DAY, actor=finance).state == "green"


def test_red_lies_in_the_queue_of_finance_until_it_is_green(broken: list[Bad], finance: User) -> None:
    broken.append(Bad("item", "number_gap"))
    services.run_proof("sums", DAY, actor=finance)
    services.run_proof("sums", DAY, actor=finance)
    assert [task.title for task in my_work(finance, timezone.now())] == ["Red proof: Sums agree"]

    broken.clear()
    services.run_proof("sums", DAY, actor=finance)
    assert not my_work(finance, timezone.now())
