"""Receipts on the live book: proposed, booked by rule, decided by people, taken back."""

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from factories.accounts import FinancialAccountFactory
from factories.billing import posted
from factories.cash import limit_of, matcher, own_account, paid_in

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import Allocation, JournalLine, OpenItem
from o2c.billing.ledger.proofs import items_match_journal, open_amounts_match_allocations
from o2c.collections.cash.matching import services
from o2c.collections.cash.matching.models import Application, Deduction, MatchProposal, PayerMemory
from o2c.collections.cash.matching.rules import Residual, Share
from o2c.collections.cash.matching.run import match_entity
from o2c.collections.cash.receipts.models import Receipt
from o2c.core.errors import BusinessError, Conflict

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def account(**facts: Any) -> FinancialAccount:
    own = own_account()
    made: FinancialAccount = FinancialAccountFactory(entity=own.entity, currency="EUR", **facts)
    return made


def invoice(owner: FinancialAccount, amount: str = "119.00", number: str = "RE-2026-100123", **facts: Any) -> OpenItem:
    return posted(owner, amount, date(2026, 1, 5), reference=number, **facts)


def run(owner: FinancialAccount, **facts: Any) -> Any:
    return match_entity(owner.entity, on=DAY, actor=matcher(), **facts)


def is_sound() -> bool:
    return not [*items_match_journal(DAY), *open_amounts_match_allocations(DAY)]


def control(name: str) -> D:
    return sum((line.debit - line.credit for line in JournalLine.objects.filter(control_account=name)), D(0))


def test_a_named_invoice_is_booked_by_rule_once_however_often_it_runs() -> None:
    owner = account()
    item, receipt = invoice(owner), paid_in("119.00", "Rechnung RE-2026-100123", payer=owner.customer.legal_name)
    assert run(owner).booked == 1
    assert run(owner).booked == 0
    item.refresh_from_db()
    receipt.refresh_from_db()
    assert (item.open_amount, receipt.state, receipt.line.state) == (D(0), "on_customer", "matched")
    proposal = MatchProposal.objects.get()
    assert (proposal.state, proposal.tier, proposal.evidence[0]["code"]) == ("by_rule", "auto", "named_to_the_cent")
    assert Allocation.objects.get().method == "automatic"
    assert (control("unidentified"), control("unapplied"), control("bank")) == (D(0), D(0), D("119.00"))
    assert is_sound()


def test_a_dry_run_books_nothing_and_says_how_many_of_each() -> None:
    owner = account()
    invoice(owner)
    paid_in("119.00", "RE-2026-100123", payer=owner.customer.legal_name)
    paid_in("5.00", "Miete", payer="Somebody Else")
    assert run(owner, is_posting=False).tiers == {"auto": 1, "suggest": 0, "account": 0, "none": 1}
    assert not Application.objects.exists()


def test_what_was_taken_meanwhile_is_left_for_the_next_run() -> None:
    owner = account()
    item = invoice(owner)
    first, second = (paid_in("119.00", "RE-2026-100123", payer=owner.customer.legal_name) for _ in range(2))
    run(owner, is_posting=False)
    ids = list(MatchProposal.objects.filter(tier="auto").values_list("pk", flat=True))
    services.apply_receipt(second.pk, account=owner, shares=[Share(item.pk, D(119))], reason="Named by phone", actor=matcher())
    assert services.post_match(ids, actor=matcher()) == []
    first.refresh_from_db()
    assert first.state == "unidentified"
    assert is_sound()


def test_a_receipt_50_short_with_reason_promotion_opens_a_deduction_item_of_50() -> None:
    owner = account()
    item, receipt = invoice(owner, "1000.00"), paid_in("950.00", "RE-2026-100123")
    short = Residual(item.pk, "deduction", D(50), "promotion", "Spring campaign")
    services.apply_receipt(receipt.pk, account=owner, shares=[Share(item.pk, D(950))], residuals=[short], actor=matcher())
    deduction = Deduction.objects.get()
    item.refresh_from_db()
    assert (item.open_amount, deduction.reason, deduction.amount) == (D(0), "promotion", D(50))
    left = deduction.item
    assert (left.side, left.kind, left.open_amount, left.due_date) == ("debit", "deduction", D(50), item.due_date)
    assert is_sound()


@pytest.mark.parametrize(("kind", "control_account"), [("bank_fee", "bank_charges"), ("small_difference", "small_differences")])
def test_a_fee_and_a_small_difference_are_booked_within_their_limits_only(kind: str, control_account: str) -> None:
    owner = account()
    item, receipt = invoice(owner), paid_in("117.00", "RE-2026-100123")
    decision: dict[str, Any] = {
        "account": owner,
        "shares": [Share(item.pk, D(117))],
        "residuals": [Residual(item.pk, kind, D(2))],
        "actor": matcher(),
    }
    with pytest.raises(BusinessError, match="residual_above"):
        services.apply_receipt(receipt.pk, **decision)
    assert Receipt.objects.get().state == "unidentified"
    limit_of("bank_fee", 5), limit_of("payment_tolerance", 5), limit_of("tolerance_of_month", 3)
    services.apply_receipt(receipt.pk, **decision)
    item.refresh_from_db()
    assert (item.open_amount, control(control_account)) == (D(0), D(2))
    again = invoice(owner, number="RE-2026-100124")
    if kind == "small_difference":
        with pytest.raises(BusinessError, match="residual_above_month"):
            services.apply_receipt(
                paid_in("117.00", "").pk, account=owner, shares=[Share(again.pk, D(117))],
                residuals=[Residual(again.pk, kind, D(2))], actor=matcher(),
            )  # fmt: skip
    assert is_sound()


def test_withholding_tax_needs_its_certificate() -> None:
    owner = account()
    item, receipt = invoice(owner), paid_in("100.00", "")
    decision: dict[str, Any] = {"account": owner, "shares": [Share(item.pk, D(100))], "actor": matcher()}
    with pytest.raises(BusinessError, match="withholding_without_certificate"):
        services.apply_receipt(receipt.pk, residuals=[Residual(item.pk, "withholding_tax", D(19))], **decision)
    services.apply_receipt(receipt.pk, residuals=[Residual(item.pk, "withholding_tax", D(19), note="CERT-7")], **decision)
    assert control("withholding_tax") == D(19)


def test_credit_notes_are_used_up_and_the_surplus_stays_unapplied() -> None:
    owner = account()
    item, note = invoice(owner, "100.00"), invoice(owner, "30.00", "CN-1", kind="credit_note")
    receipt = paid_in("75.00", "")
    services.apply_receipt(receipt.pk, account=owner, shares=[Share(item.pk, D(100)), Share(note.pk, D(-30))], actor=matcher())
    for each in (item, note):
        each.refresh_from_db()
    money = OpenItem.objects.get(entry__receipt=receipt)
    assert (item.open_amount, note.open_amount, money.open_amount, money.control_account) == (D(0), D(0), D(5), "unapplied")
    assert is_sound()


def test_taken_back_everything_is_open_again_and_the_memory_is_weaker() -> None:
    owner, actor = account(), matcher()
    item, receipt = invoice(owner, "1000.00"), paid_in("950.00", "RE-2026-100123")
    short = Residual(item.pk, "deduction", D(50), "promotion")
    made = services.apply_receipt(receipt.pk, account=owner, shares=[Share(item.pk, D(950))], residuals=[short], actor=actor)
    assert {memory.confirmations for memory in PayerMemory.objects.all()} == {1}
    services.unallocate_receipt(made.pk, on=DAY, reason="Wrong invoice", kind="wrong_customer", actor=actor)
    item.refresh_from_db()
    receipt.refresh_from_db()
    assert (item.open_amount, receipt.state, receipt.line.state) == (D(1000), "unidentified", "unmatched")
    assert Deduction.objects.get().item.open_amount == 0
    assert {memory.contradictions for memory in PayerMemory.objects.all()} == {1}
    with pytest.raises(Conflict):
        services.unallocate_receipt(made.pk, on=DAY, reason="Again", actor=actor)
    assert is_sound()


def test_booked_otherwise_in_one_step() -> None:
    owner, actor = account(), matcher()
    wrong, right = invoice(owner), invoice(owner, number="RE-2026-100124")
    made = services.apply_receipt(paid_in("119.00", "").pk, account=owner, shares=[Share(wrong.pk, D(119))], actor=actor)
    services.reallocate_receipt(made.pk, on=DAY, account=owner, shares=[Share(right.pk, D(119))], reason="Other month", actor=actor)
    wrong.refresh_from_db()
    right.refresh_from_db()
    assert (wrong.open_amount, right.open_amount) == (D(119), D(0))
    assert Application.objects.filter(undone_on=None).count() == 1
    assert is_sound()


def test_three_confirmations_make_an_account_certain_and_forgetting_ends_it() -> None:
    owner, actor = account(), matcher()
    for number in range(3):
        item = invoice(owner, f"{100 + number}.00", f"RE-2026-10020{number}")
        receipt = paid_in(f"{100 + number}.00", "", payer="Unknown Treasury", account="NL91ABNA0417164300")
        services.apply_receipt(receipt.pk, account=owner, shares=[Share(item.pk, D(100 + number))], actor=actor)
    memory = PayerMemory.objects.get(kind="account")
    assert (memory.state, memory.confirmations) == ("trusted", 3)
    invoice(owner, "777.00", "RE-2026-100300")
    paid_in("777.00", "", payer="?", account="NL91ABNA0417164300")
    assert run(owner, is_posting=False).tiers["auto"] == 1
    for known in PayerMemory.objects.all():
        services.forget_payer(known.pk, reason="Sold", actor=actor)
    assert run(owner, is_posting=False).tiers["auto"] == 0


def test_parked_with_a_reason_and_taken_up_again() -> None:
    owner, actor = account(), matcher()
    receipt = paid_in("10.00", "")
    services.park_receipt(receipt.pk, reason="Asked the bank", actor=actor)
    receipt.refresh_from_db()
    assert (receipt.state, receipt.reason, receipt.line.state) == ("parked", "Asked the bank", "parked")
    assert sum(run(owner).tiers.values()) == 0
    services.resume_receipt(receipt.pk, actor=actor)
    receipt.line.refresh_from_db()
    assert receipt.line.state == "new"
    with pytest.raises(Conflict):
        services.resume_receipt(receipt.pk, actor=actor)


def test_split_into_parts_that_sum_to_it() -> None:
    account()
    receipt, actor = paid_in("10.00", ""), matcher()
    with pytest.raises(BusinessError, match="split_amounts_differ"):
        services.split_receipt(receipt.pk, amounts=[D(4), D(5)], reason="Two customers", actor=actor)
    parts = services.split_receipt(receipt.pk, amounts=[D(4), D(6)], reason="Two customers", actor=actor)
    receipt.refresh_from_db()
    assert (receipt.state, [part.amount for part in parts]) == ("split", [D(4), D(6)])


def test_free_credit_moves_within_a_group_only() -> None:
    owner, actor = account(), matcher()
    stranger: FinancialAccount = FinancialAccountFactory(entity=owner.entity, currency="EUR")
    receipt = paid_in("10.00", "")
    services.apply_receipt(receipt.pk, account=owner, actor=actor)
    money = OpenItem.objects.get()
    with pytest.raises(BusinessError, match="allocation_customers_unrelated"):
        services.transfer_credit(money.pk, to=stranger, amount=D(4), on=DAY, reason="Group", actor=actor)
    own: FinancialAccount = FinancialAccountFactory(entity=owner.entity, currency="EUR", customer=owner.customer, payer=stranger.customer)
    moved = services.transfer_credit(money.pk, to=own, amount=D(4), on=DAY, reason="Other account", actor=actor)
    money.refresh_from_db()
    assert (money.open_amount, moved.open_amount, moved.account, moved.due_date) == (D(6), D(4), own, money.due_date)
    assert control("clearing") == D(0)
    assert is_sound()


@pytest.mark.parametrize(("shares", "code"), [
    ([("item", "120")], "match_more_than_open"),
    ([("item", "119"), ("item", "1")], "match_item_twice"),
    ([("note", "5")], "match_wrong_side"),
    ([("item", "0")], "match_share_empty"),
])  # fmt: skip
def test_what_does_not_add_up_books_nothing(shares: list[tuple[str, str]], code: str) -> None:
    owner = account()
    items = {"item": invoice(owner), "note": invoice(owner, "5.00", "CN-1", kind="credit_note")}
    receipt = paid_in("200.00", "")
    with pytest.raises(BusinessError) as refused:
        services.apply_receipt(
            receipt.pk, account=owner, shares=[Share(items[name].pk, D(amount)) for name, amount in shares], actor=matcher()
        )
    assert refused.value.code == code
    receipt.refresh_from_db()
    assert (receipt.state, Allocation.objects.count()) == ("unidentified", 0)
