"""Asking and deciding in the browser."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from factories.core import LegalEntityFactory
from people import person

from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalPolicy, ApprovalRequest
from o2c.core.entities import services as entities
from o2c.core.entities.models import FiscalPeriod

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance() -> User:
    return person("finance")


@pytest.fixture
def period(finance: User) -> FiscalPeriod:
    entity = LegalEntityFactory(code="FR01")
    return entities.close_period(entities.open_period(entity.pk, date(2026, 1, 1), actor=finance).pk, actor=finance)


def test_one_asks_another_sees_before_and_after_and_approves(client: Client, finance: User, period: FiscalPeriod) -> None:
    client.force_login(finance)
    address = reverse("period_reopen", args=[period.public_id])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "late invoice"}).status_code == 302
    request = ApprovalRequest.objects.get()
    own_view = client.get(request.get_absolute_url()).content.decode()
    assert 'value="approve"' not in own_view
    assert reverse("approval_withdraw", args=[request.public_id]) in own_view

    client.force_login(person("approver"))
    assert "2026-01" in client.get(reverse("approvals_to_decide")).content.decode()
    shown = client.get(request.get_absolute_url()).content.decode()
    assert "late invoice" in shown
    assert "<td>closed</td><td>open</td>" in shown
    assert client.post(request.get_absolute_url(), {"decision": "reject"}).status_code == 422
    assert client.post(request.get_absolute_url(), {"decision": "approve"}).status_code == 302

    period.refresh_from_db()
    assert period.state == "open"


def test_the_requester_withdraws(client: Client, finance: User, period: FiscalPeriod) -> None:
    client.force_login(finance)
    client.post(reverse("period_reopen", args=[period.public_id]), {"reason": "late invoice"})
    request = ApprovalRequest.objects.get()

    assert client.post(reverse("approval_withdraw", args=[request.public_id]), {"reason": "found it"}).status_code == 302

    request.refresh_from_db()
    assert request.state == "withdrawn"


def test_a_clerk_who_has_nothing_to_do_with_it_finds_nothing(client: Client, finance: User, period: FiscalPeriod) -> None:
    client.force_login(finance)
    client.post(reverse("period_reopen", args=[period.public_id]), {"reason": "late invoice"})
    client.force_login(person("clerk"))

    assert client.get(ApprovalRequest.objects.get().get_absolute_url()).status_code == 404
    assert client.get(reverse("period_reopen", args=[period.public_id])).status_code == 403


def test_a_policy_is_proposed_and_listed(client: Client, finance: User) -> None:
    client.force_login(finance)
    given = {"kind": "period_reopening", "from_amount": "0", "first": "supervisor", "second": "approver", "starts_on": "2026-01-01"}

    assert client.get(reverse("approval_policy_new")).status_code == 200
    assert client.post(reverse("approval_policy_new"), {**given, "reason": "audit"}).status_code == 302

    policy = ApprovalPolicy.objects.get()
    assert (policy.state, policy.roles) == ("proposed", ["supervisor", "approver"])
    assert "Reopen a closed month" in client.get(reverse("approval_policies")).content.decode()
    assert client.get(reverse("approval_list")).status_code == 200
