"""Matching in the browser's door: the queue, the panel, booking by form, the lists around it."""

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from factories.accounts import FinancialAccountFactory
from factories.billing import posted
from factories.cash import matcher, own_account, paid_in

from o2c.billing.ledger.models import JournalLine, OpenItem
from o2c.collections.cash.matching import queries, services
from o2c.collections.cash.matching.models import Application, Deduction, MatchProposal, PayerMemory
from o2c.collections.cash.matching.rules import suggested_use
from o2c.collections.cash.matching.run import match_entity
from o2c.core.access.models import User

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def actor() -> User:
    return matcher()


@pytest.fixture
def browser(client: Client, actor: User) -> Client:
    client.force_login(actor)
    return client


@pytest.fixture
def proposal(actor: User) -> MatchProposal:
    """950 paid of an invoice of 1,000, and another of 70 beside it."""
    account = FinancialAccountFactory(entity=own_account().entity, currency="EUR")
    posted(account, "1000.00", date(2026, 1, 5), reference="RE-2026-100123")
    posted(account, "70.00", date(2026, 1, 6), reference="RE-2026-100124")
    paid_in("950.00", "RE-2026-100123", payer=account.customer.legal_name)
    match_entity(account.entity, on=DAY, actor=actor)
    return MatchProposal.objects.select_related("account", "receipt").get()


def typed(proposal: MatchProposal, **amounts: Any) -> dict[str, Any]:
    assert proposal.account is not None
    data: dict[str, Any] = {"account": proposal.account.number, "note": ""}
    for item in OpenItem.objects.filter(side="debit"):
        key = item.public_id.hex
        data[f"share_{key}"], data[f"rest_{key}"] = amounts.get(item.reference[-3:], ("", ""))
    return data


def test_the_queue_shows_the_reason_and_the_panel_the_candidates(browser: Client, proposal: MatchProposal) -> None:
    page = browser.get(reverse("match_queue")).content.decode()
    assert "was paid short" in page
    panel = browser.get(reverse("match_panel", args=[proposal.public_id])).content.decode()
    assert panel.index("RE-2026-100123") < panel.index("RE-2026-100124")
    assert 'data-hotkey="a"' in panel


def test_accepted_it_is_booked_as_proposed(browser: Client, proposal: MatchProposal) -> None:
    answer = browser.post(reverse("match_confirm", args=[proposal.public_id]))
    assert answer.status_code == 302
    assert OpenItem.objects.get(reference="RE-2026-100123").open_amount == D(50)
    proposal.refresh_from_db()
    assert proposal.state == "confirmed"


def test_the_difference_is_told_while_typing(browser: Client, proposal: MatchProposal) -> None:
    url = reverse("match_difference", args=[proposal.public_id])
    told = browser.post(url, typed(proposal, **{"123": ("900.00", ""), "124": ("70.00", "")})).content.decode()
    assert "20.00" in told
    assert "more than there is" in told
    assert not Application.objects.exists()


def test_many_items_and_a_deduction_in_one_form(browser: Client, proposal: MatchProposal) -> None:
    data = typed(proposal, **{"123": ("880.00", "deduction:promotion"), "124": ("70.00", "")})
    answer = browser.post(reverse("match_apply", args=[proposal.public_id]), data)
    assert answer.status_code == 302
    assert [item.open_amount for item in OpenItem.objects.filter(kind="invoice")] == [D(0), D(0)]
    assert (Deduction.objects.get().amount, Deduction.objects.get().reason) == (D(120), "promotion")


def test_what_is_refused_stays_typed_and_books_nothing(browser: Client, proposal: MatchProposal) -> None:
    data = typed(proposal, **{"123": ("950.00", "bank_fee")})
    answer = browser.post(reverse("match_apply", args=[proposal.public_id]), data)
    assert answer.status_code == 422
    assert "book a deduction instead" in answer.content.decode()
    assert "950" in answer.content.decode()
    assert not Application.objects.exists()


def test_any_item_can_be_searched_for(browser: Client, proposal: MatchProposal) -> None:
    other = FinancialAccountFactory(entity=proposal.entity, currency="EUR")
    posted(other, "950.00", date(2026, 1, 5), reference="XY-77")
    page = browser.get(reverse("match_detail", args=[proposal.public_id]), {"q": "XY-77"}).content.decode()
    assert "XY-77" in page


def test_a_tier_is_confirmed_in_bulk_after_a_dry_run(browser: Client, proposal: MatchProposal) -> None:
    url = reverse("match_queue") + "?tier=suggest"
    dry = browser.post(url, {"bulk": "confirm", "row": [str(proposal.public_id)]})
    assert not Application.objects.exists()
    selection = dry.content.decode().split('name="selection" value="')[1].split('"')[0]
    browser.post(url, {"bulk": "confirm", "selection": selection, "confirm": "1"})
    assert Application.objects.get().applied == D(950)


def test_free_credits_sum_to_the_control_account_and_each_has_a_use(actor: User, proposal: MatchProposal) -> None:
    services.apply_receipt(proposal.receipt_id, account=proposal.account, actor=actor)
    free = queries.free_credits(actor).filter(control_account="unapplied")
    journal = sum((line.credit - line.debit for line in JournalLine.objects.filter(control_account="unapplied")), D(0))
    assert sum((row.open_amount for row in free), D(0)) == journal == D(950)
    assert free.get().debts == D(1070)
    for kind in ("receipt", "credit_note", "deduction"):
        assert {suggested_use(kind, debts=D(owed), age=days) for owed in (0, 5) for days in (0, 40)} > {"use_on_debts"}


def test_the_lists_around_it_answer_and_taking_back_goes_through_a_form(browser: Client, actor: User, proposal: MatchProposal) -> None:
    made = services.confirm_match(proposal.pk, actor=actor)
    for name in ("application_list", "unidentified_list", "credit_list", "deduction_list", "payer_list"):
        assert browser.get(reverse(name)).status_code == 200
    browser.post(reverse("application_undo", args=[made.public_id]), {"on": "2026-03-02", "reason": "Wrong", "kind": "wrong_customer"})
    made.refresh_from_db()
    assert made.undone_reason == "Wrong"
    memory = PayerMemory.objects.get(kind="spelling")
    browser.post(reverse("payer_forget", args=[memory.public_id]), {"reason": "Sold"})
    memory.refresh_from_db()
    assert memory.state == "forgotten"


def test_parked_and_split_by_form(browser: Client, proposal: MatchProposal) -> None:
    receipt = proposal.receipt
    browser.post(reverse("receipt_park", args=[receipt.public_id]), {"reason": "Asked"})
    receipt.refresh_from_db()
    assert receipt.state == "parked"
    browser.post(reverse("receipt_resume", args=[receipt.public_id]))
    answer = browser.post(reverse("receipt_split", args=[receipt.public_id]), {"amounts": "500.00\n450.00", "reason": "Two"})
    receipt.refresh_from_db()
    assert (answer.status_code, receipt.state) == (302, "split")


def test_rest_lists_confirms_and_takes_back(browser: Client, proposal: MatchProposal) -> None:
    [row] = browser.get("/api/v1/match-proposals").json()["results"]
    assert (row["amount"], row["tier"], row["score"]) == ({"value": "950.00", "currency": "EUR"}, "suggest", 57)
    assert "was paid short" in row["reasons"][0]
    keys = ({"Idempotency-Key": f"morning-key-{n}"} for n in range(9))
    made = browser.post(f"/api/v1/match-proposals/{proposal.public_id}/confirm", {}, headers=next(keys), content_type="application/json")
    assert made.status_code == 201, made.json()
    assert (made.status_code, made.json()["applied"]["value"]) == (201, "950.00")
    body = {"on": "2026-03-02", "reason": "Wrong", "kind": "wrong_item"}
    path = f"/api/v1/applications/{made.json()['id']}/undo"
    undone = browser.post(path, body, headers=next(keys), content_type="application/json")
    assert undone.json()["undone_on"] == "2026-03-02"
    again = browser.post(path, body, headers=next(keys), content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "application_undone")
    assert browser.get("/api/v1/applications").json()["results"][0]["undone_reason"] == "Wrong"
    assert browser.get("/api/v1/deductions").json()["results"] == []
    [credit] = browser.get("/api/v1/free-credits").json()["results"]
    assert (credit["free"]["value"], bool(credit["suggested_use"])) == ("950.00", True)
