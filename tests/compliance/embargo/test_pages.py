"""Rules, licences and checks through their pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from factories.accounts import CustomerFactory
from people import person

from o2c.compliance.embargo.models import EmbargoRule, Licence
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.clock import local_today
from o2c.core.pages import timeline

pytestmark = pytest.mark.django_db


def browser(role: str, **named: str) -> Client:
    client = Client()
    client.force_login(person(role, **named), backend="django.contrib.auth.backends.ModelBackend")
    return client


def agreed() -> None:
    decide_approval(ApprovalRequest.objects.get(state="pending").pk, approve=True, actor=person("compliance_officer", name="Olga Officer"))


def test_a_rule_and_a_licence_are_entered_and_seen():
    client, customer = browser("compliance_officer"), CustomerFactory(country="KP")
    facts = {"code": "EU-KP", "country": "KP", "goods": ["hardware"], "legal_basis": "Regulation (EU) 2017/1509", "starts_on": "today"}
    assert client.post(reverse("embargo_rule_new"), {**facts, "legal_basis": ""}).status_code == 422
    assert client.post(reverse("embargo_rule_new"), facts).url == EmbargoRule.objects.get().get_absolute_url()
    agreed()
    shown = client.get(EmbargoRule.objects.get().get_absolute_url()).content.decode()
    for words in ("North Korea", "hardware", "in force", "End the rule"):
        assert words in shown
    said = " ".join(f"{entry.title} {entry.body}" for entry in timeline.entries(EmbargoRule.objects.get(), person("compliance_officer")))
    for words in ("Country: North Korea", "Goods and services: hardware", "Roles: Compliance officer"):
        assert words in said
    rule = EmbargoRule.objects.get()
    client.post(reverse("embargo_rule_move", args=[rule.public_id, "end"]), {"reason": "Lifted"})
    agreed()
    assert EmbargoRule.objects.get().state == "ended"

    until = (local_today() + timedelta(days=9)).isoformat()
    allowed = {"customer": str(customer.public_id), "number": "BAFA-1", "authority": "BAFA", "country": "KP", "starts_on": "today"}
    client.post(reverse("embargo_licence_new"), {**allowed, "ends_on": until, "reason": "Aid"})
    licence = Licence.objects.get()
    agreed()
    assert "BAFA" in client.get(licence.get_absolute_url()).content.decode()
    client.post(reverse("embargo_licence_move", args=[licence.public_id, "withdraw"]), {"reason": "Taken back"})
    assert Licence.objects.get().state == "withdrawn"
    for name in ("embargo_rules", "embargo_licences", "embargo_checks"):
        assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("role", ["clerk", "sales_support", "collector"])
def test_others_see_none_of_it(role):
    client = browser(role)
    for name in ("embargo_rules", "embargo_licences", "embargo_checks", "embargo_rule_new"):
        assert client.get(reverse(name)).status_code == 403
