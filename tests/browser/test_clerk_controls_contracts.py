"""A clerk in French: a contract that its control stops, a feed with exceptions, an order to update, two accounts that are one."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import accounts as make
from factories.compliance import load_list, screened
from factories.core import LegalEntityFactory
from factories.kyc import known as approved_file
from factories.sanctions import CLEAN
from french import in_french
from people import person
from playwright.sync_api import Page, expect
from pytest_django import Settings

from o2c.accounts.contracts.models import Contract, PurchaseOrder
from o2c.accounts.contracts.services import contracts
from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts.feed_job import settle
from o2c.accounts.financial_accounts.models import CampaignAccount, FeedLine, FinancialAccount
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.clock import local_today
from o2c.core.jobs.models import Job
from o2c.core.jobs.progress import job


@pytest.fixture(autouse=True)
def place(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def customer() -> Customer:
    """A screened French customer with everything an account needs but a contract."""
    load_list(CLEAN)
    entity = LegalEntityFactory(code="FR01", country="FR")
    found = make.CustomerFactory(entity=entity, legal_name="Boulangerie Martin SARL", country="FR", number="K1", vat_id="FR83404833048")
    make.AddressFactory(customer=found, country="FR")
    make.ContactFactory(customer=found)
    make.TaxRegistrationFactory(customer=found, country="FR", number="FR83404833048")
    screened(found)
    approved_file(found)
    return found


def save(page: Page) -> None:
    page.locator("main form[data-form] button[type=submit]").click()


def the_paper(tmp_path: Path, name: str) -> Path:
    path = tmp_path / name
    path.write_bytes(b"%PDF-1.7\n%paper")
    return path


def test_ninety_day_terms_are_refused_then_waived(page_as: Any, axe: Any, customer: Customer) -> None:
    entity = customer.entity_links.get().entity
    supervisor = person("supervisor")
    terms = make.PaymentTermFactory(net_days=90)
    facts = {"number": "CT-90", "entity": entity, "starts_on": local_today(entity), "currency": "EUR", "terms": terms}
    contract = contracts.create_contract(customer=customer, actor=in_french("clerk"), **facts)
    contracts.submit_contract(make.controlled(contract).pk, actor=in_french("clerk"))
    contracts.approve_contract(contract.pk, actor=supervisor)

    page = page_as(supervisor, contract.get_absolute_url())
    page.locator(f"form[action$='/{contract.public_id}/activate/'] button").click()
    expect(page.locator("body")).to_contain_text("NET90 (90 days)")
    assert Contract.objects.get().state == "approved"

    asking = page_as(in_french("clerk"), contract.get_absolute_url())
    row = asking.get_by_test_id("CR-07")
    expect(row.locator(".st")).to_have_class("st st-bad")
    axe(asking)
    row.get_by_role("link").click()
    asking.locator("[name=until]").fill("+30")
    asking.locator("[name=reason]").fill("Premier contrat du secteur")
    save(asking)
    expect(asking.get_by_test_id("CR-07").get_by_role("link")).to_have_count(0)

    deciding = page_as(person("approver"), ApprovalRequest.objects.get().get_absolute_url())
    deciding.locator("button[name=decision][value=approve]").click()
    deciding.wait_for_load_state()
    page.goto(contract.get_absolute_url())
    expect(page.get_by_test_id("CR-07").locator(".st")).to_have_class("st st-warn")
    page.locator(f"form[action$='/{contract.public_id}/activate/'] button").click()
    expect(page.locator(".head .st").first).to_contain_text("active")
    report = page_as(person("auditor"), "/accounts/contracts/waivers/")
    expect(report.locator("tbody")).to_contain_text("CR-07")


def test_a_feed_with_three_exceptions(page_as: Any, axe: Any, customer: Customer, tmp_path: Path) -> None:
    make.ContractFactory(customer=customer, entity=customer.entity_links.get().entity)
    file = tmp_path / "feed.csv"
    head = "ext_id,name,starts_on,currency,entity,client_id,client_tax_id\n"
    lines = ["c-1,Croissants,2026-01-01,EUR,FR01,,FR83404833048", "c-2,Brioches,2026-01-01,EUR,FR01,m-7,",
             "c-3,Pains,2026-01-01,EUR,,,FR83404833048", "c-4,Tartes,2026-01-01,USD,FR01,,FR83404833048"]  # fmt: skip
    file.write_text(head + "\n".join(lines) + "\n")

    page = page_as(in_french("clerk"), "/accounts/campaign-feed/receive/")
    page.locator("[name=source]").fill("delivery")
    page.locator("[name=file]").set_input_files(file)
    save(page)
    expect(page.locator("tbody tr")).to_have_count(4)
    with job(Job.objects.get(kind="accounts.campaign_feed").pk) as j:
        settle(j)

    page.goto("/accounts/campaign-feed/?state=open")
    expect(page.locator("tbody tr")).to_have_count(3)
    axe(page)
    assert set(FeedLine.objects.filter(state="open").values_list("rule", flat=True)) == {
        "feed_client_unknown", "feed_entity_missing", "feed_contract_missing",
    }  # fmt: skip
    page.goto(f"{FeedLine.objects.get(ext_id='c-2').get_absolute_url()}correct/")
    box = page.get_by_role("combobox").and_(page.locator("input")).first
    box.click()
    box.press_sequentially("K1", delay=10)
    page.get_by_role("option").filter(has_text="K1").first.click()
    page.locator("[name=reason]").fill("C'est Martin")
    save(page)
    expect(page.locator(".head .st").first).to_be_visible()

    assert FeedLine.objects.get(ext_id="c-2").state == "corrected"
    assert CampaignAccount.objects.count() == 2
    page.goto("/accounts/campaign-feed/")
    expect(page.get_by_test_id("feed-figures")).to_contain_text("50")


def test_a_purchase_order_is_updated_with_its_document(page_as: Any, axe: Any, customer: Customer, tmp_path: Path) -> None:
    order = make.PurchaseOrderFactory(customer=customer, entity=customer.entity_links.get().entity, number="PO-1")
    page = page_as(in_french("clerk"), f"{order.get_absolute_url()}update/")
    page.locator("[name=number]").fill("PO-1-B")
    page.locator("[name=amount]").fill("12000")
    save(page)
    expect(page.locator("[name=amount]")).to_have_value("12000")
    page.locator("[name=document]").set_input_files(the_paper(tmp_path, "order.pdf"))
    save(page)

    expect(page.get_by_role("heading", level=1)).to_contain_text("PO-1-B")
    expect(page.locator(".figures dd").last).to_contain_text("12")
    axe(page)
    saved = PurchaseOrder.objects.get()
    assert (saved.number, saved.amount, bool(saved.document)) == ("PO-1-B", 12_000, True)


def test_two_accounts_are_merged_and_parted_again(page_as: Any, axe: Any, customer: Customer) -> None:
    entity = customer.entity_links.get().entity
    source = make.FinancialAccountFactory(customer=customer, entity=entity, number="A-1")
    survivor = make.FinancialAccountFactory(customer=customer, entity=entity, number="A-2", terms=make.PaymentTermFactory(net_days=60))
    for account, count in ((source, 1), (survivor, 2)):
        for _campaign in range(count):
            make.CampaignAccountFactory(account=account, campaign=make.CampaignFactory(advertiser=customer))

    page = page_as(in_french("clerk"), "/accounts/financial-accounts/suggestions/")
    axe(page)
    page.locator(f"a[href*='{source.public_id}/merge/']").click()
    page.locator("[name=reason]").fill("Ouvert deux fois")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("A-1")
    today = local_today(entity)
    assert FinancialAccount.objects.get(pk=source.pk).replaced_by == survivor
    assert CampaignAccount.objects.filter(account=source, valid_until=today).count() == 1

    page.locator("main a[href$='/undo/']").click()
    page.locator("[name=reason]").fill("Deux services")
    save(page)
    expect(page.locator("main a[href$='/undo/']")).to_have_count(0)
    source.refresh_from_db()
    assert (source.state, source.replaced_by) == ("active", None)
    tomorrow = today + timedelta(days=1)
    assert CampaignAccount.objects.filter(account=source, valid_from__lte=tomorrow, valid_until=None).count() == 1
