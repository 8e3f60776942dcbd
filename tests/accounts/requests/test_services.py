"""Asking for a change, working on it, and what is refused on the way."""

from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
import time_machine
from factories import accounts as make
from people import person
from refusals import refused

from o2c.accounts.customers.models import Address, Customer
from o2c.accounts.requests import services
from o2c.accounts.requests.models import ChangeRequest, RequestMessage, RequestState, ServiceLevel
from o2c.accounts.requests.queries import request_list
from o2c.accounts.requests.rules import REQUEST_MOVES
from o2c.accounts.requests.services.moving import move
from o2c.core.access.models import User
from o2c.core.acting import Running
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import Conflict
from o2c.core.outbox.models import Outbox
from o2c.core.verbs import opened
from o2c.core.work.models import Task

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # nine o'clock in Paris


def test_a_request_has_a_number_a_clock_and_a_place_in_the_queue(ask: Any, entity: LegalEntity) -> None:
    with time_machine.travel(MONDAY, tick=False):
        request = ask()

    assert request.number.startswith("R")
    assert (request.state, request.entity, request.payload["city"]) == ("new", entity, "Lyon")
    task = Task.objects.get(kind="change_request")
    assert task.queue is not None
    assert task.queue.code == "clerk"
    assert task.due_at == datetime(2026, 3, 3, 15, 0, tzinfo=UTC)  # sixteen working hours of nine a day
    assert AuditEvent.objects.filter(action="request.filed", object_id=request.pk).exists()


@pytest.mark.parametrize(
    ("payload", "field"),
    [({}, "kind"), ({"kind": "billing", "lines": "1", "city": "Lyon", "country": "XX", "valid_from": "2026-01-01"}, "country")],
)
def test_what_a_kind_needs_is_asked_for_by_name(customer: Customer, sales: User, payload: dict[str, str], field: str) -> None:
    refusal = refused(
        "request_payload_wrong", services.file_request, kind="address", customer=customer, payload=payload, reason="x", actor=sales
    )

    assert refusal.field == field
    assert not ChangeRequest.objects.exists()


def test_unknown_kinds_missing_customers_and_reasons_are_refused(customer: Customer, sales: User) -> None:
    asked: dict[str, Any] = {"payload": {"subject": "x"}, "reason": "x", "actor": sales}
    refused("request_kind_unknown", services.file_request, kind="wish", customer=customer, **asked)
    refused("request_customer_missing", services.file_request, kind="other", **asked)
    refused("request_reason_missing", services.file_request, kind="other", customer=customer, **{**asked, "reason": " "})
    refused("card_number", services.file_request, kind="other", customer=customer, **{**asked, "reason": "4111 1111 1111 1111"})
    refused(
        "request_payload_wrong",
        services.file_request,
        kind="other",
        customer=customer,
        **{**asked, "payload": {"subject": "4111111111111111"}},
    )
    assert not ChangeRequest.objects.exists()


def test_the_entity_is_asked_where_several_deal_with_the_customer(customer: Customer, sales: User) -> None:
    other = make.CustomerEntity.objects.create(customer=customer, entity=make.LegalEntityFactory(code="DE01")).entity
    asked: dict[str, Any] = {"kind": "other", "customer": customer, "payload": {"subject": "x"}, "reason": "x", "actor": sales}

    refused("request_entity_missing", services.file_request, **asked)
    assert services.file_request(entity=other, **asked).entity == other


def test_an_address_request_is_applied_by_the_verbs_step_with_before_and_after(ask: Any, customer: Customer, clerk: User) -> None:
    request = ask(started=True)

    services.apply_request(request.pk, outcome="From January", actor=clerk)

    request.refresh_from_db()
    assert (request.state, request.outcome, request.ended_at is not None) == ("applied", "From January", True)
    (change,) = request.applied
    assert (change["action"], change["before"]["address"], change["after"]["address"]) == (
        "address.set",
        "1 rue X, Paris, FR",
        "2 rue Neuve, Lyon, FR",
    )
    assert Address.objects.filter(customer=customer).count() == 2
    assert not Task.objects.filter(kind="change_request", state="open").exists()
    event = AuditEvent.objects.get(action="address.set")
    assert (event.verb, event.before["address"]) == ("accounts.apply_request", "1 rue X, Paris, FR")
    assert Outbox.objects.filter(topic="request_moved", recipient=request.requester.email).exists()


def test_only_open_work_is_applied(ask: Any, clerk: User) -> None:
    request = ask()
    refused("request_ended", services.apply_request, request.pk, actor=clerk)
    assert Address.objects.count() == 1


def test_an_other_request_needs_words_for_what_was_done(ask: Any, clerk: User) -> None:
    request = ask("other", started=True, subject="Invoice copies")

    refused("request_outcome_missing", services.apply_request, request.pk, actor=clerk)
    assert services.apply_request(request.pk, outcome="Sent by mail", actor=clerk).state == "applied"


def test_the_clock_rests_while_the_requester_must_answer(ask: Any, sales: User, clerk: User) -> None:
    with time_machine.travel(MONDAY, tick=False):
        request = ask(started=True)
    with time_machine.travel(MONDAY.replace(hour=9), tick=False):
        services.ask_requester(request.pk, text="From which day?", actor=clerk)
        assert request_list(clerk, MONDAY).get(pk=request.pk).due_at is None
    with time_machine.travel(MONDAY.replace(day=4, hour=8), tick=False):
        services.write_message(request.pk, text="From January", actor=sales)

    request.refresh_from_db()
    assert request.state == "in_progress"
    # one of sixteen hours was used on Monday; fifteen are left from Wednesday nine o'clock on
    assert Task.objects.get(kind="change_request").due_at == datetime(2026, 3, 5, 14, 0, tzinfo=UTC)


def test_the_first_answer_is_measured_in_working_time_and_once(ask: Any, clerk: User, sales: User) -> None:
    with time_machine.travel(MONDAY, tick=False):
        request = ask()
        ChangeRequest.objects.filter(pk=request.pk).update(created_at=MONDAY)  # the database's clock does not travel
        services.write_message(request.pk, text="Hello?", actor=sales)
    with time_machine.travel(MONDAY.replace(day=3), tick=False):
        services.write_message(request.pk, text="We are on it", actor=clerk)
    with time_machine.travel(MONDAY.replace(day=4), tick=False):
        services.write_message(request.pk, text="Soon", actor=clerk)

    request.refresh_from_db()
    assert request.answered_at == MONDAY.replace(day=3)
    assert request.answered_within is not None
    assert request.answered_within.total_seconds() == 9 * 3600


def test_whoever_is_called_finds_it_in_their_work(ask: Any, clerk: User) -> None:
    request = ask()
    boss = person("supervisor")

    message = services.write_message(request.pk, text="@sofia.supervisor may we?", actor=clerk)

    assert message.mentions == [boss.pk]
    assert Task.objects.get(kind="mention").owner == boss


def test_nobody_outside_is_called(ask: Any, clerk: User) -> None:
    request = ask()
    person(None)

    refused("mention_unknown", services.write_message, request.pk, text="@stan.stranger look", actor=clerk)
    refused("mention_unknown", services.write_message, request.pk, text="@nobody look", actor=clerk)
    refused("message_missing", services.write_message, request.pk, text="  ", actor=clerk)
    refused("card_number", services.write_message, request.pk, text="4111 1111 1111 1111", actor=clerk)
    assert not RequestMessage.objects.exists()


def test_a_closed_request_is_not_changed_by_its_requester(ask: Any, sales: User, clerk: User) -> None:
    request = services.apply_request(ask(started=True).pk, actor=clerk)
    services.close_request(request.pk, actor=sales)

    refused("request_ended", services.write_message, request.pk, text="But", actor=sales)
    refused("request_ended", services.edit_request, request.pk, payload=request.payload, actor=sales)
    refused("wrong_state", services.cancel_request, request.pk, reason="No", actor=sales)
    request.refresh_from_db()
    assert request.state == "closed"


def test_a_request_comes_back_once(ask: Any, sales: User, clerk: User) -> None:
    request = services.apply_request(ask(started=True).pk, actor=clerk)

    services.reopen_request(request.pk, reason="Wrong street", actor=sales)
    services.start_request(request.pk, actor=clerk)
    services.edit_request(request.pk, payload={**request.payload, "lines": "3 rue Neuve", "valid_from": "2026-02-01"}, actor=clerk)
    services.apply_request(request.pk, actor=clerk)

    refused("request_reopened_before", services.reopen_request, request.pk, reason="Again", actor=sales)
    assert Address.objects.filter(lines="3 rue Neuve").exists()


def test_only_the_requester_takes_it_back_and_refusals_say_why(ask: Any, sales: User, clerk: User) -> None:
    request = ask()

    refused("request_not_yours", services.cancel_request, request.pk, reason="No", actor=clerk)
    refused("request_reason_missing", services.reject_request, request.pk, reason=" ", actor=clerk)
    assert services.cancel_request(request.pk, reason="Not needed", actor=sales).outcome == "Not needed"
    assert not Task.objects.filter(kind="change_request", state="open").exists()


def test_a_colleague_corrects_only_what_they_work_on(ask: Any) -> None:
    request = ask()
    collector = person("collector")

    refused("request_not_yours", services.edit_request, request.pk, payload=request.payload, actor=collector)
    refused("request_unchanged", services.edit_request, request.pk, payload=request.payload, actor=request.requester)


def test_triage_gives_it_to_somebody_who_is_here(ask: Any, clerk: User) -> None:
    request, boss = ask(), person("supervisor")
    gone = User(name="Gone", is_active=False)

    refused("request_owner_gone", services.triage_request, request.pk, owner=gone, actor=clerk)
    services.triage_request(request.pk, owner=boss, actor=clerk)
    assert Task.objects.get(kind="change_request").owner == boss


FORBIDDEN = [(a, b) for a, b in product(RequestState.values, RequestState.values) if b not in REQUEST_MOVES.get(a, set())]


@pytest.mark.parametrize(("state", "wanted"), FORBIDDEN)
def test_every_other_move_is_refused(state: str, wanted: str, clerk: User) -> None:
    request = ChangeRequest(state=state, number="R1")
    with opened(Running("tests.move", clerk, None)), pytest.raises(Conflict, match="wrong_state"):
        move(request, wanted, clerk)


def test_a_service_level_holds_from_the_next_request_on(ask: Any) -> None:
    level = ServiceLevel.objects.get(kind="address")
    services.set_service_level(level.pk, hours=2, queue="supervisor", actor=person("supervisor"))

    with time_machine.travel(MONDAY, tick=False):
        ask()
    task = Task.objects.select_related("queue").get(kind="change_request")
    assert task.queue is not None
    assert (task.queue.code, task.due_at) == ("supervisor", datetime(2026, 3, 2, 10, 0, tzinfo=UTC))
