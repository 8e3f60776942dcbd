"""COL-24: limits live in settings with dates, change with two people, and are enforced."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from factories.billing import bookkeeper, open_account, posted
from factories.core import LegalEntityFactory
from hypothesis import given
from hypothesis import strategies as st
from people import person
from refusals import refused

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import Allocation
from o2c.billing.ledger.services import Pair, allocate_items, reverse_allocation, reverse_entry
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.audit.models import AuditEvent
from o2c.core.clock import local_today
from o2c.core.dates import add_months
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError
from o2c.core.limits.models import Limit
from o2c.core.limits.queries import limit, limits
from o2c.core.limits.rules import earliest_day, refusal_of
from o2c.core.limits.services import activate_limit, propose_limit

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2026, 1, 1)


@pytest.fixture
def finance() -> User:
    return person("finance")


def proposed(finance: User, **changed: object) -> Limit:
    facts = {"kind": "small_write_off", "currency": "EUR", "value": Decimal(25), "starts_on": NEW_YEAR, "reason": "audit"} | changed
    return propose_limit(facts.pop("kind"), actor=finance, **facts)  # type: ignore[arg-type]


def set_limit(finance: User, **changed: object) -> Limit:
    row = proposed(finance, **changed)
    decide_approval(ApprovalRequest.objects.get(subject_id=row.pk, kind="limit").pk, approve=True, actor=person("approver"))
    row.refresh_from_db()
    return row


def test_a_proposal_holds_only_when_another_person_has_approved_it(finance: User) -> None:
    row = proposed(finance)
    assert limit("small_write_off", on=NEW_YEAR, currency="EUR") == 0
    request = ApprovalRequest.objects.get(kind="limit")
    assert (request.before, request.after["value"]) == ({"value": "0"}, "25")
    with pytest.raises(BusinessError) as refusal:
        decide_approval(request.pk, approve=True, actor=person("approver", name="Fiona Finance"))
    assert refusal.value.code == "approval_not_yours"
    with pytest.raises(BusinessError) as alone:
        activate_limit(row.pk, actor=finance)
    assert alone.value.code == "approval_needed"
    assert limit("small_write_off", on=NEW_YEAR, currency="EUR") == 0

    decide_approval(request.pk, approve=True, actor=person("approver"))

    assert limit("small_write_off", on=NEW_YEAR, currency="EUR") == 25
    assert list(AuditEvent.objects.filter(action__startswith="limit.").order_by("pk").values_list("action", flat=True)) == [
        "limit.proposed",
        "limit.activated",
    ]


def test_what_held_on_a_day_is_still_known_after_a_change(finance: User) -> None:
    set_limit(finance)
    set_limit(finance, value=Decimal(40), starts_on=date(2026, 7, 1))
    on = [date(2025, 12, 31), NEW_YEAR, date(2026, 6, 30), date(2026, 7, 1)]
    assert [limit("small_write_off", on=day, currency="EUR") for day in on] == [0, 25, 25, 40]
    assert limit("small_write_off", on=NEW_YEAR, currency="USD") == 0


def test_an_entity_may_have_its_own(finance: User) -> None:
    entity, other = LegalEntityFactory(), LegalEntityFactory()
    set_limit(finance)
    set_limit(finance, entity=entity, value=Decimal(5))
    found = [limit("small_write_off", on=NEW_YEAR, entity=place, currency="EUR") for place in (entity, other, None)]
    assert found == [5, 25, 25]


def test_who_works_for_one_entity_sets_and_sees_its_limits_only() -> None:
    ours, theirs = LegalEntityFactory(), LegalEntityFactory()
    finance = person("finance", name="Fred Finance", entity=ours)
    refused("limit_house_wide", proposed, finance)
    with pytest.raises(BusinessError):
        proposed(finance, entity=theirs)
    kept = proposed(finance, entity=ours)
    Limit.objects.create(kind="backdating", entity=theirs, value=3, starts_on=NEW_YEAR, reason="x")
    assert list(limits(finance)) == [kept]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"kind": "mood"}, "limit_kind_unknown"),
        ({"currency": ""}, "limit_needs_currency"),
        ({"currency": "XQQ"}, "limit_currency_unknown"),
        ({"kind": "backdating"}, "limit_takes_no_currency"),
        ({"kind": "backdating", "currency": "", "value": Decimal("1.5")}, "limit_whole_days"),
        ({"kind": "discount", "currency": "", "value": Decimal(101)}, "limit_percent"),
        ({"value": Decimal(-1)}, "limit_not_negative"),
        ({"reason": " "}, "approval_reason_missing"),
    ],
)
def test_limits_that_cannot_be(finance: User, changed: dict[str, object], code: str) -> None:
    refused(code, proposed, finance, **changed)
    assert not Limit.objects.exists()


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("limit_one_a_day", {"starts_on": date(2026, 5, 1)}),
        ("limit_not_negative", {"kind": "discount", "value": -1}),
        ("limit_days_in_order", {"kind": "discount", "ends_on": date(2025, 1, 1)}),
        ("limit_state_known", {"state": "maybe"}),
    ],
)
def test_the_database_refuses_them_too(rule: str, facts: dict[str, object]) -> None:
    usual = {"kind": "backdating", "value": 3, "starts_on": NEW_YEAR, "state": "active", "reason": "x"}
    Limit.objects.create(**usual)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Limit.objects.create(**usual | facts)


@pytest.fixture
def account() -> FinancialAccount:
    return open_account(first=add_months(local_today().replace(day=1), -12))


def ten_days(entity: LegalEntity, finance: User) -> date:
    """The first day that a limit of ten days leaves open."""
    set_limit(finance, kind="backdating", entity=entity, currency="", value=Decimal(10))
    return local_today(entity) - timedelta(days=10)


def test_allocations_and_reversals_are_not_dated_back_too_far(account: FinancialAccount, finance: User) -> None:
    long_ago, clerk = local_today(account.entity) - timedelta(days=60), bookkeeper()
    invoice, receipt = posted(account, "100", long_ago), posted(account, "100", long_ago, "receipt")
    earliest = ten_days(account.entity, finance)
    too_far = earliest - timedelta(days=1)

    refused("backdated_too_far", allocate_items, [Pair(invoice.pk, receipt.pk, Decimal(100), too_far)], actor=clerk)
    refused("backdated_too_far", reverse_entry, invoice.entry_id, on=too_far, reason="typed twice", actor=clerk)
    assert not Allocation.objects.exists()
    (allocation,) = allocate_items([Pair(invoice.pk, receipt.pk, Decimal(100), earliest)], actor=clerk)
    with pytest.raises(BusinessError) as refusal:
        reverse_allocation(allocation.pk, on=earliest - timedelta(days=1), reason="wrong", actor=clerk)
    assert refusal.value.code in {"reversal_before_original", "backdated_too_far"}
    assert reverse_allocation(allocation.pk, on=earliest, reason="wrong", actor=clerk).amount == -100


def test_another_entity_keeps_its_own_days(account: FinancialAccount, finance: User) -> None:
    ten_days(LegalEntityFactory(), finance)
    long_ago = local_today(account.entity) - timedelta(days=60)
    invoice, receipt = posted(account, "100", long_ago), posted(account, "100", long_ago, "receipt")
    assert len(allocate_items([Pair(invoice.pk, receipt.pk, Decimal(100), long_ago)], actor=bookkeeper())) == 1


def test_the_page_lists_and_proposes(client: Client, finance: User) -> None:
    client.force_login(finance)
    given = {"kind": "payment_tolerance", "value": "1.00", "currency": "eur", "starts_on": "2026-01-01", "reason": "bank charges"}
    assert client.post(reverse("limit_new"), {**given, "currency": ""}).status_code == 422
    assert client.post(reverse("limit_new"), given).status_code == 302
    Limit.objects.create(kind="backdating", value=90, starts_on=NEW_YEAR, reason="x")
    shown = client.get(reverse("limit_list")).content.decode()
    assert "90 days" in shown
    assert "the whole house" in shown
    assert "Payment tolerance" in shown
    assert "1 EUR" in shown


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 3650))
def test_nothing_later_than_the_earliest_day_is_refused(today: date, days: int) -> None:
    earliest = earliest_day(today, Decimal(days))
    assert earliest is not None
    assert (today - earliest).days == days
    assert earliest_day(today, None) is None


@given(st.sampled_from(["amount", "days", "percent"]), st.decimals(0, 10**6, places=4), st.sampled_from(["", "EUR"]))
def test_a_currency_belongs_to_amounts_and_to_nothing_else(unit: str, value: Decimal, currency: str) -> None:
    wrong = (unit == "amount") != bool(currency)
    refusal = refusal_of(unit, value, currency)
    assert (refusal is not None and refusal.field == "currency") == wrong
