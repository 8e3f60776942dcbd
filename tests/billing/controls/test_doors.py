"""The pages of controls, and REST: what a clerk sees in the morning and what other systems may do."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories.billing import billable_campaign, spent
from people import person

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.financial_accounts.models import CampaignAccount
from o2c.billing.controls.catalogue import CONTROLS
from o2c.billing.controls.models import BillingException, ControlRun
from o2c.billing.controls.queries import blocking
from o2c.billing.controls.services import run_control, run_controls, waive_exception
from o2c.core.clock import local_today
from o2c.core.dates import first_of_month
from o2c.core.reference import sync_reference
from o2c.core.rest.authentication import digest
from o2c.core.rest.models import ApiToken

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    """A campaign whose spend of the month bills to no account."""
    made = billable_campaign(ext_id="loose", name="Loose ends")
    CampaignAccount.objects.filter(campaign=made).delete()
    spent(made, first_of_month(local_today()), "1234.50")
    return made


@pytest.fixture
def exception(campaign: Campaign) -> BillingException:
    run_control("BC-01", day=local_today(), actor=person("finance"))
    return BillingException.objects.get()


def signed_in(role: str = "supervisor") -> Client:
    sync_reference()
    client = Client()
    client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_board_shows_every_control_with_what_waits_of_it(exception: BillingException) -> None:
    client = signed_in()

    shown = client.get(reverse("control_board")).content.decode()

    assert all(str(code) in shown for code in CONTROLS)
    assert "1,234.50" in shown
    assert f"{reverse('billing_exception_list')}?control=BC-01&amp;state=open&amp;state=assigned" in shown


def test_a_control_shows_its_days_and_runs_again_by_its_button(exception: BillingException) -> None:
    client = signed_in()
    ControlRun.objects.update(day=local_today() - timedelta(days=1))

    ran = client.post(reverse("control_rerun", args=["BC-01"]))
    shown = client.get(reverse("control_detail", args=["BC-01"])).content.decode()

    assert (ran.status_code, ControlRun.objects.count()) == (302, 2)
    assert shown.count("<circle") == 2
    assert client.get(reverse("control_detail", args=["BC-99"])).status_code == 404
    assert signed_in("auditor").post(reverse("control_rerun", args=["BC-01"])).status_code == 403


def test_the_page_of_an_exception_leads_to_where_it_is_put_right(exception: BillingException) -> None:
    shown = signed_in("clerk").get(exception.get_absolute_url()).content.decode()

    assert "bills to no financial account" in shown
    assert (
        f"{reverse('financial_account_new')}?customer={exception.customer.public_id}" in shown
        or reverse("campaign_link", args=[exception.address]) in shown
    )


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("amount_from=1000", True),
        ("amount_from=2000", False),
        ("days_from=0", True),
        ("days_from=1", False),
        ("kind=campaign", True),
        ("kind=customer", False),
        ("team=clerk", True),
    ],
)
def test_the_list_narrows_by_amount_age_kind_and_team(exception: BillingException, asked: str, listed: bool) -> None:
    shown = signed_in().get(f"{reverse('billing_exception_list')}?{asked}").content.decode()

    assert ("Loose ends" in shown) == listed


def test_a_run_for_one_campaign_from_the_page(campaign: Campaign) -> None:
    client = signed_in("clerk")

    client.post(reverse("control_run_new"), {"control": "", "customer_number": "", "campaign_id": "loose"})
    wrong = client.post(reverse("control_run_new"), {"control": "BC-01", "customer_number": "", "campaign_id": "nothing"})

    assert {run.campaign for run in ControlRun.objects.all()} == {campaign}
    assert {"campaign"} >= {kind for run in ControlRun.objects.all() for kind in CONTROLS[run.control].asks if run.found}
    assert "There is no campaign with the external id nothing" in wrong.content.decode()


def test_what_blocks_names_its_object_until_it_is_waived_and_again_when_the_waiver_ends(exception: BillingException) -> None:
    today, until = local_today(), local_today() + timedelta(days=5)
    (stopped,) = blocking(today, customers=[exception.customer_id])
    assert (stopped.campaign_id, stopped.account_id, stopped.purchase_order_id) == (exception.subject_id, None, None)
    assert stopped.period == first_of_month(today)

    waive_exception(exception.pk, until=until, reason="agreed with finance", actor=person("finance"))

    assert not blocking(until - timedelta(days=1)).exists()
    assert blocking(until).exists()
    assert not blocking(until, customers=[0]).exists()


def test_systems_read_waive_and_assign_with_their_scopes(exception: BillingException) -> None:
    scopes = ["billing.view_exceptions", "billing.waive_exception", "billing.assign_exception"]
    ApiToken.objects.create(
        digest=digest("o2c_tickets"), user=person("finance"), name="tickets", scopes=scopes, expires_on=date(2999, 1, 1)
    )
    system = Client(headers={"Authorization": "Bearer o2c_tickets"})

    (listed,) = system.get(reverse("api_billing_exceptions"), {"control": "BC-01"}).json()["results"]
    assert Decimal(listed["amount_at_risk"]["value"]) == Decimal("1234.50")
    assert "bills to no financial account" in listed["finding"]

    def told(name: str, **body: str) -> dict[str, str]:
        address = reverse(name, args=[exception.public_id])
        answer = system.post(address, body, "application/json", headers={"Idempotency-Key": str(uuid4())})
        return dict(answer.json())

    owner = person("clerk")
    assert told("api_billing_exception_assign", owner=owner.email)["owner"] == owner.email
    assert told("api_billing_exception_assign", owner="nobody@example.com")["code"] == "reference_unknown"
    until = str(local_today() + timedelta(days=9))
    assert told("api_billing_exception_waive", until=until, reason="agreed")["waived_until"] == until
    assert told("api_billing_exception_waive", until=until, reason="again")["code"] == "wrong_state"
    assert system.get(reverse("api_billing_exception", args=[exception.public_id])).json()["state"] == "waived"


def test_the_command_takes_controls_customer_and_campaign(campaign: Campaign, capsys: pytest.CaptureFixture[str]) -> None:
    sync_reference()
    number = campaign.advertiser.number

    call_command("run_controls", "--control", "BC-01", "--control", "BC-02", "--customer", number, "--json")
    call_command("run_controls", "--campaign", "loose")

    assert {(run.control, run.customer) for run in ControlRun.objects.filter(campaign=None)} == {
        ("BC-01", campaign.advertiser),
        ("BC-02", campaign.advertiser),
    }
    assert '"control": "BC-02"' in capsys.readouterr().out
    with pytest.raises(CommandError, match="no control"):
        call_command("run_controls", "--control", "BC-99")


def test_a_run_lays_spend_out_once_and_leaves_nothing_behind(campaign: Campaign) -> None:
    actor = person("finance")
    with CaptureQueriesContext(connection) as asked:
        runs = run_controls(day=local_today(), actor=actor)

    assert [run.control for run in runs] == list(CONTROLS)
    assert sum("CREATE TEMPORARY TABLE spend AS" in query["sql"] for query in asked) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('pg_temp.spend'), to_regclass('pg_temp.spend_days')")
        assert cursor.fetchone() == (None, None)
