"""The queue of work: nothing lies nowhere, clocks pause, and what rooms put in they take out again."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone, translation
from factories.core import LegalEntityFactory
from people import empowered, person

from o2c.core.access import ownership
from o2c.core.access.models import Cover, User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.audit.models import AuditEvent
from o2c.core.audit.words import changes, said
from o2c.core.entities import services as entities
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError, Conflict
from o2c.core.money import Money
from o2c.core.verbs import verb
from o2c.core.work import queries, services
from o2c.core.work.models import Task, TaskTemplate, WorkQueue

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 6, 1, 7, 0, tzinfo=UTC)  # nine o'clock in Paris


@verb("tests.put_in")
def put_in(entity: LegalEntity, title: str = "Look at it", *, actor: User, **facts: object) -> Task:
    return services.open_task("check", "", title=title, subject=entity, actor=actor, **facts)  # type: ignore[arg-type]


@verb("tests.take_out")
def take_out(entity: LegalEntity, *, actor: User) -> int:
    return services.close_task("check", subject=entity, actor=actor)


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


@pytest.fixture
def room() -> User:
    return empowered("tests.put_in", "tests.take_out")


@pytest.fixture
def clerk() -> User:
    return person("clerk")


def titles(rows: Iterable[Task]) -> list[str]:
    return [task.title for task in rows]


class TestSteps:
    def test_the_same_thing_lies_in_the_queue_once(self, entity: LegalEntity, room: User) -> None:
        first = put_in(entity, queue="clerk", value=Money(Decimal(10), "EUR"), actor=room)
        again = put_in(entity, "Look again", queue="clerk", value=Money(Decimal(20), "EUR"), priority=1, actor=room)

        assert first == again
        assert (again.title, again.value, again.priority, again.entity) == ("Look again", 20, 1, entity)
        assert take_out(entity, actor=room) == 1
        assert take_out(entity, actor=room) == 0
        assert put_in(entity, queue="clerk", actor=room) != first

    def test_it_is_due_when_the_team_closes_on_a_working_day(self, entity: LegalEntity, room: User) -> None:
        WorkQueue.objects.filter(code="clerk").update(calendar="DE-BY", time_zone="Europe/Berlin", closes_at=time(17))

        task = put_in(entity, queue="clerk", due_on=date(2026, 6, 4), actor=room)

        assert task.due_at == datetime(2026, 6, 5, 15, 0, tzinfo=UTC)

    def test_the_database_refuses_a_task_that_lies_nowhere(self) -> None:
        with pytest.raises(IntegrityError, match="task_owner_or_queue"):
            Task.objects.create(kind="x", key="x", title="x")

    @pytest.mark.parametrize(
        ("facts", "constraint"),
        [
            ({"state": "lost", "closed_at": MONDAY}, "task_state_known"),
            ({"priority": 9}, "task_priority_known"),
            ({"state": "done"}, "task_closed_when_it_ends"),
            ({"snoozed_until": MONDAY}, "task_asleep_with_reason"),
            ({"value": 5}, "task_value_with_currency"),
            ({"value": Decimal("5.5"), "currency": "JPY"}, "task_value_digits"),
        ],
    )
    def test_the_database_keeps_tasks_whole(self, clerk: User, facts: dict[str, object], constraint: str) -> None:
        with pytest.raises(IntegrityError, match=constraint):
            Task.objects.create(kind="x", key="x", title="x", owner=clerk, **facts)


@verb("tests.put_in_return")
def put_in_return(code: str, amount: Money, *, actor: User) -> Task:
    words = {"amount": amount, "customer": "Aurora", "why": {"code": "return_AC04"}, "next": {"code": "return_AC04_next"}}
    return services.open_task("tests.returned", code, words, queue="cash_clerk", actor=actor)


class TestWords:
    """What a room puts in is a code with values: everyone reads, finds and audits it in their own language."""

    def test_each_reader_sees_their_language(self) -> None:
        task = put_in_return("return_task", Money(Decimal("1250.50"), "EUR"), actor=empowered("tests.put_in_return"))
        assert str(task) == task.title == "Payment of EUR\u00a01,250.50 by Aurora came back: The account is closed"
        assert task.advice == "The mandate is suspended. Ask the customer for the new account and amend the mandate."
        event = AuditEvent.objects.get(action="task.opened")
        with translation.override("fr"):
            assert str(task) == "Le paiement de EUR\u00a01\u00a0250,50 par Aurora est revenu\u202f: Le compte est clos"
            assert "Le mandat est suspendu" in task.advice
            assert str(task) in said(event)
            assert "object" not in [name.lower() for name, _before, _after in changes(event)]

    @pytest.mark.parametrize(("text", "finds"), [("aurora", 1), ("est revenu", 1), ("compte est clos", 1), ("dispute", 0)])
    def test_a_search_looks_into_what_the_reader_sees(self, text: str, finds: int) -> None:
        put_in_return("return_task", Money(Decimal(1), "EUR"), actor=empowered("tests.put_in_return"))
        with translation.override("fr"):
            assert Task.objects.filter(queries.titled_like(text)).count() == finds

    def test_a_code_without_a_sentence_never_gets_into_the_queue(self) -> None:
        with pytest.raises(KeyError, match="no_such_task"):
            put_in_return("no_such_task", Money(Decimal(1), "EUR"), actor=empowered("tests.put_in_return"))


class TestClock:
    def test_waiting_for_the_requester_stops_the_clock(self, entity: LegalEntity, room: User, clerk: User) -> None:
        with time_machine.travel(MONDAY, tick=False):
            task = put_in(entity, queue="clerk", working_hours=8, actor=room)
            assert task.due_at == MONDAY + timedelta(hours=8)
        with time_machine.travel(MONDAY + timedelta(hours=3), tick=False):
            assert services.pause_task(task.pk, reason="asked for the form", actor=clerk).due_at is None
        with time_machine.travel(MONDAY + timedelta(days=2), tick=False):
            task = services.resume_task(task.pk, actor=clerk)

        assert task.due_at == MONDAY + timedelta(days=2, hours=5)
        assert task.clock_used == timedelta(hours=3)


class TestMyWork:
    def test_late_first_then_urgent_then_by_due_time_and_value(self, clerk: User) -> None:
        now = timezone.now()
        for title, due, priority, value in [
            ("small", 2, 0, 5),
            ("big", 2, 0, 500),
            ("soon", 1, 0, 1),
            ("urgent", 9, 2, 1),
            ("late", -1, 0, 1),
            ("no date", None, 0, 9),
        ]:
            Task.objects.create(
                kind="x", key=title, title=title, owner=clerk, priority=priority, value=value, currency="EUR",
                due_at=None if due is None else now + timedelta(hours=due),
            )  # fmt: skip
        Task.objects.filter(title__in=["small", "big"]).update(due_at=now + timedelta(hours=2))

        rows = queries.my_work(clerk, now)

        assert titles(rows) == ["late", "urgent", "soon", "big", "small", "no date"]
        assert [task.is_late for task in rows][:2] == [True, False]  # type: ignore[attr-defined]

    def test_mine_my_queues_and_those_i_cover(self, entity: LegalEntity, clerk: User, room: User) -> None:
        colleague = person("clerk", name="Carl Colleague")
        elsewhere = person("clerk", name="Ella Elsewhere", entity=LegalEntityFactory(code="DE01"))
        put_in(entity, "in the queue", queue="clerk", actor=room)
        Task.objects.create(kind="x", key="1", title="on my desk", owner=clerk)
        Task.objects.create(kind="x", key="2", title="on the other desk", owner=colleague)

        assert set(titles(queries.my_work(clerk, timezone.now()))) == {"in the queue", "on my desk"}
        assert titles(queries.my_work(person("collector"), timezone.now())) == []
        assert titles(queries.my_work(elsewhere, timezone.now())) == []

        Cover.objects.create(absent=colleague, by=clerk, starts_on=date(2020, 1, 1), ends_on=date(2999, 1, 1), reason="holiday")
        assert "on the other desk" in titles(queries.my_work(User.objects.get(pk=clerk.pk), timezone.now()))

    def test_a_snoozed_task_comes_back_by_itself(self, entity: LegalEntity, clerk: User, room: User) -> None:
        task, now = put_in(entity, queue="clerk", actor=room), timezone.now()

        services.snooze_task(task.pk, now + timedelta(days=2), reason="they call back on Friday", actor=clerk)

        assert not queries.my_work(clerk, now)
        assert titles(queries.asleep(clerk, now)) == ["Look at it"]
        assert titles(queries.my_work(clerk, now + timedelta(days=3))) == ["Look at it"]

    @pytest.mark.parametrize(
        ("days", "reason", "code"),
        [(-1, "x", "task_snooze_in_past"), (1, " ", "task_reason_missing"), (1, "card 4111111111111111", "card_number")],
    )
    def test_snoozing_wants_a_later_moment_and_a_reason(
        self, entity: LegalEntity, clerk: User, room: User, days: int, reason: str, code: str
    ) -> None:
        task = put_in(entity, queue="clerk", actor=room)

        with pytest.raises(BusinessError, match=code):
            services.snooze_task(task.pk, timezone.now() + timedelta(days=days), reason=reason, actor=clerk)
        assert Task.objects.get().snoozed_until is None


class TestHandingOut:
    def test_a_task_without_owner_shows_in_the_unassigned_view(self) -> None:
        lead = person("supervisor")
        task = services.create_task(title="Count the cheques", queue="cash_clerk", due_on=date(2026, 6, 1), actor=lead)

        assert list(queries.unassigned(lead, timezone.now())) == [task]
        services.assign_task(task.pk, owner=person("cash_clerk"), actor=lead)
        assert not queries.unassigned(lead, timezone.now())
        assert AuditEvent.objects.filter(action="task.assigned").exists()

    def test_a_template_gives_the_working_time(self) -> None:
        lead = person("supervisor")
        services.create_task_template(name="Count", title="Count the cheques", queue="cash_clerk", hours=4, actor=lead)

        with time_machine.travel(MONDAY, tick=False):
            task = services.create_task(title="Count", queue="cash_clerk", template=TaskTemplate.objects.get(), actor=lead)

        assert task.due_at == MONDAY + timedelta(hours=4)
        with pytest.raises(BusinessError, match="task_template_taken"):
            services.create_task_template(name="Count", title="x", queue="clerk", hours=1, actor=lead)

    def test_a_task_is_never_given_to_nobody_or_to_who_left(self, clerk: User) -> None:
        lead = person("supervisor")
        with pytest.raises(BusinessError, match="task_owner_or_queue"):
            services.create_task(title="x", actor=lead)
        task = services.create_task(title="x", owner=clerk, actor=lead)
        User.objects.filter(pk=clerk.pk).update(is_active=False)

        with pytest.raises(BusinessError, match="task_owner_gone"):
            services.assign_task(task.pk, owner=User.objects.get(pk=clerk.pk), actor=lead)
        with pytest.raises(BusinessError, match="task_owner_or_queue"):
            services.assign_task(task.pk, actor=lead)

    def test_one_takes_what_nobody_has(self, entity: LegalEntity, clerk: User, room: User) -> None:
        task = put_in(entity, queue="clerk", actor=room)
        services.take_task(task.pk, actor=clerk)

        with pytest.raises(Conflict, match="gone_or_out_of_reach"):
            services.take_task(task.pk, actor=person("clerk", name="Carl Colleague"))
        with pytest.raises(BusinessError, match="task_taken"):
            services.take_task(task.pk, actor=person("supervisor"))
        assert Task.objects.get().owner == clerk

    def test_done_is_done_and_can_be_opened_again(self, entity: LegalEntity, clerk: User, room: User) -> None:
        task = put_in(entity, queue="clerk", actor=room)
        services.take_task(task.pk, actor=clerk)
        services.complete_task(task.pk, reason="called", actor=clerk)

        with pytest.raises(Conflict, match="gone_or_out_of_reach"):
            services.complete_task(task.pk, actor=clerk)
        assert services.resume_task(task.pk, actor=clerk).closed_at is None

    def test_an_auditor_does_not_work(self, entity: LegalEntity, room: User) -> None:
        task = put_in(entity, queue="clerk", actor=room)

        with pytest.raises(PermissionDenied):
            services.complete_task(task.pk, actor=person("auditor"))

    def test_who_leaves_hands_over(self, clerk: User) -> None:
        Task.objects.create(kind="x", key="1", title="on my desk", owner=clerk)
        heir = person("clerk", name="Hugo Heir")

        @verb("tests.leave")
        def leave(*, actor: User) -> None:
            ownership.hand_over(clerk, heir, actor)

        assert ("tasks", 1) in [(str(label), count) for label, count in ownership.owned(clerk)]
        leave(actor=empowered("tests.leave", name="Lea Leaver"))

        assert Task.objects.get().owner == heir

    def test_a_team_changes_its_hours(self) -> None:
        queue = WorkQueue.objects.get(code="clerk")
        lead = person("supervisor")

        services.edit_queue(queue.pk, version=1, calendar="DE-BY", actor=lead)
        with pytest.raises(BusinessError, match="workqueue_opens_before_it_closes"):
            services.edit_queue(queue.pk, opens_at=time(19), actor=lead)
        assert WorkQueue.objects.get(code="clerk").calendar == "DE-BY"


class TestMonthEnd:
    def test_a_month_is_planned_once_and_shows_who_is_late_by_how_long(self, entity: LegalEntity) -> None:
        lead, clerk = person("supervisor"), person("cash_clerk")
        services.create_task_template(name="Cash", title="Reconcile cash", queue="cash_clerk", hours=4, closing_day=1, actor=lead)
        services.create_task_template(name="Free", title="Not of the month", queue="cash_clerk", hours=4, actor=lead)

        (task,) = services.plan_month_end(entity.pk, date(2026, 5, 11), actor=lead)
        services.take_task(task.pk, actor=clerk)
        services.complete_task(task.pk, actor=clerk)
        assert services.plan_month_end(entity.pk, date(2026, 5, 1), actor=lead) == []

        assert (task.title, task.due_at) == ("Reconcile cash, 05/2026", datetime(2026, 6, 1, 16, 0, tzinfo=UTC))
        Task.objects.update(closed_at=datetime(2026, 6, 4, 17, 0, tzinfo=UTC))
        row = queries.month_end(lead, timezone.now()).get()
        assert (row.owner, row.late_for.days) == (clerk, 3)  # type: ignore[attr-defined]

    def test_a_template_lies_near_the_month_end(self) -> None:
        with pytest.raises(BusinessError, match="tasktemplate_closing_day_near"):
            services.create_task_template(name="x", title="x", queue="clerk", hours=1, closing_day=0, actor=person("supervisor"))


class TestFollowing:
    def test_a_request_for_approval_lies_in_the_queue_of_who_decides(self, entity: LegalEntity) -> None:
        from o2c.core.approvals import services as approvals

        finance, approver, night = person("finance"), person("approver"), person("system")
        period = entities.close_period(entities.open_period(entity.pk, date(2026, 1, 1), actor=finance).pk, actor=finance)
        facts = {"pk": period.pk, "reason": "late"}
        request = approvals.request_approval("period_reopening", period, facts, reason="late", actor=finance)

        services.follow_approval(request.pk, actor=night)
        services.follow_approval(request.pk, actor=night)
        (task,) = queries.my_work(approver, timezone.now())
        assert (task.url, task.due_at) == (request.get_absolute_url(), request.expires_at)

        approvals.decide_approval(request.pk, approve=True, actor=approver)
        services.follow_approval(ApprovalRequest.objects.get().pk, actor=night)
        assert not queries.my_work(approver, timezone.now())
