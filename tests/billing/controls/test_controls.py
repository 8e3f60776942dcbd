"""What each control finds, to the day and the cent, and how its exceptions live."""

import io
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from factories.accounts import CampaignAccountFactory, CampaignFactory, FinancialAccountFactory, InsertionOrderFactory
from factories.billing import billable_campaign, spent
from people import person

from o2c.accounts.campaigns.models import Campaign
from o2c.billing.controls.catalogue import CONTROLS
from o2c.billing.controls.models import BillingException
from o2c.billing.controls.queries import fix, why
from o2c.billing.controls.services import assign_exception, resolve_exception, run_control, run_controls, waive_exception
from o2c.core.access.models import User
from o2c.core.audit.models import AuditEvent
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError, Conflict
from o2c.core.reference import sync_reference

pytestmark = pytest.mark.django_db

DAY = date(2025, 4, 10)


@pytest.fixture
def campaign() -> Campaign:
    """A campaign of a customer with everything in order."""
    made = billable_campaign(ext_id="cmp")
    made.insertion_orders.update(number="IO-1")
    return made


def clerk() -> User:
    return person("finance")


def found(code: str, day: date = DAY) -> list[BillingException]:
    run_control(code, day=day, actor=clerk())
    return list(BillingException.objects.filter(control=code, state__in=["open", "assigned", "waived"]).order_by("period", "subject_id"))


def test_nothing_is_found_where_everything_is_in_order(campaign: Campaign) -> None:
    spent(campaign, date(2025, 4, 2))

    assert [(run.control, run.found) for run in run_controls(day=DAY, actor=clerk())] == [(code, 0) for code in CONTROLS]


def test_bc_01_spend_of_yesterday_without_account_is_there_next_morning_with_a_suggestion(campaign: Campaign) -> None:
    loose = CampaignFactory(advertiser=campaign.advertiser, ext_id="loose")
    spent(loose, DAY - timedelta(days=1), "12.50")
    spent(loose, DAY, "7.50")

    (exception,) = found("BC-01")

    assert (exception.label.split()[0], exception.severity, exception.amount) == ("loose", "stop", Decimal(20))
    assert "Spend on 2 days, 9 Apr 2025 to 10 Apr 2025" in why(exception)
    assert campaign.account_links.get().account.number in fix(exception)


def test_bc_01_asks_on_each_day_and_leaves_tests_and_corrected_spend_out(campaign: Campaign) -> None:
    link = campaign.account_links.get()
    link.valid_until = date(2025, 4, 5)
    link.save(update_fields=["valid_until"])
    spent(campaign, date(2025, 4, 4))
    wrong = spent(campaign, date(2025, 4, 6), "999")
    spent(campaign, date(2025, 4, 6), "1", corrects=wrong)
    free = CampaignFactory(advertiser=campaign.advertiser, is_test=True, test_budget=5, test_ends_on=date(2025, 6, 1))
    spent(free, date(2025, 4, 6))

    assert [(each.subject_id, each.amount) for each in found("BC-01")] == [(campaign.pk, Decimal(1))]


def test_bc_02_days_that_no_contract_covers(campaign: Campaign) -> None:
    campaign.advertiser.contracts.update(ends_on=date(2025, 4, 1), state="expired", number="CT-OLD")
    spent(campaign, date(2025, 3, 31))
    spent(campaign, date(2025, 4, 1))

    (exception,) = found("BC-02")

    assert (exception.period, exception.amount, exception.facts["days"]) == (date(2025, 4, 1), Decimal(100), 1)
    assert "CT-OLD" in fix(exception)


def test_bc_02_a_tacitly_renewed_contract_goes_on(campaign: Campaign) -> None:
    campaign.advertiser.contracts.update(ends_on=date(2025, 4, 1), renewal="tacit")
    spent(campaign, date(2025, 4, 2))

    assert found("BC-02") == []


def test_bc_03_an_order_ending_31_march_with_spend_on_2_april_has_2_uncovered_days(campaign: Campaign) -> None:
    campaign.insertion_orders.update(ends_on=date(2025, 4, 1))
    spent(campaign, date(2025, 3, 31))
    spent(campaign, date(2025, 4, 2))

    (exception,) = found("BC-03")

    assert (exception.why, exception.amount) == ("bc_03_expired", Decimal(100))
    assert why(exception) == "2 days of spend are not covered: insertion order IO-1 ended on 31 Mar 2025."


def test_bc_03_missing_unsigned_and_used_up_orders(campaign: Campaign) -> None:
    order = campaign.insertion_orders.get()
    bare = CampaignFactory(advertiser=campaign.advertiser, ext_id="bare")
    unsigned = CampaignFactory(advertiser=campaign.advertiser, ext_id="unsigned")
    unsigned.insertion_orders.add(InsertionOrderFactory(customer=campaign.advertiser, state="draft", signed_on=None, number="IO-2"))
    spent(bare, DAY)
    spent(unsigned, DAY)
    type(order).objects.filter(pk=order.pk).update(amount=100, tolerance_percent=10)
    spent(campaign, date(2025, 2, 1), "60")
    spent(campaign, DAY, "60")

    whys = {each.label.split()[0]: (each.why, each.amount) for each in found("BC-03")}

    assert whys == {
        "bare": ("bc_03_missing", Decimal(100)), "unsigned": ("bc_03_unsigned", Decimal(100)), "cmp": ("bc_03_exceeded", Decimal(10)),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"state": "invalid"}, "bc_09_invalid"),
        ({"state": "unverified", "checked_at": None}, "bc_09_unverified"),
        ({"state": "unreachable"}, "bc_09_unverified"),
        ({"country": "FR"}, "bc_09_other_country"),
    ],
)
def test_bc_09_a_tax_id_that_does_not_do(campaign: Campaign, change: dict[str, object], expected: str) -> None:
    campaign.advertiser.tax_registrations.update(**change)
    spent(campaign, DAY)

    (exception,) = found("BC-09")

    assert (exception.why, exception.subject_kind, exception.subject_id) == (expected, "customer", campaign.advertiser_id)


def test_bc_09_is_missing_only_where_one_is_needed(campaign: Campaign) -> None:
    campaign.advertiser.tax_registrations.all().delete()
    spent(campaign, DAY)
    assert [each.why for each in found("BC-09")] == ["bc_09_missing"]

    type(campaign.advertiser).objects.filter(pk=campaign.advertiser_id).update(country="US")
    assert found("BC-09") == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"state": "invalid"}, "bc_10_invalid"),
        ({"bounce": "soft"}, "bc_10_bouncing"),
        ({"email": "", "phone": "1"}, "bc_10_missing"),
        ({"role": "legal"}, "bc_10_missing"),
        ({"valid_until": date(2025, 4, 10)}, "bc_10_missing"),
    ],
)
def test_bc_10_nobody_to_send_the_invoice_to(campaign: Campaign, change: dict[str, object], expected: str) -> None:
    campaign.advertiser.contacts.update(**change)
    spent(campaign, DAY)

    (exception,) = found("BC-10")

    assert (exception.why, exception.severity) == (expected, "warn")


def test_bc_10_stops_where_invoices_must_be_electronic(campaign: Campaign) -> None:
    campaign.advertiser.contacts.all().delete()
    type(campaign.advertiser).objects.filter(pk=campaign.advertiser_id).update(country="IT")
    spent(campaign, DAY)

    assert [each.severity for each in found("BC-10")] == ["stop"]


def test_the_same_facts_give_the_same_exceptions(campaign: Campaign) -> None:
    campaign.account_links.all().delete()
    spent(campaign, DAY)
    (first,) = found("BC-01")

    again = run_control("BC-01", day=DAY, actor=clerk())

    assert (again.found, again.opened, again.reopened, again.closed) == (1, 0, 0, 0)
    assert [each.pk for each in found("BC-01")] == [first.pk]
    assert AuditEvent.objects.filter(action="control.run").count() == 3


def test_an_exception_closes_itself_when_its_cause_is_gone_and_reopens_when_it_is_back(campaign: Campaign) -> None:
    link = campaign.account_links.get()
    link.delete()
    spent(campaign, DAY)
    (exception,) = found("BC-01")
    CampaignAccountFactory(campaign=campaign, account=link.account)

    gone = run_control("BC-01", day=DAY + timedelta(days=1), actor=clerk())
    exception.refresh_from_db()
    assert (gone.closed, exception.state, exception.closed_on) == (1, "auto_closed", DAY + timedelta(days=1))

    campaign.account_links.all().delete()
    back = run_control("BC-01", day=DAY + timedelta(days=2), actor=clerk())
    exception.refresh_from_db()
    assert (back.reopened, back.opened, exception.state, exception.reopened, exception.first_seen) == (1, 0, "open", 1, DAY)


def test_a_run_for_one_customer_leaves_the_others_alone(campaign: Campaign) -> None:
    other = CampaignFactory(ext_id="other")
    for each in (campaign, other):
        each.account_links.all().delete()
        spent(each, DAY)
    found("BC-01")
    CampaignAccountFactory(campaign=campaign, account=FinancialAccountFactory(customer=campaign.advertiser, terms__net_days=60))
    CampaignAccountFactory(campaign=other, account=FinancialAccountFactory(customer=other.advertiser))

    run = run_control("BC-01", day=DAY, customer_number=campaign.advertiser.number, actor=clerk())

    assert (run.closed, run.customer) == (1, campaign.advertiser)
    assert BillingException.objects.get(subject_id=other.pk).state == "open"


@pytest.fixture
def exception(campaign: Campaign) -> BillingException:
    campaign.account_links.all().delete()
    spent(campaign, DAY)
    return found("BC-01")[0]


def test_a_waiver_holds_until_its_day(exception: BillingException) -> None:
    until = local_today() + timedelta(days=30)
    waive_exception(exception.pk, until=until, reason="account is being opened", actor=clerk())

    run_control("BC-01", day=DAY, actor=clerk())
    exception.refresh_from_db()
    assert (exception.state, exception.waived_until, exception.resolution) == ("waived", until, "account is being opened")

    spent(Campaign.objects.get(pk=exception.subject_id), until)
    BillingException.objects.filter(pk=exception.pk).update(period=until.replace(day=1))
    run_control("BC-01", day=until, actor=clerk())
    exception.refresh_from_db()
    assert (exception.state, exception.waived_until) == ("open", None)


@pytest.mark.parametrize(("days", "code"), [(0, "waiver_in_the_past"), (400, "waiver_too_long")])
def test_a_waiver_ends_in_time(exception: BillingException, days: int, code: str) -> None:
    with pytest.raises(BusinessError) as refusal:
        waive_exception(exception.pk, until=local_today() + timedelta(days=days), reason="x", actor=clerk())

    assert refusal.value.code == code
    exception.refresh_from_db()
    assert exception.state == "open"


def test_an_assigned_exception_keeps_its_owner_and_a_resolved_one_comes_back_if_it_is_not(exception: BillingException) -> None:
    owner = person("clerk")
    assign_exception(exception.pk, owner=owner, actor=clerk())
    run_control("BC-01", day=DAY, actor=clerk())
    exception.refresh_from_db()
    assert (exception.state, exception.owner) == ("assigned", owner)

    resolve_exception(exception.pk, reason="linked", actor=clerk())
    with pytest.raises(Conflict):
        assign_exception(exception.pk, owner=owner, actor=clerk())
    run_control("BC-01", day=DAY, actor=clerk())
    exception.refresh_from_db()
    assert (exception.state, exception.owner, exception.reopened) == ("open", None, 1)


def test_an_exception_is_given_only_to_people_who_are_here(exception: BillingException) -> None:
    gone = person("clerk", name="Greta Gone")
    gone.is_active = False
    gone.save(update_fields=["is_active"])

    with pytest.raises(BusinessError) as refusal:
        assign_exception(exception.pk, owner=gone, actor=clerk())

    assert refusal.value.code == "exception_owner_gone"


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE billing_billingexception SET state = 'waived'", "billingexception_waiver_ends"),
        ("UPDATE billing_billingexception SET state = 'assigned'", "billingexception_assigned_has_owner"),
        ("UPDATE billing_billingexception SET state = 'resolved'", "billingexception_closed_has_a_day"),
        ("UPDATE billing_billingexception SET team = ''", "billingexception_has_a_team"),
        ("UPDATE billing_billingexception SET severity = 'fatal'", "billingexception_severity_known"),
    ],
)
def test_the_database_keeps_exceptions_sound(exception: BillingException, statement: str, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_unknown_control_or_customer_is_refused() -> None:
    for facts, code in (
        ({"code": "BC-99"}, "control_unknown"),
        ({"code": "BC-01", "customer_number": "nobody"}, "control_customer_unknown"),
    ):
        with pytest.raises(BusinessError) as refusal:
            run_control(**facts, day=DAY, actor=clerk())
        assert refusal.value.code == code


def test_the_list_the_page_and_the_moves(client: Client, exception: BillingException) -> None:
    client.force_login(person("supervisor"), backend="django.contrib.auth.backends.ModelBackend")

    listed = client.get(reverse("billing_exception_list"), {"control": "BC-01"}).content.decode()
    shown = client.get(exception.get_absolute_url()).content.decode()
    moved = client.post(reverse("billing_exception_move", args=[exception.public_id, "resolve"]), {"reason": "linked"})

    assert "cmp" in listed
    assert "100.00" in listed
    assert "bills to no financial account" in shown
    exception.refresh_from_db()
    assert (moved.status_code, exception.state) == (302, "resolved")


def test_running_from_the_page_and_the_command(client: Client, exception: BillingException) -> None:
    sync_reference()
    client.force_login(person("clerk"), backend="django.contrib.auth.backends.ModelBackend")

    ran = client.post(reverse("control_run_new"), {"control": "BC-02", "customer_number": ""})
    wrong = client.post(reverse("control_run_new"), {"control": "", "customer_number": "nobody"})
    out = io.StringIO()
    call_command("run_controls", "--control", "BC-01", "--day", "2025-04-10", "--json", stdout=out)

    assert (ran.status_code, wrong.status_code) == (302, 422)
    assert client.get(reverse("control_run_list")).status_code == 200
    assert json.loads(out.getvalue())[0]["found"] == 1
