"""Finance sees what is not billed and why before anybody opens a run; linking an account moves it to what will be billed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal as D
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from factories.accounts import CampaignAccountFactory
from factories.billing import billable
from factories.invoicing import billed, running, spent
from openpyxl import load_workbook
from people import person

from o2c.accounts.campaigns.services import ask_test_conversion
from o2c.billing.invoicing.models import BillingRun
from o2c.billing.invoicing.unbilled import by_reason, rows
from o2c.billing.spend.models import SpendBilling
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]
TODAY, UNTIL = date(2026, 3, 10), date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 10, 9, tzinfo=UTC), tick=False):
        yield


def told() -> dict[str, D]:
    return {line.reason: line.amount.value for line in by_reason(person("finance"), TODAY, UNTIL)}


def test_each_reason_has_its_amount_and_linking_the_account_changes_it() -> None:
    account = billable()
    lost = running(None, advertiser=account.customer)
    spent(running(account), "10.00")
    spent(lost, "7.00")
    spent(lost, "99.00", date(2026, 3, 2))

    assert told() == {"ready": D(10), "run_no_account": D(7)}
    assert [row.amount for row in rows(person("finance"), TODAY, UNTIL, "run_no_account")] == [D(7)]
    assert not BillingRun.objects.exists()

    CampaignAccountFactory(campaign=lost, account=account)
    assert told() == {"ready": D(17)}
    billed(account.entity)
    assert told() == {}


def test_a_test_campaign_converted_with_approval_is_billed_from_that_day_on() -> None:
    account = billable()
    campaign = running(account, is_test=True, test_budget=100, test_ends_on=date(2027, 1, 1))
    spent(campaign, "5.00", date(2026, 2, 9))
    spent(campaign, "8.00", date(2026, 2, 10))
    assert told() == {"run_test": D(13)}

    ask_test_conversion(campaign.pk, converted_on=date(2026, 2, 10), reason="It works.", actor=person("clerk"))
    decide_approval(ApprovalRequest.objects.get(state="pending").pk, approve=True, reason="agreed", actor=person("approver"))

    assert told() == {"ready": D(8), "run_test": D(5)}
    run = billed(account.entity)
    assert (run.figures["EUR"]["billed"], run.figures["EUR"]["test"]) == ("8.0000", "5.0000")
    assert SpendBilling.objects.get().spend.service_date == date(2026, 2, 10)


def test_the_page_leads_down_to_the_records_and_to_excel(client: Client) -> None:
    account = billable()
    spent(running(None, advertiser=account.customer), "7.00", key="lost-1")
    spent(running(account), "10.00", key="good-1")
    client.force_login(person("finance"))
    address = f"{reverse('unbilled_spend_list')}?reason=run_no_account&currency=EUR"

    assert address.replace("&", "&amp;") in client.get(reverse("unbilled_board")).content.decode()
    shown = client.get(address).content.decode()
    assert "lost-1" in shown
    assert "good-1" not in shown
    book = load_workbook(BytesIO(b"".join(client.get(f"{address}&export=xlsx").streaming_content)))  # type: ignore[attr-defined]
    assert "lost-1" in [cell for row in book.worksheets[-1].iter_rows(values_only=True) for cell in row]
