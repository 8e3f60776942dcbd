"""Documents of our own: numbered without a gap, frozen, in the ledger, never above what they correct."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from factories.accounts import AddressFactory, BillingProfileFactory, CampaignFactory, PaymentTermFactory
from factories.billing import billable, inside_a_verb, issued, new_document, new_line, posted, selling_entity
from people import person
from refusals import refused

from o2c.accounts.customers.models import Address
from o2c.billing.documents.models import Document
from o2c.billing.documents.rules import NewLine
from o2c.billing.documents.services import check_documents, post_documents
from o2c.billing.ledger.models import JournalEntry, OpenItem
from o2c.core import gates
from o2c.core.entities.models import Rate, RateTable
from o2c.core.numbering.models import Counter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]
DAY = date(2026, 3, 10)


def nothing_posted() -> bool:
    return not (Document.objects.exists() or JournalEntry.objects.exists() or Counter.objects.filter(next__gt=1).exists())


def codes(*new) -> set[str]:  # type: ignore[no-untyped-def]
    found = check_documents(new, actor=person("finance"))
    return {finding.code for findings in found.values() for finding in findings}


def test_an_invoice_is_numbered_taxed_frozen_and_owed() -> None:
    account = billable(terms=PaymentTermFactory(code="EOM45", net_days=45, eom_mode="eom_then_net"))

    document = issued(account, "100.10", "0.05", on=date(2026, 1, 15))

    document.refresh_from_db()
    assert document.number == f"{account.entity.code}-INV-2026-000001"
    assert (document.net, document.tax, document.gross) == (Decimal("100.15"), Decimal("20.03"), Decimal("120.18"))
    assert (document.due_date, document.ageing_date) == (date(2026, 3, 17), date(2026, 3, 17))
    assert document.parties["buyer"]["name"] == account.customer.legal_name
    assert document.parties["payment"]["reference"].startswith("RF")
    item = OpenItem.objects.get(entry=document.entry)
    assert (item.side, item.open_amount, item.due_date, item.reference) == ("debit", Decimal("120.18"), document.due_date, document.number)
    lines = dict(document.entry.lines.values_list("control_account", "base_amount"))
    assert lines == {"receivable": Decimal("120.18"), "revenue": Decimal("-100.15"), "tax": Decimal("-20.03")}


def test_the_same_key_twice_is_one_document() -> None:
    account = billable()
    new = new_document(account)
    with inside_a_verb() as actor:
        first, again = post_documents([new, new], actor=actor)
    with inside_a_verb() as actor:
        (later,) = post_documents([new], actor=actor)
    assert first.pk == again.pk == later.pk
    assert Document.objects.count() == 1


def test_streams_and_kinds_never_share_a_series() -> None:
    account = billable()
    documents = [issued(account, stream=stream, kind=kind) for kind in ("invoice", "debit_note") for stream in ("", "goods", "services")]
    assert len({document.series_id for document in documents}) == 6
    assert {document.series_number for document in documents} == {1}


def test_what_is_printed_stays_when_the_customer_moves() -> None:
    account = billable()
    document = issued(account)
    Address.objects.filter(customer=account.customer).update(valid_until=date(2026, 4, 1))
    AddressFactory(customer=account.customer, lines="Neue Straße 2", city="Lyon", country="FR", valid_from=date(2026, 4, 1))

    later = issued(account, on=date(2026, 4, 2))

    assert (document.parties["buyer"]["city"], later.parties["buyer"]["city"]) == ("Berlin", "Lyon")


@pytest.mark.parametrize(
    ("seller", "buyer", "verified", "category", "tax"),
    [
        ("FR", "FR", True, "S", "20.00"),
        ("FR", "DE", True, "AE", "0.00"),
        ("FR", "DE", False, "S", "20.00"),
        ("FR", "US", True, "G", "0.00"),
        ("GB", "FR", True, "G", "0.00"),
        ("DE", "DE", False, "S", "19.00"),
    ],
)
def test_the_tax_follows_seller_buyer_and_verified_id(seller: str, buyer: str, verified: bool, category: str, tax: str) -> None:
    currency = {"GB": "GBP"}.get(seller, "EUR")
    document = issued(billable(seller=seller, buyer=buyer, verified=verified, currency=currency))
    row = document.taxes.get()
    assert (row.category, row.amount) == (category, Decimal(tax))
    assert bool(row.reason) == (category in {"AE", "G"})


def test_sales_tax_of_the_united_states_is_refused_while_no_service_is_set() -> None:
    account = billable(seller="US", buyer="US", currency="USD")
    assert codes(new_document(account)) == {"sales_tax_not_set"}
    with inside_a_verb() as actor:
        refused("sales_tax_not_set", post_documents, [new_document(account)], actor=actor)
    assert nothing_posted()


def test_a_foreign_currency_keeps_its_rate_and_three_digits_stay_on_paper() -> None:
    table = RateTable.objects.create(purpose="booking", base="EUR")
    Rate.objects.create(table=table, code="KWD", day=DAY, value=Decimal("0.33"), source="test")
    document = issued(billable(buyer="KW", currency="KWD"), "10.005")
    assert (document.gross, document.rate) == (Decimal("10.005"), Decimal("0.33"))
    assert document.entry.items.get().base_amount == Decimal("30.32")


def test_everything_that_stands_against_a_document_is_told_without_writing() -> None:
    profile = BillingProfileFactory(references=["purchase_order", "campaign"])
    account = billable(customer=profile.customer, billing_profile=profile, buyer="DE")
    Address.objects.filter(customer=account.customer).delete()
    found = codes(
        new_document(account, on=date(2099, 1, 1)), new_document(account, "0"), replace(new_document(account), kind="credit_note")
    )
    assert found >= {
        "document_in_future", "document_address_missing", "document_empty", "document_needs_purchase_order",
        "document_needs_campaign", "period_not_opened", "einvoice_CREDIT-NOTE-ORIGINAL",
    }  # fmt: skip
    assert nothing_posted()


def test_required_references_satisfied_by_the_line() -> None:
    profile = BillingProfileFactory(references=["purchase_order", "campaign", "advertiser"])
    account = billable(customer=profile.customer, billing_profile=profile, buyer="DE")
    campaign = CampaignFactory(advertiser=account.customer)
    line = new_line(order_number="PO-1", campaign_id=campaign.pk, advertiser_id=account.customer_id)
    document = issued(account, lines=[line])
    assert (document.parties["order"], document.lines.get().advertiser_name) == ("PO-1", account.customer.legal_name)


def test_a_closed_gate_a_closed_month_and_an_earlier_date_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    account = billable()
    issued(account, on=DAY)
    assert codes(new_document(account, on=date(2026, 3, 9))) == {"number_before_last"}
    with inside_a_verb() as actor:
        refused("number_before_last", post_documents, [new_document(account, on=date(2026, 3, 9))], actor=actor)
    assert "period_not_opened" in codes(new_document(account, on=date(2024, 3, 9)))
    monkeypatch.setitem(gates._answers, "post_document", [lambda customer, **facts: [gates.Reason("country_missing")]])
    assert codes(new_document(account)) == {"gate_closed"}
    with inside_a_verb() as actor:
        refused("gate_closed", post_documents, [new_document(account)], actor=actor)
    assert Document.objects.count() == 1


def test_credits_stay_within_the_original_and_its_lines() -> None:
    account = billable()
    original = issued(account, "100", "50")
    first, second = original.lines.order_by("position")

    credit = issued(account, kind="credit_note", original_id=original.pk, lines=[new_line("80", original_line_id=first.pk)])

    assert (credit.gross, credit.due_date, credit.entry.items.get().side) == (Decimal(96), credit.document_date, "credit")
    more = [new_line("20.01", original_line_id=first.pk), new_line("50", original_line_id=second.pk)]
    wanted = new_document(account, kind="credit_note", original_id=original.pk, lines=more)
    assert codes(wanted) == {"document_credits_within_original", "documentline_credits_within_original"}
    with inside_a_verb() as actor:
        refused("document_refused", post_documents, [wanted], actor=actor)
    rest = [new_line("20", original_line_id=first.pk), new_line("50", original_line_id=second.pk)]
    issued(account, kind="credit_note", original_id=original.pk, lines=rest)
    assert codes(new_document(account, "1", kind="credit_note", original_id=original.pk)) >= {"document_credit_line_unknown"}


def test_a_line_credited_in_parts_is_credited_to_the_cent() -> None:
    """Three times 0.335 is 1.01; its thirds come to 0.34, 0.33 and 0.34, in one credit note or in three."""
    account = billable()
    line = NewLine("Clicks", Decimal(3), "C62", Decimal("0.335"))
    for together in (True, False):
        original = issued(account, lines=[line])
        third = NewLine("Clicks", Decimal(1), "C62", Decimal("0.335"), original_line_id=original.lines.get().pk)
        for lines in [[third, third], [third]] if together else [[third], [third], [third]]:
            issued(account, kind="credit_note", original_id=original.pk, lines=lines)
        parts = [part.net for part in original.lines.get().credits.order_by("pk")]
        assert (original.net, sum(parts)) == (Decimal("1.01"), Decimal("1.01"))
        assert original.gross == sum(each.gross for each in original.corrections.all())  # the tax too, which rounds up on each part


def test_two_credit_notes_of_one_set_see_each_other() -> None:
    account = billable()
    original = issued(account)
    line = original.lines.get()
    two = [
        new_document(account, kind="credit_note", original_id=original.pk, lines=[new_line("60", original_line_id=line.pk)]) for _ in "ab"
    ]
    with inside_a_verb() as actor:
        refused("document_refused", post_documents, two, actor=actor)
    assert Document.objects.count() == 1


def test_an_account_on_hold_is_credited_but_not_billed() -> None:
    account = billable()
    original = issued(account)
    account.state = "on_hold"
    account.save(update_fields=["state"])
    assert codes(new_document(account)) == {"document_account_not_active"}
    line = new_line("10", original_line_id=original.lines.get().pk)
    assert not codes(new_document(account, kind="credit_note", original_id=original.pk, lines=[line]))


STATEMENTS = [
    ("UPDATE billing_document SET note = 'x'", "document_append_only"),
    ("DELETE FROM billing_documentline", "documentline_append_only"),
    ("UPDATE billing_documenttax SET amount = 0", "documenttax_append_only"),
    (
        "INSERT INTO billing_documentline (document_id, position, description, detail, quantity, unit, unit_price, currency, net,"
        " tax_category, tax_rate, order_number, advertiser_name) SELECT document_id, 9, 'x', '', 1, 'C62', 1, currency, 1, 'S', 20, '', ''"
        " FROM billing_documentline",
        "documentline_totals",
    ),
    (
        "INSERT INTO billing_documenttax (document_id, currency, category, rate, base, amount, reason, reason_code)"
        " SELECT document_id, currency, 'Z', 0, 1, 0, '', '' FROM billing_documenttax",
        "documenttax_totals",
    ),
]


@pytest.mark.parametrize(("statement", "constraint"), STATEMENTS)
def test_the_database_refuses_every_change_of_a_posted_document(statement: str, constraint: str) -> None:
    issued(billable())
    with pytest.raises(IntegrityError) as refusal, connection.cursor() as cursor:
        cursor.execute(statement)
    assert refusal.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]


def test_the_database_refuses_more_credit_than_was_billed() -> None:
    account = billable()
    original = issued(account)
    line = original.lines.get()
    credit = issued(account, kind="credit_note", original_id=original.pk, lines=[new_line("60", original_line_id=line.pk)])
    copied = "kind, origin, stream, series_id, series_year, currency, rate, net, tax, gross, document_date, due_date, ageing_date"
    copied += ", original_id, reason_code, buyer_reference, note, parties, content_hash, was_disputed, entity_id, account_id, customer_id"
    taken = f"SELECT {copied}, 'x', 99, %s FROM billing_document WHERE id = %s"  # noqa: S608
    statement = f"INSERT INTO billing_document ({copied}, number, series_number, entry_id) {taken}"
    entry = posted(account, "1", DAY).entry
    with pytest.raises(IntegrityError) as refusal, connection.cursor() as cursor:
        cursor.execute(statement, [entry.pk, credit.pk])
    assert refusal.value.__cause__.diag.constraint_name == "document_credits_within_original"  # type: ignore[union-attr]


def test_a_hundred_documents_cost_as_many_questions_as_ten(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    accounts = [billable(entity=selling_entity("FR", "FRSET")) for _ in range(3)]
    with inside_a_verb() as actor, django_assert_max_num_queries(75):
        post_documents([new_document(accounts[index % 3]) for index in range(100)], actor=actor)
