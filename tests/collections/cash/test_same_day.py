"""How much found its customer the same day, by three clocks; why the rest did not; what was taken back and why."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.test import Client
from django.urls import reverse
from factories.accounts import FinancialAccountFactory
from factories.billing import posted
from factories.cash import matcher, own_account, paid_in
from people import person

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.collections.cash.matching import services
from o2c.collections.cash.matching.models import Mistake
from o2c.collections.cash.matching.rules import Share
from o2c.collections.cash.receipts.services import identify_receipt
from o2c.collections.cash.sameday import queries
from o2c.collections.cash.sameday.rules import Figure, share
from o2c.core.clock import local_today

FIRST = date(2026, 3, 2)


def test_the_rate_of_the_reference() -> None:
    assert (share(205, 240), share(1, 0), share(D("0.5"), 1)) == (D("0.854"), None, D("0.5"))
    figure = Figure("EUR", 240, D(1000), 205, D(999))
    assert (figure.by_count, figure.by_amount, figure.late) == (D("0.854"), D("0.999"), 35)


@pytest.fixture
def account() -> FinancialAccount:
    return FinancialAccountFactory(entity=own_account().entity, currency="EUR")


def receive(account: FinancialAccount) -> date:
    """Today's money found its customer; of yesterday's, one did today, one is parked, one waits."""
    actor, today = matcher(), local_today(account.entity)
    before = today - timedelta(days=1)
    in_time, late, parked, _waits = (
        paid_in(amount, "Miete", on=on) for amount, on in (("100.00", today), ("50.00", before), ("30.00", before), ("20.00", before))
    )
    for receipt in (in_time, late):
        identify_receipt(receipt.pk, account=account, actor=actor)
    services.park_receipt(parked.pk, reason="Asked the bank", actor=actor)
    return today


@pytest.mark.django_db
def test_parked_late_and_waiting_money_is_not_in_time(account: FinancialAccount, client: Client) -> None:
    today = receive(account)
    before, user = today - timedelta(days=1), person("cash_clerk")
    of_today, of_yesterday = Figure("EUR", 1, D(100), 1, D(100)), Figure("EUR", 3, D(100), 0, D(0))
    for clock in ("booked", "value"):
        assert queries.by_day(user, clock, before, today) == [(today, of_today), (before, of_yesterday)]  # type: ignore[arg-type]
    assert queries.by_day(user, "arrived", before, today) == [(today, Figure("EUR", 4, D(200), 2, D(150)))]
    assert queries.in_all(queries.by_day(user, "booked", before, today)) == [Figure("EUR", 4, D(200), 1, D(100))]
    client.force_login(user)
    board = client.get(reverse("same_day")).content.decode()
    assert "25.0\N{NO-BREAK SPACE}%" in board
    assert "50.0\N{NO-BREAK SPACE}%" in board
    behind = client.get(f"{reverse('same_day_receipts')}?clock=booked&day_from={before}&in_time=false").content.decode()
    assert "parked: Asked the bank" in behind
    assert "nobody looked yet" in behind
    assert "found its customer on" in behind
    assert "100.00" in behind  # the sum of the three; the one in time is not among them
    assert "in time</td>" not in behind


@pytest.mark.django_db
def test_a_decision_taken_back_is_counted_with_its_kind(account: FinancialAccount, client: Client) -> None:
    actor = matcher()
    invoice = posted(account, "119.00", date(2026, 1, 5))
    receipt = paid_in("119.00", "Miete")
    shares = [Share(invoice.pk, D(119))]
    made = services.apply_receipt(receipt.pk, account=account, shares=shares, actor=actor)
    services.reallocate_receipt(made.pk, on=FIRST, account=account, shares=shares, reason="Other month", actor=actor)
    user = person("cash_clerk")
    found = {kind: count for kind, count, _ruled in queries.taken_back(user, FIRST, FIRST)}
    assert found == {kind: int(kind == Mistake.WRONG_ITEM) for kind in Mistake}
    client.force_login(user)
    listed = client.get(f"{reverse('application_list')}?undone_kind=wrong_item&undone_from=2026-03-02").content.decode()
    assert "Other month" in listed
    assert "Other month" not in client.get(f"{reverse('application_list')}?undone_kind=returned").content.decode()
