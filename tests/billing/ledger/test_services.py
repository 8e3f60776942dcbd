"""Posting, allocating and taking back: exact figures, and every refusal leaves nothing behind."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from factories.accounts import CustomerFactory, FinancialAccountFactory
from factories.billing import bookkeeper, inside_a_verb, open_account, open_months, posted, posting, settled
from people import empowered, person

from o2c.accounts.customers.models import Customer, CustomerRelation
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import Allocation, JournalEntry, JournalLine, OpenItem
from o2c.billing.ledger.rules import Item, Line, Posting
from o2c.billing.ledger.services import Pair, allocate, allocate_items, post, post_many, reverse_allocation, reverse_entry
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import FiscalPeriod
from o2c.core.errors import BusinessError, Conflict

pytestmark = pytest.mark.django_db

JUNE, JULY = date(2025, 6, 10), date(2025, 7, 1)


@pytest.fixture
def account() -> FinancialAccount:
    return open_account()


def relate(first: Customer, kind: str, second: Customer) -> None:
    CustomerRelation.objects.create(from_customer=first, kind=kind, to_customer=second, valid_from=date(2025, 1, 1))


def journal(entry: JournalEntry) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    return {line.control_account: (line.debit, line.credit, line.base_amount) for line in entry.lines.all()}


def test_an_invoice_opens_an_item_and_balances_the_journal(account: FinancialAccount) -> None:
    with inside_a_verb() as actor:
        entry = post(
            Posting(
                kind="invoice", reference="2025-001", entity_id=account.entity_id, currency="EUR", document_date=JUNE, posting_date=JUNE,
                account_id=account.pk, customer_id=account.customer_id, items=[Item(Decimal("120.00"), JULY)],
                lines=[Line("revenue", Decimal("-100.00")), Line("tax", Decimal("-20.00"))],
            ),
            actor=actor,
        )  # fmt: skip

    item = OpenItem.objects.get()
    assert (item.side, item.kind, item.state) == ("debit", "invoice", "open")
    assert (item.original_amount, item.open_amount, item.base_amount) == (Decimal(120), Decimal(120), Decimal(120))
    assert (item.due_date, item.ageing_date, item.posting_date, item.reference) == (JULY, JULY, JUNE, "2025-001")
    assert journal(entry) == {
        "receivable": (Decimal(120), Decimal(0), Decimal(120)),
        "revenue": (Decimal(0), Decimal(100), Decimal(-100)),
        "tax": (Decimal(0), Decimal(20), Decimal(-20)),
    }
    event = AuditEvent.objects.get()
    assert (event.action, event.parent_id) == ("entry.posted", account.customer_id)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lines": [Line("revenue", Decimal("-99.99"))]}, "entry_unbalanced"),
        ({"items": [], "lines": []}, "entry_empty"),
        ({"items": [Item(Decimal("100.001"), JULY)], "lines": [Line("revenue", Decimal("-100.001"))]}, "amount_digits"),
        ({"account_id": None}, "item_without_account"),
        ({"rate": Decimal(0)}, "rate_not_positive"),
        ({"posting_date": date(2031, 1, 1)}, "period_not_opened"),
    ],
)
def test_a_wrong_entry_is_refused_and_leaves_nothing(account: FinancialAccount, change: dict[str, object], code: str) -> None:
    facts = {
        "kind": "invoice", "reference": "X", "entity_id": account.entity_id, "currency": "EUR", "document_date": JUNE,
        "posting_date": JUNE, "account_id": account.pk, "customer_id": account.customer_id,
        "items": [Item(Decimal(100), JULY)], "lines": [Line("revenue", Decimal(-100))],
    }  # fmt: skip

    with pytest.raises(BusinessError) as refusal, inside_a_verb() as actor:
        post(Posting(**{**facts, **change}), actor=actor)  # type: ignore[arg-type]

    assert refusal.value.code == code
    assert not JournalEntry.objects.exists()


def test_a_closed_month_refuses_posting_and_allocating(account: FinancialAccount) -> None:
    invoice, receipt = posted(account, "100", JUNE), posted(account, "100", JUNE, "receipt")
    FiscalPeriod.objects.filter(month=JUNE.replace(day=1)).update(state="closed")

    for work in (
        lambda actor: post(posting(account, "1", JUNE), actor=actor),
        lambda actor: allocate([Pair(invoice.pk, receipt.pk, Decimal(1), JUNE)], method="manual", actor=actor),
    ):
        with pytest.raises(BusinessError) as refusal, inside_a_verb() as actor:
            work(actor)
        assert refusal.value.code == "period_closed"

    assert JournalEntry.objects.count() == 2
    assert not Allocation.objects.exists()


def test_the_same_source_is_posted_once(account: FinancialAccount) -> None:
    posted(account, "100", JUNE, source_key="bank:1")

    with pytest.raises(BusinessError) as refusal:
        posted(account, "100", JUNE, source_key="bank:1")

    assert refusal.value.code == "journalentry_posted_once"
    assert JournalEntry.objects.count() == 1


def test_steps_need_the_transaction_of_a_verb(account: FinancialAccount, transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="inside a verb"):
        post_many([posting(account, "1", JUNE)], actor=bookkeeper())


def test_allocating_settles_both_items_and_journals_the_move(account: FinancialAccount) -> None:
    invoice, receipt = posted(account, "100", JUNE), posted(account, "60", JULY, "receipt")

    settled(invoice, receipt, "60", JULY)

    assert (invoice.open_amount, invoice.state) == (Decimal(40), "partly")
    assert (receipt.open_amount, receipt.state) == (Decimal(0), "closed")
    move = Allocation.objects.get().entry
    assert move is not None
    assert (move.kind, move.posting_date) == ("allocation", JULY)
    assert journal(move) == {"unapplied": (Decimal(60), 0, Decimal(60)), "receivable": (0, Decimal(60), Decimal(-60))}


def test_nothing_moves_between_items_on_one_control_account(account: FinancialAccount) -> None:
    settled(posted(account, "100", JUNE), posted(account, "100", JULY, "credit_note"), "100", JULY)

    assert Allocation.objects.get().entry is None


def test_a_currency_difference_goes_to_its_own_line_and_closes_both_items() -> None:
    """Reference 17: USD 1,000 at 1.10 is 909.09, received at 1.08 is 925.93: a gain of 16.84."""
    account = open_account(currency="USD")
    invoice = posted(account, "1000", JUNE, rate=Decimal("1.10"))
    receipt = posted(account, "1000", JULY, "receipt", rate=Decimal("1.08"))

    settled(invoice, receipt, "1000", JULY)

    assert (invoice.base_amount, receipt.base_amount) == (Decimal("909.09"), Decimal("925.93"))
    assert (invoice.state, receipt.state) == ("closed", "closed")
    assert journal(Allocation.objects.get().entry) == {  # type: ignore[arg-type]
        "unapplied": (Decimal(1000), 0, Decimal("925.93")),
        "receivable": (0, Decimal(1000), Decimal("-909.09")),
        "currency_result": (0, 0, Decimal("-16.84")),
    }


def test_partial_settlements_in_foreign_currency_carry_exactly_the_base_amount() -> None:
    account = open_account(currency="USD")
    invoice = posted(account, "1000", JUNE, rate=Decimal("1.10"))
    for amount in ("333.33", "333.33", "333.34"):
        settled(invoice, posted(account, amount, JULY, "receipt", rate=Decimal("1.08")), amount, JULY)

    assert sum(row.debit_base for row in Allocation.objects.all()) == Decimal("909.09")


@pytest.mark.parametrize(
    ("amount", "on", "code"),
    [
        ("100.01", JULY, "allocation_exceeds_open"),
        ("0", JULY, "amount_not_positive"),
        ("-1", JULY, "amount_not_positive"),
        ("0.001", JULY, "amount_digits"),
        ("10", JUNE, "allocation_before_its_items"),
        ("10", date(2031, 1, 1), "period_not_opened"),
    ],
)
def test_an_allocation_that_does_not_fit_is_refused(account: FinancialAccount, amount: str, on: date, code: str) -> None:
    invoice, receipt = posted(account, "100", JUNE), posted(account, "200", JULY, "receipt")

    with pytest.raises(BusinessError) as refusal, inside_a_verb() as actor:
        allocate([Pair(invoice.pk, receipt.pk, Decimal(amount), on)], method="manual", actor=actor)

    assert refusal.value.code == code
    assert not Allocation.objects.exists()
    invoice.refresh_from_db()
    assert invoice.open_amount == Decimal(100)


def test_two_pairs_of_one_call_cannot_spend_the_same_credit_twice(account: FinancialAccount) -> None:
    first, second = posted(account, "80", JUNE), posted(account, "80", JUNE)
    receipt = posted(account, "100", JULY, "receipt")

    pairs = [Pair(first.pk, receipt.pk, Decimal(80), JULY), Pair(second.pk, receipt.pk, Decimal(80), JULY)]

    with pytest.raises(BusinessError) as refusal, inside_a_verb() as actor:
        allocate(pairs, method="manual", actor=actor)

    assert refusal.value.code == "allocation_exceeds_open"


@pytest.mark.parametrize(("swapped", "currency", "code"), [(True, "EUR", "allocation_sides"), (False, "USD", "allocation_one_currency")])
def test_the_database_refuses_items_that_do_not_go_together(account: FinancialAccount, swapped: bool, currency: str, code: str) -> None:
    invoice = posted(account, "100", JUNE)
    other = FinancialAccountFactory(customer=account.customer, entity=account.entity, currency=currency, terms__net_days=14)
    receipt = posted(other, "100", JUNE, "receipt")
    pair = (receipt.pk, invoice.pk) if swapped else (invoice.pk, receipt.pk)

    with pytest.raises(BusinessError) as refusal, inside_a_verb() as actor:
        allocate([Pair(*pair, Decimal(10), JUNE)], method="manual", actor=actor)

    assert refusal.value.code == code


def test_items_of_two_entities_do_not_settle_each_other(account: FinancialAccount) -> None:
    other = FinancialAccountFactory(customer=account.customer)
    open_months(other.entity)
    invoice, receipt = posted(account, "100", JUNE), posted(other, "100", JUNE, "receipt")

    with pytest.raises(BusinessError) as refusal, inside_a_verb() as actor:
        allocate([Pair(invoice.pk, receipt.pk, Decimal(10), JUNE)], method="manual", actor=actor)

    assert refusal.value.code == "allocation_one_entity"


def test_customers_settle_each_other_only_when_related(account: FinancialAccount) -> None:
    payer = FinancialAccountFactory(entity=account.entity)
    invoice, receipt = posted(account, "100", JUNE), posted(payer, "100", JUNE, "receipt")

    with pytest.raises(BusinessError) as refusal:
        settled(invoice, receipt, "100", JUNE)
    assert refusal.value.code == "allocation_customers_unrelated"

    relate(payer.customer, "payer_for", account.customer)
    settled(invoice, receipt, "100", JUNE)
    assert invoice.state == "closed"


def test_sisters_of_one_parent_may_settle_each_other(account: FinancialAccount) -> None:
    sister, parent = FinancialAccountFactory(entity=account.entity), CustomerFactory()
    for child in (account, sister):
        relate(parent, "parent_of", child.customer)

    invoice = posted(account, "100", JUNE)
    settled(invoice, posted(sister, "100", JUNE, "receipt"), "100", JUNE)

    assert invoice.state == "closed"


def test_an_allocation_is_taken_back_by_a_mirrored_row(account: FinancialAccount) -> None:
    invoice, receipt = posted(account, "100", JUNE), posted(account, "100", JUNE, "receipt")
    settled(invoice, receipt, "100", JUNE)
    allocation = Allocation.objects.get()

    reversal = reverse_allocation(allocation.pk, on=JULY, reason="returned by the bank", actor=bookkeeper())

    invoice.refresh_from_db()
    receipt.refresh_from_db()
    assert (reversal.amount, reversal.reverses, reversal.effective_on) == (Decimal(-100), allocation, JULY)
    assert (invoice.open_amount, receipt.open_amount) == (Decimal(100), Decimal(100))
    assert reversal.entry is not None
    assert journal(reversal.entry) == {"unapplied": (0, Decimal(100), Decimal(-100)), "receivable": (Decimal(100), 0, Decimal(100))}
    assert AuditEvent.objects.get(action="item.allocation_reversed").reason == "returned by the bank"


def test_what_was_taken_back_cannot_be_taken_back_again(account: FinancialAccount) -> None:
    settled(posted(account, "100", JUNE), posted(account, "100", JUNE, "receipt"), "100", JUNE)
    first = Allocation.objects.get()
    with pytest.raises(BusinessError) as early:
        reverse_allocation(first.pk, on=date(2025, 6, 9), reason="too early", actor=bookkeeper())
    reversal = reverse_allocation(first.pk, on=JULY, reason="once", actor=bookkeeper())

    codes = [early.value.code]
    for pk in (first.pk, reversal.pk):
        with pytest.raises(BusinessError) as refusal:
            reverse_allocation(pk, on=JULY, reason="twice", actor=bookkeeper())
        codes.append(refusal.value.code)

    assert codes == ["reversal_before_original", "allocation_already_reversed", "allocation_is_reversal"]
    assert Allocation.objects.count() == 2


def test_an_entry_is_taken_back_in_an_open_month_even_if_its_own_is_closed(account: FinancialAccount) -> None:
    invoice = posted(account, "100", JUNE)
    FiscalPeriod.objects.filter(month=JUNE.replace(day=1)).update(state="closed")

    reversal = reverse_entry(invoice.entry_id, on=JULY, reason="never delivered", actor=bookkeeper())

    invoice.refresh_from_db()
    mirror = reversal.items.get()
    assert (reversal.kind, reversal.reverses_id, reversal.posting_date) == ("reversal", invoice.entry_id, JULY)
    assert (mirror.side, mirror.kind, mirror.state, invoice.state) == ("credit", "invoice", "closed", "closed")
    sums = JournalLine.objects.values_list("control_account").annotate(Sum("base_amount"))
    assert set(sums) == {("receivable", Decimal(0)), ("revenue", Decimal(0))}


def test_an_entry_that_cannot_be_taken_back_says_why(account: FinancialAccount) -> None:
    invoice, receipt = posted(account, "100", JUNE), posted(account, "100", JUNE, "receipt")
    settled(invoice, receipt, "40", JUNE)
    move = Allocation.objects.get().entry_id
    free = posted(account, "5", JUNE)
    reversal = reverse_entry(free.entry_id, on=JULY, reason="x", actor=bookkeeper())

    codes = []
    for pk in (invoice.entry_id, move, free.entry_id, reversal.pk):
        with pytest.raises(BusinessError) as refusal:
            reverse_entry(pk, on=JULY, reason="x", actor=bookkeeper())
        codes.append(refusal.value.code)

    assert codes == ["entry_has_allocations", "entry_is_move", "entry_already_reversed", "entry_is_reversal"]


def test_a_person_allocates_only_within_reach(account: FinancialAccount) -> None:
    invoice, receipt = posted(account, "100", JUNE), posted(account, "100", JUNE, "receipt")
    elsewhere = FinancialAccountFactory().entity
    pairs = [Pair(invoice.pk, receipt.pk, Decimal(100), JUNE)]

    with pytest.raises(PermissionDenied):
        allocate_items(pairs, actor=person())
    with pytest.raises(Conflict) as refusal:
        allocate_items(pairs, actor=empowered("billing.allocate_items", name="Lea Limited", entity=elsewhere))
    assert refusal.value.code == "gone_or_out_of_reach"

    allocate_items(pairs, reason="same reference", actor=empowered("billing.allocate_items", entity=account.entity))
    assert Allocation.objects.get().reason == "same reference"
