"""Ageing as of any day: exact buckets, credits and unapplied cash apart, and the past does not change afterwards."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from factories.billing import bookkeeper, open_account, posted, settled
from people import empowered

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import Allocation
from o2c.billing.ledger.queries import Ageing, ageing, ageing_of, in_bucket, open_items, open_on
from o2c.billing.ledger.services import reverse_allocation

pytestmark = pytest.mark.django_db

MAY_10, JUNE_10 = date(2025, 5, 10), date(2025, 6, 10)
END_OF_MAY = date(2025, 5, 31)


@pytest.fixture
def account() -> FinancialAccount:
    return open_account()


def reader(**limits: object) -> object:
    return empowered("billing.view_ledger", name=f"Rita {len(limits)}", **limits)


def row(account: FinancialAccount, on: date, **facts: object) -> Ageing:
    return ageing_of(reader(), on, account.entity, account.currency, **facts)  # type: ignore[arg-type]


def test_a_payment_of_june_neither_leaves_nor_empties_the_ageing_of_may(account: FinancialAccount) -> None:
    invoice = posted(account, "100", MAY_10, due=date(2025, 5, 20))
    before = row(account, END_OF_MAY)
    settled(invoice, posted(account, "100", JUNE_10, "receipt"), "100", JUNE_10)

    assert row(account, END_OF_MAY) == before
    assert before.buckets["d1_30"] == Decimal(100)
    assert row(account, JUNE_10).open_balance == 0


def test_every_bucket_has_its_edges(account: FinancialAccount) -> None:
    on = date(2026, 6, 30)
    for days in (0, 1, 30, 31, 60, 61, 90, 91, 180, 181, 365, 366):
        posted(account, str(days + 1), date(2025, 6, 1), due=on - timedelta(days=days))

    found = row(account, on)

    assert found.buckets == {
        "not_due": 1, "d1_30": 2 + 31, "d31_60": 32 + 61, "d61_90": 62 + 91, "d91_180": 92 + 181, "d181_365": 182 + 366, "over_365": 367,
    }  # fmt: skip
    assert found.documents == {"not_due": 1, "d1_30": 2, "d31_60": 2, "d61_90": 2, "d91_180": 2, "d181_365": 2, "over_365": 1}
    assert found.over_90 == 92 + 181 + 182 + 366 + 367
    items = open_on(reader(), on)  # type: ignore[arg-type]
    for name, amount in (*found.buckets.items(), ("over_90", found.over_90), ("overdue", found.overdue)):
        assert sum(item.balance for item in in_bucket(items, name, on)) == amount


def test_credits_and_unapplied_cash_stand_apart(account: FinancialAccount) -> None:
    posted(account, "100", MAY_10)
    posted(account, "30", MAY_10, "credit_note")
    posted(account, "25", MAY_10, "receipt")

    found = row(account, END_OF_MAY)

    assert (found.open_balance, found.open_documents) == (Decimal(70), 2)
    assert (found.credits, found.credit_documents, found.unapplied, found.unapplied_receipts) == (Decimal(-30), 1, Decimal(25), 1)
    assert found.buckets["not_due"] == Decimal(100)


def test_an_allocation_taken_back_counts_only_between_its_days(account: FinancialAccount) -> None:
    invoice = posted(account, "100", MAY_10)
    settled(invoice, posted(account, "100", MAY_10, "receipt"), "100", MAY_10)
    reverse_allocation(Allocation.objects.get().pk, on=JUNE_10, reason="returned", actor=bookkeeper())

    assert [row(account, day).open_balance for day in (MAY_10, END_OF_MAY, JUNE_10)] == [0, 0, Decimal(100)]
    assert [row(account, day).unapplied for day in (END_OF_MAY, JUNE_10)] == [0, Decimal(100)]


def test_a_report_can_be_repeated_as_it_was_known(account: FinancialAccount) -> None:
    invoice = posted(account, "100", MAY_10)
    receipt = posted(account, "100", MAY_10, "receipt")
    then = timezone.now()
    settled(invoice, receipt, "100", MAY_10)
    posted(account, "7", MAY_10)

    assert row(account, END_OF_MAY).open_balance == Decimal(7)
    assert row(account, END_OF_MAY, known_at=then).open_balance == Decimal(100)
    assert [item.balance for item in open_on(reader(), END_OF_MAY, then)] == [Decimal(-100), Decimal(100)]  # type: ignore[arg-type]


def test_sales_and_both_days_of_sales_outstanding(account: FinancialAccount) -> None:
    """Reference 3: months of 500, 600 and 700, closing 900: 45.0 days simple (of 1,800 in the 90 days), 40.3 by count-back."""
    for month, sales in ((7, "500"), (8, "600"), (9, "700")):
        invoice = posted(account, sales, date(2025, month, 28), due=date(2025, 12, 1))
        paid = {7: "500", 8: "400", 9: "0"}[month]
        if paid != "0":
            settled(invoice, posted(account, paid, date(2025, 9, 29), "receipt"), paid, date(2025, 9, 29))

    found = row(account, date(2025, 9, 30))

    assert (found.open_balance, found.sales) == (Decimal(900), Decimal(1800))
    assert found.dso == Decimal(45)
    assert found.dso_countback is not None
    assert round(found.dso_countback, 1) == Decimal("40.3")


def test_entities_and_currencies_are_never_mixed_and_scope_holds() -> None:
    euros, dollars = open_account(), open_account(currency="USD")
    posted(euros, "100", MAY_10)
    posted(dollars, "200", MAY_10)

    everything = ageing(reader(), END_OF_MAY)  # type: ignore[arg-type]
    limited = ageing(reader(entity=dollars.entity), END_OF_MAY)  # type: ignore[arg-type]

    assert [(found.entity, found.currency, found.open_balance) for found in everything] == [
        (euros.entity.code, "EUR", Decimal(100)),
        (dollars.entity.code, "USD", Decimal(200)),
    ]
    assert [found.currency for found in limited] == ["USD"]
    assert [found.currency for found in ageing(reader(), END_OF_MAY, currency="EUR")] == ["EUR"]  # type: ignore[arg-type]
    assert not ageing(empowered("tests.nothing", name="Nora Nothing"), END_OF_MAY)


def test_the_list_of_now_is_the_cache_and_the_list_of_today_the_facts(account: FinancialAccount) -> None:
    invoice = posted(account, "100", MAY_10)
    settled(invoice, posted(account, "40", MAY_10, "receipt"), "40", MAY_10)

    now = [(item.reference, item.balance) for item in open_items(reader())]  # type: ignore[arg-type]
    assert now == [(item.reference, item.balance) for item in open_on(reader(), END_OF_MAY)]  # type: ignore[arg-type]
    assert now[0][1] == Decimal(60)
