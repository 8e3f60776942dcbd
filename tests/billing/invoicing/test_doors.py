"""Runs through the browser and REST: figures open down to their rows, an invoice is seen before it is issued."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from factories.accounts import BillingProfileFactory, PurchaseOrderFactory
from factories.billing import billable
from factories.invoicing import approved, proposed, running, spent, worked
from people import person

from o2c.accounts.vendors.models import VendorRegistration
from o2c.billing.documents.models import Document
from o2c.billing.invoicing.models import BillingRun, RunDocument, RunItem
from o2c.billing.invoicing.services import POSTING
from o2c.core.entities.models import LegalEntity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 10, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def clerk() -> Client:
    client = Client()
    client.force_login(person("clerk"), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def run() -> BillingRun:
    """Two invoices, one of them waiting for a purchase order of 700 too little room."""
    profile = BillingProfileFactory(po_required=True)
    held = billable(customer=profile.customer, billing_profile=profile)
    PurchaseOrderFactory(customer=held.customer, entity=held.entity, amount=500, number="PO-7")
    spent(running(held, name="Waiting"), "700.00")
    good = billable(entity=held.entity)
    spent(running(good, name="Summer"), "12.00", units="6000")
    return proposed(held.entity)


def text(client: Client, url: str, **given: object) -> str:
    answer = client.get(url, given)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_run_shows_what_became_of_all_spend_and_opens_to_it(clerk: Client, run: BillingRun) -> None:
    shown = text(clerk, run.get_absolute_url())
    assert all(words in shown for words in ("EUR\N{NO-BREAK SPACE}712.00", "purchase order used up", "Ask for approval"))

    held = text(clerk, reverse("run_item_list"), run=str(run.public_id), result="held")
    assert "Waiting" in held
    assert "200" in held
    assert "Summer" not in held
    item = RunItem.objects.get(campaign__name="Waiting")
    assert "used up: the line is EUR\N{NO-BREAK SPACE}200.00 over" in text(clerk, item.get_absolute_url())


def test_an_invoice_is_seen_before_it_is_issued(clerk: Client, run: BillingRun) -> None:
    shown = text(clerk, RunDocument.objects.get(run=run).get_absolute_url())

    assert all(words in shown for words in ("Summer", "MIL", "Lines of the invoice"))


def test_panels_say_what_waits_and_what_an_order_releases(clerk: Client, run: BillingRun) -> None:
    item = RunItem.objects.get(campaign__name="Waiting")
    order = item.purchase_order
    assert order
    assert "used up" in text(clerk, reverse("purchase_order_use", args=[order.public_id]))
    assert "Waiting" not in text(clerk, reverse("purchase_order_releases", args=[order.public_id]))
    order.amount = 700
    order.save(update_fields=["amount"])
    assert "Waiting" in text(clerk, reverse("purchase_order_releases", args=[order.public_id]))
    assert "Waiting" in text(clerk, reverse("customer_unbilled", args=[item.customer.public_id]))
    assert "Waiting" in text(clerk, reverse("home_held"))


def test_a_registration_shows_the_invoices_it_holds_up(clerk: Client, run: BillingRun) -> None:
    document = RunDocument.objects.get(run=run)
    RunDocument.objects.filter(pk=document.pk).update(state="held", why=[{"code": "run_spend_changed", "values": {}}])
    found = VendorRegistration.objects.create(customer=document.customer, entity=run.entity, portal="Ariba")

    assert "corrected or billed after" in text(clerk, reverse("vendor_held", args=[found.public_id]))


def test_a_clerk_opens_a_run_and_asks_for_approval(clerk: Client, run: BillingRun) -> None:
    other = billable(entity=LegalEntity.objects.create(code="NEW", name="New", country="FR", base_currency="EUR", time_zone="Europe/Paris"))
    opened = clerk.post(reverse("billing_run_new"), {"entity": other.entity.code, "month": date(2026, 2, 3)})
    asked = clerk.post(reverse("billing_run_move", args=[run.public_id, "submit"]), {"reason": "February is complete"})

    assert (opened.status_code, asked.status_code) == (302, 302)
    assert BillingRun.objects.get(entity=other.entity).month == date(2026, 2, 1)
    assert "Waiting for approval" in text(clerk, run.get_absolute_url())


def test_systems_read_runs_and_what_is_held(clerk: Client, run: BillingRun) -> None:
    listed = clerk.get("/api/v1/billing-runs").json()["results"]
    held = clerk.get("/api/v1/run-items", {"run": str(run.public_id), "result": "held"}).json()["results"]
    invoices = clerk.get("/api/v1/run-documents", {"run": str(run.public_id)}).json()["results"]

    assert [(one["state"], one["figures"]["EUR"]["held"]) for one in listed] == [("proposed", "700.0000")]
    assert [(one["reason"], one["amount"]) for one in held] == [("run_po_exhausted", {"value": "700.00", "currency": "EUR"})]
    assert [(one["state"], one["lines"], one["why"]) for one in invoices] == [("ready", 1, [])]


def test_spend_is_found_by_what_became_of_it(clerk: Client, run: BillingRun) -> None:
    spent(running(None, ext_id="lost", advertiser=RunItem.objects.first().customer), "3.00")  # type: ignore[union-attr]
    worked(approved(run), POSTING)

    def found(**given: object) -> set[str]:
        return {row["campaign"] for row in clerk.get("/api/v1/spend", given).json()["results"]}

    waiting, summer = RunItem.objects.order_by("campaign__name").values_list("campaign__ext_id", flat=True)[::-1]
    assert found(billed="true") == {summer}
    assert found(billed="false") == {waiting, "lost"}
    assert found(has_account="false") == {"lost"}
    assert Document.objects.get().number in text(clerk, reverse("spend_list"))
