"""REST: the officer reads alerts, others do not."""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from factories.sanctions import alert_of, near_miss
from people import person

from o2c.core.rest.authentication import digest
from o2c.core.rest.models import ApiToken

pytestmark = pytest.mark.django_db


def get(role: str, path: str, *, scopes: tuple[str, ...] = ("compliance.view_alerts",)) -> tuple[int, dict]:
    facts = {"user": person(role), "digest": digest(role), "scopes": list(scopes), "expires_on": date(2999, 1, 1)}
    ApiToken.objects.get_or_create(name=role, defaults=facts)
    answer = Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {role}"})
    return answer.status_code, answer.json()


def test_the_officer_reads_alerts_and_why():
    alert = alert_of(near_miss())
    status, listed = get("compliance_officer", "alerts?open=true")
    assert status == 200
    (row,) = listed["results"]
    assert (row["id"], row["listed_id"], row["list_code"], row["state"]) == (str(alert.public_id), "4711", "ofac_sdn", "alert")
    status, shown = get("compliance_officer", f"alerts/{alert.public_id}")
    assert (status, shown["explanation"]["listed_name"]["text"]) == (200, "NORDHAVN SHIPPING & TRADING LLC")


def test_a_filter_narrows_and_a_wrong_one_is_refused():
    alert_of(near_miss())
    assert get("compliance_officer", "alerts?state=blocked")[1]["results"] == []
    assert get("compliance_officer", "alerts?state=nonsense")[0] == 422


@pytest.mark.parametrize("role", ["sales_support", "clerk", "collector"])
def test_others_are_refused_even_with_the_scope(role):
    alert = alert_of(near_miss())
    assert get(role, "alerts")[0] == 403
    assert get(role, f"alerts/{alert.public_id}")[0] == 403


def test_a_token_without_the_scope_is_refused():
    assert get("compliance_officer", "alerts", scopes=())[0] == 403


def decide(role: str, alert, **body: str) -> tuple[int, dict]:
    scopes = ["compliance.decide_over_rest", "compliance.view_alerts"]
    facts = {"user": person(role), "digest": digest(f"{role} decides"), "scopes": scopes, "expires_on": date(2999, 1, 1)}
    ApiToken.objects.get_or_create(name=f"{role} decides", defaults=facts)
    headers = {"Authorization": f"Bearer {role} decides", "Idempotency-Key": str(uuid4())}
    path = f"/api/v1/alerts/{alert.public_id}/decisions"
    answer = Client().post(path, json.dumps(body), content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def test_the_officer_decides_step_by_step():
    alert = alert_of(near_miss())
    assert decide("compliance_officer", alert, step="take")[1]["state"] == "investigating"
    status, refusal = decide("compliance_officer", alert, step="clear", reason="Other company")
    assert (status, refusal["code"], refusal["field"]) == (422, "reason_missing", "reason_code")
    assert decide("compliance_officer", alert, step="clear", reason="Other company", reason_code="nonsense")[0] == 422
    status, shown = decide("compliance_officer", alert, step="confirm", reason="Same register number")
    assert (status, shown["state"]) == (200, "escalated")
    assert decide("compliance_officer", alert, step="take")[0] == 409


@pytest.mark.parametrize("role", ["compliance_clerk", "legal", "auditor", "clerk"])
def test_nobody_else_decides_over_rest(role):
    alert = alert_of(near_miss())
    assert decide(role, alert, step="take")[0] == 403
    alert.refresh_from_db()
    assert alert.state == "alert"
