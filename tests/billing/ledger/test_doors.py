"""The ledger through the browser and REST: the same rows to the cent, and nothing for those who may not see them."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from factories.billing import open_account, posted, settled
from people import person

from o2c.billing.ledger.models import Allocation, OpenItem
from o2c.billing.ledger.tables import ITEM_COLUMNS
from o2c.core import gates
from o2c.core.errors import BusinessError
from o2c.core.sentences import explain

pytestmark = pytest.mark.django_db

DAY, LATER = date(2025, 6, 10), date(2025, 7, 1)


@pytest.fixture
def invoice() -> OpenItem:
    account = open_account()
    item = posted(account, "100", DAY, reference="INV-1", due=date(2025, 6, 20))
    settled(item, posted(account, "60", LATER, "receipt", reference="BANK-1"), "60", LATER)
    return item


def signed_in(client: Client, role: str | None) -> Client:
    client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_list_shows_what_is_open_now_or_was_open_on_a_day(client: Client, invoice: OpenItem) -> None:
    signed_in(client, "collector")

    now = client.get(reverse("open_item_list"), {"q": "INV"}).content.decode()
    then = client.get(reverse("open_item_list"), {"as_of": "2025-06-30", "bucket": "d1_30"}).content.decode()

    assert "40.00" in now
    assert "INV-1" in then
    assert client.get(reverse("open_item_list"), {"as_of": "2025-06-30", "bucket": "d31_60"}).content.decode().count("INV-1") == 0


def test_an_entry_shows_its_lines_items_and_allocations(client: Client, invoice: OpenItem) -> None:
    text = signed_in(client, "auditor").get(invoice.get_absolute_url()).content.decode()

    assert all(words in text for words in ("Journal lines", "receivable", "Allocations", "BANK-1", "60.00"))
    assert "/reverse/" not in text


def test_a_credit_counts_against_what_is_owed_in_every_column(client: Client, invoice: OpenItem) -> None:
    posted(invoice.account, "15", DAY, "credit_note", reference="CN-1")
    text = signed_in(client, "finance").get(reverse("open_item_list"), {"bucket": "credits"}).content.decode()

    assert text.count("−15.00") == 3  # original, open, and the total
    assert "Days overdue" in text


def test_the_journal_shows_amounts_and_leads_to_the_customer(client: Client, invoice: OpenItem) -> None:
    text = signed_in(client, "finance").get(reverse("entry_list"), {"q": "INV-1"}).content.decode()

    assert "100.00" in text
    assert invoice.customer.get_absolute_url() in text


def test_the_head_of_a_customer_says_what_it_owes(client: Client, invoice: OpenItem) -> None:
    posted(invoice.account, "15", DAY, "credit_note")
    signed_in(client, "collector")

    assert (
        reverse("customer_balance", args=[invoice.customer.public_id]) in client.get(invoice.customer.get_absolute_url()).content.decode()
    )
    head = client.get(reverse("customer_balance", args=[invoice.customer.public_id])).content.decode()
    assert "25.00" in head
    assert "40.00" in head
    nothing = client.get(reverse("customer_balance", args=[open_account().customer.public_id])).content.decode()
    assert "nothing open" in nothing


def test_a_cash_clerk_takes_an_allocation_back(client: Client, invoice: OpenItem) -> None:
    url = reverse("allocation_reverse", args=[Allocation.objects.get().public_id])
    signed_in(client, "cash_clerk")

    refused = client.post(url, {"on": "2025-06-30", "reason": "returned"})
    accepted = client.post(url, {"on": "2025-07-02", "reason": "returned"})

    invoice.refresh_from_db()
    assert (refused.status_code, accepted.status_code) == (422, 302)
    assert "lies before what is to be reversed" in refused.content.decode()
    assert invoice.open_amount == Decimal(100)


def test_finance_reverses_an_entry_or_learns_why_not(client: Client, invoice: OpenItem) -> None:
    free = posted(invoice.account, "5", DAY)
    signed_in(client, "finance")

    blocked = client.post(reverse("entry_reverse", args=[invoice.entry.public_id]), {"on": "2025-07-02", "reason": "x"})
    done = client.post(reverse("entry_reverse", args=[free.entry.public_id]), {"on": "2025-07-02", "reason": "x"})

    assert (blocked.status_code, done.status_code) == (422, 302)
    assert "reverse its allocations first" in blocked.content.decode()


def test_panels_and_other_lists_open(client: Client, invoice: OpenItem) -> None:
    signed_in(client, "finance")
    pages = [
        reverse("entry_list"),
        reverse("document_list"),
        reverse("customer_open_items", args=[invoice.customer.public_id]),
        reverse("account_open_items", args=[invoice.account.public_id]),
        reverse("customer_documents", args=[invoice.customer.public_id]),
    ]

    assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    assert client.get(reverse("open_item_list"), {"export": "xlsx"}).status_code == 200


@pytest.mark.parametrize("name", ["open_item_list", "entry_list", "document_list"])
def test_a_stranger_sees_nothing(client: Client, name: str) -> None:
    assert signed_in(client, None).get(reverse(name)).status_code == 403


def test_the_ageing_over_rest_is_one_object_or_a_list(client: Client, invoice: OpenItem) -> None:
    signed_in(client, "finance")
    entity = invoice.entity.code

    one = client.get("/api/v1/ageing", {"as_of": "2025-06-30", "entity": entity, "currency": "EUR"})
    many = client.get("/api/v1/ageing", {"as_of": "2025-06-30"})
    nothing = client.get("/api/v1/ageing", {"as_of": "2025-06-30", "entity": entity, "currency": "USD"})

    assert one.status_code == 200
    assert (one.json()["d1_30"], one.json()["open_balance"], one.json()["d1_30_documents"]) == ("100.00", "100.00", 1)
    assert many.json() == [one.json()]
    assert (nothing.json()["open_balance"], nothing.json()["dso"]) == ("0.00", None)


@pytest.mark.parametrize(
    ("asked", "code"),
    [({}, "invalid"), ({"as_of": "tomorrow"}, "invalid"), ({"as_of": "2025-06-30", "entity": "NONE"}, "ageing_unknown_entity")],
)
def test_a_wrong_question_over_rest_is_answered_in_one_shape(client: Client, invoice: OpenItem, asked: dict[str, str], code: str) -> None:
    answer = signed_in(client, "finance").get("/api/v1/ageing", asked)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_open_items_over_rest_are_the_rows_of_the_list(client: Client, invoice: OpenItem) -> None:
    signed_in(client, "finance")

    now = client.get("/api/v1/open-items").json()["results"]
    then = client.get("/api/v1/open-items", {"as_of": "2025-06-30", "bucket": "d1_30"}).json()["results"]

    assert [(row["number"], row["open"], row["original"]["value"]) for row in now] == [
        ("INV-1", {"value": "40.00", "currency": "EUR"}, "100.00")
    ]
    assert [row["open"]["value"] for row in then] == ["100.00"]
    assert client.get("/api/v1/open-items", {"as_of": "tomorrow"}).status_code == 422


def test_an_account_with_open_items_stays_open(invoice: OpenItem) -> None:

    with pytest.raises(BusinessError) as refusal:
        gates.require("close_account", invoice.customer, account=invoice.account)

    assert "still open on account" in explain(refusal.value)


@pytest.mark.parametrize(("state", "words"), [("open", "open"), ("partly", "partly settled"), ("closed", "closed")])
def test_the_state_of_an_item_on_its_document_is_said_in_words(state: str, words: str) -> None:
    (column,) = [column for column in ITEM_COLUMNS if column.name == "state"]
    assert column.text(SimpleNamespace(state=state)) == words
