"""The browser's door to requests."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from factories.core import LegalEntityFactory
from people import person

from o2c.accounts.customers.models import Customer
from o2c.accounts.requests import services
from o2c.accounts.requests.models import ChangeRequest, ServiceLevel
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.proofs.services import run_proofs
from o2c.core.work.models import Task

pytestmark = pytest.mark.django_db


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_from_the_form_to_the_change(customer: Customer, sales: User, clerk: User) -> None:
    asks, does = desk(sales), desk(clerk)

    chosen = asks.post(reverse("request_new"), {"kind": "address", "customer": customer.public_id})
    form = asks.get(chosen.headers["Location"]).content.decode()
    assert "Street and number" in form
    assert 'value="FR01" selected' in form
    typed = {"kind": "billing", "lines": "2 rue Neuve", "city": "Lyon", "country": "FR", "valid_from": "01/01/2026", "entity": "FR01"}
    assert asks.post(chosen.headers["Location"], typed).status_code == 422
    asks.post(chosen.headers["Location"], {**typed, "reason": "They moved"})
    request = ChangeRequest.objects.get()
    assert request.payload["valid_from"] == "2026-01-01"

    does.post(reverse("request_move", args=[request.public_id, "start"]))
    does.post(reverse("request_move", args=[request.public_id, "ask"]), {"text": "Which floor?"})
    asks.post(request.get_absolute_url(), {"text": "The second, @clara.clerk"})
    does.post(reverse("request_move", args=[request.public_id, "apply"]), {"outcome": "Done from January"})
    shown = asks.get(request.get_absolute_url()).content.decode()

    for words in ("Which floor?", "The second", "1 rue X, Paris, FR", "2 rue Neuve, Lyon, FR", "Done from January"):
        assert words in shown
    asks.post(reverse("request_move", args=[request.public_id, "close"]))
    request.refresh_from_db()
    assert request.state == "closed"


def test_before_it_is_applied_the_page_says_what_would_change(ask: Any, customer: Customer, clerk: User) -> None:
    request, client = ask(started=True), desk(clerk)
    address = reverse("request_move", args=[request.public_id, "apply"])

    shown = client.get(address).content.decode()

    assert "What will change" in shown
    assert "1 rue X, Paris, FR" in shown
    assert "2 rue Neuve, Lyon, FR" in shown
    assert customer.addresses.get().valid_until is None
    customer.addresses.update(valid_from=date(2026, 1, 1))
    assert "Would be refused now" in client.get(address).content.decode()


def test_the_second_person_sees_before_and_after(ask: Any, customer: Customer, clerk: User) -> None:
    request = services.apply_request(ask("modify_customer", started=True, legal_name="Martin & Fils").pk, actor=clerk)
    approval = ApprovalRequest.objects.get(subject_id=request.pk, state="pending")

    shown = desk(person("approver")).get(approval.get_absolute_url()).content.decode()

    assert "Martin → Martin &amp; Fils" in shown
    customer.refresh_from_db()
    assert customer.legal_name == "Martin"


def test_its_page_says_the_kind_in_the_language_of_the_reader(ask: Any, customer: Customer, sales: User) -> None:
    request = ask("address")
    User.objects.filter(pk=sales.pk).update(language="fr")

    shown = unescape(desk(sales).get(request.get_absolute_url()).content.decode())

    assert re.search(rf"{request.number} Changement d['’]adresse\s: {customer.legal_name}", shown)


def test_no_customer_no_request_but_a_new_one(sales: User) -> None:
    client = desk(sales)

    assert client.post(reverse("request_new"), {"kind": "address"}).status_code == 422
    assert client.post(reverse("request_new"), {"kind": "create_customer"}).status_code == 302
    assert client.get(reverse("request_file", args=["address"])).status_code == 404
    assert client.get(reverse("request_file", args=["nothing"])).status_code == 404


def test_it_is_corrected_on_the_version_that_was_read(ask: Any, sales: User) -> None:
    request, client = ask(), desk(sales)
    address = reverse("request_edit", args=[request.public_id])
    typed = {**request.payload, "reason": "They moved", "city": "Nice", "version": request.version}

    assert client.post(address, typed).status_code == 302
    assert client.post(address, {**typed, "city": "Brest"}).status_code == 409


def test_the_board_counts_a_request_that_came_back_once(ask: Any, sales: User, clerk: User) -> None:
    ask()
    request = services.apply_request(ask(started=True, subject="x", kind="other").pk, outcome="Done", actor=clerk)
    services.reopen_request(request.pk, reason="No", actor=sales)
    services.start_request(request.pk, actor=clerk)
    services.apply_request(request.pk, outcome="Now", actor=clerk)

    board = desk(clerk).get(reverse("request_board"))

    tiles = {tile["label"]: tile["figure"] for tile in board.context["tiles"]}
    assert (tiles["Open"], tiles["Reopened"], tiles["Ended"]) == ("1", "100.0\N{NO-BREAK SPACE}%", "1")
    assert [(row["kind"], row["backlog"], row["came_back"]) for row in board.context["kinds"]] == [("address", 1, 0), ("other", 0, 1)]


def test_lists_panels_and_levels(ask: Any, customer: Customer) -> None:
    request = ask()
    client = desk(person("supervisor"))

    for address in (
        reverse("request_list"),
        reverse("customer_requests", args=[customer.public_id]),
        f"{reverse('request_list')}?q=martin",
    ):
        assert request.number in client.get(address).content.decode()
    assert request.number not in client.get(f"{reverse('request_list')}?is_late=true").content.decode()
    level = ServiceLevel.objects.get(kind="address")
    typed = {"hours": 4, "queue": "clerk", "version": level.version}
    assert client.post(reverse("service_level_edit", args=[level.public_id]), typed).status_code == 302
    assert "Change of address" in client.get(reverse("service_levels")).content.decode()


def test_a_late_request_is_a_red_proof(ask: Any) -> None:
    request = ask()
    Task.objects.filter(kind="change_request").update(due_at=request.created_at - timedelta(days=1))
    (result,) = run_proofs(date(2999, 1, 1), actor=person("system"), codes=["requests_in_time"])

    assert result.state == "red"


def test_another_companys_requests_are_out_of_reach(ask: Any) -> None:
    request = ask()
    client = desk(person("clerk", name="Dora Other", entity=LegalEntityFactory(code="DE01")))

    assert client.get(request.get_absolute_url()).status_code == 404
    assert request.number not in client.get(reverse("request_list")).content.decode()
