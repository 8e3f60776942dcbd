"""The quality room in the browser and over REST, as a steward uses it."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import master_of

from o2c.accounts.customers.models import Customer
from o2c.accounts.quality.engine import Pair
from o2c.accounts.quality.models import CustomerMerge, MergeProposal, QualityIssue
from o2c.accounts.quality.services import duplicates, runs
from o2c.core.access.models import User

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


@pytest.fixture
def steward() -> User:
    return master_of("accounts")


@pytest.fixture
def browser(client: Client, steward: User) -> Client:
    client.force_login(steward)
    return client


@pytest.fixture
def pair(steward: User) -> tuple[Customer, Customer]:
    entity = LegalEntityFactory(code="FR01")
    first = make.CustomerFactory(entity=entity, legal_name="Kranich Möbelhaus GmbH")
    second = make.CustomerFactory(entity=entity, legal_name="Kranich Möbel-Haus GmbH")
    duplicates.propose_merges([Pair(first.pk, second.pk, 100, ("same_name",))], day=DAY, actor=steward)
    for code in ("contact_none", "duplicate"):
        runs.run_quality_rule(code, day=DAY, actor=steward)
    return first, second


def shown(browser: Client, name: str, *args: Any, **query: str) -> str:
    answer = browser.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_board_leads_from_a_score_to_its_issues(browser: Client, pair: tuple[Customer, Customer]) -> None:
    board = shown(browser, "quality_board")

    assert "There is a finance contact" in board
    assert "rule=contact_none" in board
    assert "25.0" in board  # one of four: two customers, two rules, three failures
    assert "There is a finance contact" in shown(browser, "quality_board", country="DE", team="clerk")
    rule = QualityIssue.objects.filter(rule__code="contact_none").first()
    assert rule is not None
    assert "Germany" in shown(browser, "quality_rule", rule.rule.public_id)


def test_the_lists_and_one_issue(browser: Client, pair: tuple[Customer, Customer]) -> None:
    issue = QualityIssue.objects.filter(rule__code="duplicate").get()

    assert issue.customer == pair[1]
    assert issue.label in shown(browser, "quality_issues", rule="duplicate")
    assert issue.label in shown(browser, "contact_issues")
    assert issue.label not in shown(browser, "agreed_issues")
    assert "Merge the two" in shown(browser, "quality_issue", issue.public_id)
    assert issue.label in shown(browser, "customer_issues", pair[1].public_id)


def test_issues_are_let_pass_together_after_a_dry_run(browser: Client, pair: tuple[Customer, Customer]) -> None:
    rows = [str(issue.public_id) for issue in QualityIssue.objects.filter(rule__code="contact_none")]
    address = reverse("quality_issues")
    ordered = {"bulk": "waive", "row": rows, "until": "2026-12-31", "reason": "asked"}

    rehearsed = browser.post(address, {**ordered, "rehearse": "1"})
    assert rehearsed.status_code == 200
    assert not QualityIssue.objects.filter(state="waived").exists()
    browser.post(address, {**ordered, "selection": rehearsed.context["selection"], "confirm": "1"})

    assert QualityIssue.objects.filter(state="waived", reason="asked").count() == 2


def test_two_customers_side_by_side_are_merged_and_parted_again(browser: Client, pair: tuple[Customer, Customer]) -> None:
    proposal = MergeProposal.objects.get()
    assert "the same name but for its legal form" in shown(browser, "merge_proposal", proposal.public_id)
    assert str(pair[0]) in shown(browser, "customer_merge_new", pair[1].public_id, survivor=str(pair[0].public_id))

    typed = {"survivor": str(pair[0].public_id), "reason": "one house"}
    browser.post(reverse("customer_merge_new", args=[pair[1].public_id]), typed)
    merge = CustomerMerge.objects.get()
    assert "Merged into another customer" in shown(browser, "customer_detail", pair[1].public_id)
    assert "Undo the merge" in shown(browser, "customer_merge", merge.public_id)

    browser.post(reverse("customer_merge_undo", args=[merge.public_id]), {"reason": "two branches"})
    assert Customer.objects.filter(merged_into=None).count() == 2
    assert "two branches" in shown(browser, "customer_merge", merge.public_id)


def test_a_pair_is_noted_as_different(browser: Client, pair: tuple[Customer, Customer]) -> None:
    proposal = MergeProposal.objects.get()

    browser.post(reverse("merge_reject", args=[proposal.public_id]), {"reason": "two branches"})

    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("rejected", "two branches")


def test_rest_reads_issues_and_merges_once(browser: Client, pair: tuple[Customer, Customer]) -> None:
    issues = browser.get("/api/v1/quality/issues", {"rule": "duplicate"}).json()["results"]
    assert [issue["rule"] for issue in issues] == ["duplicate"]
    body = {"merged": str(pair[1].public_id), "survivor": str(pair[0].public_id), "reason": "one house"}
    headers = {"Idempotency-Key": uuid4().hex}

    made = [browser.post("/api/v1/customer-merges", json.dumps(body), "application/json", headers=headers) for _time in range(2)]

    assert [answer.status_code for answer in made] == [201, 201]
    assert CustomerMerge.objects.count() == 1
    undone = browser.post(
        f"/api/v1/customer-merges/{made[0].json()['id']}/undo", json.dumps({"reason": "no"}), "application/json",
        headers={"Idempotency-Key": uuid4().hex},
    )  # fmt: skip
    assert undone.json()["undone_at"]
    assert browser.get("/api/v1/duplicates").status_code == 404
    assert browser.get("/api/v1/quality/duplicates").json()["results"][0]["state"] == "open"
