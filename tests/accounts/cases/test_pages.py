"""The browser's and REST's doors to cases."""

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from people import person

from o2c.accounts.cases.models import CustomerCase, Playbook, SpecialCase, SpecialStep
from o2c.accounts.cases.services import cases, catalogue
from o2c.accounts.customers.models import Customer
from o2c.accounts.requests.models import ChangeRequest
from o2c.core.access.models import User
from o2c.core.rest.authentication import digest
from o2c.core.rest.models import ApiToken

pytestmark = pytest.mark.django_db
Opens = Callable[..., CustomerCase]


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_right_request_is_filed_from_the_case_with_its_cause(opens: Opens, clerk: User) -> None:
    case, client = opens(), desk(clerk)

    chosen = client.post(reverse("case_request", args=[case.public_id]), {"kind": "contact"})
    form = client.get(chosen.headers["Location"]).content.decode()
    assert "It is too high" in form
    assert "jean@martin.fr" in form
    typed = {"person": "Jean", "role": "finance", "email": "jean@martin.fr", "language": "fr", "valid_from": "2026-01-01"}
    client.post(chosen.headers["Location"], {**typed, "entity": "FR01", "reason": "New accountant"})

    request = ChangeRequest.objects.get()
    assert (request.source, request.cause_label, request.cause_url) == ("case", str(case), case.get_absolute_url())
    assert request.number in client.get(case.get_absolute_url()).content.decode()
    assert case.number in client.get(request.get_absolute_url()).content.decode()


def test_a_question_is_answered_from_a_ready_answer(clerk: User, lead: User, customer: Customer) -> None:
    ready = catalogue.add_answer(
        category="billing", question="Why so high?", language="en", answer="The tax.", team="finance", actor=lead
    )  # fmt: skip
    catalogue.edit_answer(ready.pk, answer="Because of tax.", actor=lead)
    client = desk(clerk)
    typed = {"customer": customer.public_id, "entity": "FR01", "kind": "question", "channel": "phone", "subject": "Tax", "text": "Why?"}
    client.post(reverse("case_new"), typed)
    case = CustomerCase.objects.get()

    client.post(reverse("case_move", args=[case.public_id, "triage"]), {"category": "billing", "team": "clerk", "level": "1"})
    client.post(reverse("case_move", args=[case.public_id, "start"]))
    answer = reverse("case_answer", args=[case.public_id])
    assert "Because of tax." in client.get(f"{answer}?start={ready.public_id}").content.decode()
    client.post(answer, {"text": "Because of tax."})
    client.post(reverse("case_move", args=[case.public_id, "resolve"]), {"outcome": "Explained"})

    shown = client.get(case.get_absolute_url()).content.decode()
    assert "Because of tax." in shown
    assert "Explained" in shown
    for name in ("case_list", "catalogue_list", "case_board"):
        assert client.get(reverse(name)).status_code == 200
    assert case.number in client.get(reverse("customer_cases", args=[customer.public_id])).content.decode()
    boss = desk(lead)
    fields = {"category": "tool", "question": "How?", "language": "en", "answer": "So.", "team": "clerk"}
    assert boss.post(reverse("catalogue_new"), fields).status_code == 302
    ready.refresh_from_db()
    edit = {**fields, "question": "Why?", "answer": "For tax.", "version": ready.version}
    assert boss.post(reverse("catalogue_edit", args=[ready.public_id]), edit).status_code == 302


def test_a_claim_is_judged_in_the_browser(opens: Opens, clerk: User) -> None:
    case, client = opens(kind="claim"), desk(clerk)
    cases.triage_case(case.pk, category="billing", team="clerk", actor=clerk)
    cases.start_case(case.pk, actor=clerk)
    judge = reverse("case_judge", args=[case.public_id])
    typed = {"facts": "Offline", "analysis": "Ours", "decision": "Grant", "amount": "150.00"}

    assert client.post(judge, typed).status_code == 422
    assert client.post(judge, {**typed, "currency": "EUR"}).status_code == 302
    assert "not granted" in client.get(case.get_absolute_url()).content.decode()


def test_a_playbook_in_the_browser(customer: Customer, lead: User, clerk: User) -> None:
    boss, works = desk(lead), desk(clerk)
    typed = {
        "code": "us",
        "title": "US client",
        "types": ["reseller"],
        "mandatory_steps": "W-9",
        "approver": "supervisor",
        "valid_days": 90,
    }
    boss.post(reverse("playbook_new"), typed)
    playbook = Playbook.objects.get()
    edit = {**typed, "advised_steps": "Call", "is_active": "on", "version": playbook.version}
    boss.post(reverse("playbook_edit", args=[playbook.public_id]), edit)
    works.post(reverse("playbook_flag", args=[playbook.public_id]), {"customer": customer.public_id})
    special = SpecialCase.objects.get()

    assert "Nothing is billed" in works.get(special.get_absolute_url()).content.decode()
    works.post(reverse("special_step", args=[SpecialStep.objects.get(is_mandatory=True).public_id]))
    boss.post(reverse("special_move", args=[special.public_id, "agree"]))

    special.refresh_from_db()
    assert special.state == "done"
    for address in (reverse("playbook_list"), reverse("special_list"), playbook.get_absolute_url()):
        assert "US client" in works.get(address).content.decode()


def test_cases_and_mail_come_in_by_rest(customer: Customer, clerk: User) -> None:
    def token(user: User) -> Client:
        scopes = sorted({permission for held in user.held for permission in held.permissions})
        ApiToken.objects.create(user=user, name="x", digest=digest(f"o2c_{user.pk}"), scopes=scopes, expires_on=date(2999, 1, 1))
        return Client(headers={"Authorization": f"Bearer o2c_{user.pk}", "Idempotency-Key": uuid.uuid4().hex})

    body = {"customer": str(customer.public_id), "entity": "FR01", "kind": "question", "channel": "portal", "subject": "x", "text": "y"}
    portal = token(clerk)
    made = portal.post("/api/v1/cases", body, "application/json").json()
    case = CustomerCase.objects.get()
    raw = f"From: a@b.c\nSubject: Re: {case.reference}\n\nThanks\n"

    assert made["number"] == case.number
    assert token(person("system")).post("/api/v1/inbound-mail", {"raw": raw}, "application/json").json() == {"replies": 1, "bounces": 0}
    assert case.messages.count() == 2
    assert portal.get("/api/v1/cases", {"category": ""}).json()["results"][0]["id"] == made["id"]
    assert portal.get(f"/api/v1/cases/{made['id']}").json()["state"] == "new"
