"""Every page of contracts, campaigns and financial accounts: renders in both languages, within budget, for those who may."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import person

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.contracts.models import (
    Condition,
    Contract,
    ContractPolicy,
    ContractWaiver,
    InsertionOrder,
    PaymentTerm,
    PurchaseOrder,
    SigningAuthority,
)
from o2c.accounts.financial_accounts.models import AccountMerge, BillingProfile, CampaignAccount, FeedLine, FeedRun, FinancialAccount
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]
MOST_QUERIES = 16
WITH_TIMELINE = {
    "contract_detail", "financial_account_detail", "campaign_detail", "purchase_order_detail", "condition_detail", "contract_policy_detail",
    "price_list_detail", "contract_control", "feed_line_detail", "account_merge_detail", "billing_profile_detail",
}  # fmt: skip


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


@pytest.fixture
def book(entity: LegalEntity) -> dict[str, Any]:
    """One of everything, hanging together."""
    customer = make.CustomerFactory(entity=entity, number="K1", legal_name="Martin")
    order = make.InsertionOrderFactory(customer=customer, entity=entity, state="draft")
    campaign = make.CampaignFactory(advertiser=customer, name="Croissants")
    campaign.insertion_orders.set([order])
    account = make.FinancialAccountFactory(customer=customer, entity=entity)
    return {
        "customer": customer,
        "entity": entity,
        "contract": make.ContractFactory(customer=customer, entity=entity, state="draft"),
        "active": make.ContractFactory(customer=customer, entity=entity),
        "order": order,
        "campaign": campaign,
        "test": make.CampaignFactory(advertiser=customer, is_test=True, test_budget=50, test_ends_on=date(2025, 3, 1)),
        "account": account,
        "proposed": make.FinancialAccountFactory(
            customer=customer, entity=entity, state="proposed", opened_on=None, is_ready=False, currency="USD"
        ),
        "submitted": make.ContractFactory(customer=customer, entity=entity, state="submitted"),
        "waiver": make.ContractWaiverFactory(contract=make.ContractFactory(customer=customer, entity=entity, state="submitted")),
        "policy": make.ContractPolicyFactory(entity=entity),
        "authority": make.SigningAuthorityFactory(entity=entity),
        "price_list": (price_list := make.PriceListFactory(entity=entity)),
        "condition": make.ConditionFactory(price_list=price_list),
        "po": make.PurchaseOrderFactory(customer=customer, entity=entity),
        "merge": AccountMerge.objects.create(
            source=make.FinancialAccountFactory(customer=customer, entity=entity, currency="GBP", state="closing"),
            survivor=make.FinancialAccountFactory(
                customer=customer, entity=entity, currency="GBP", terms=make.PaymentTermFactory(net_days=60)
            ),
            merged_on=local_today(),
            undo_until=date(2099, 1, 1),
            reason="twice",
            moved={"links": [], "state": "active"},
        ),
        "line": FeedLine.objects.create(
            source="delivery",
            ext_id="feed-1",
            run=FeedRun.objects.create(source="delivery", name="today", rows=1),
            row=2,
            entity=entity,
            payload={
                "ext_id": "feed-1",
                "name": "Martin",
                "starts_on": "2026-01-01",
                "currency": "EUR",
                "entity": "FR01",
                "client_id": "c",
            },
            outcome="refused",
            rule="feed_client_unknown",
            state="open",
        ),
        "test_campaign": make.CampaignFactory(advertiser=customer, is_test=True, test_budget=50, test_ends_on=date(2025, 3, 1)),
        "profile": make.BillingProfileFactory(customer=customer),
        "link": make.CampaignAccountFactory(campaign=campaign, account=account),
    }


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(person(role))
    return client


PAGES = [
    ("contract_list", None), ("insertion_order_list", None), ("campaign_list", None), ("financial_account_list", None),
    ("unlinked_campaign_list", None), ("contract_detail", "contract"), ("contract_detail", "active"),
    ("insertion_order_detail", "order"), ("campaign_detail", "campaign"), ("campaign_detail", "test"),
    ("financial_account_detail", "account"), ("financial_account_detail", "proposed"),
    ("customer_contracts", "customer"), ("customer_campaigns", "customer"), ("customer_accounts", "customer"),
    ("customer_profiles", "customer"), ("campaign_accounts", "campaign"), ("account_campaigns", "account"),
    ("contract_waiver_list", None), ("contract_policy_list", None), ("contract_policy_detail", "policy"),
    ("signing_authority_list", None), ("payment_term_list", None), ("purchase_order_list", None), ("purchase_order_detail", "po"),
    ("customer_purchase_orders", "customer"), ("condition_list", None), ("condition_detail", "condition"), ("price_list_list", None),
    ("price_list_detail", "price_list"), ("price_list_conditions", "price_list"), ("contract_control", "contract"),
    ("contract_conditions", "contract"), ("contract_revisions", "contract"),
    ("feed_line_list", None), ("feed_run_list", None), ("feed_line_detail", "line"), ("account_suggestions", None),
    ("account_merge_list", None), ("account_merge_detail", "merge"), ("billing_profile_detail", "profile"),
    ("campaign_parties", "campaign"), ("paid_accounts", "customer"),
]  # fmt: skip
FORMS = [
    ("contract_new", None), ("insertion_order_new", None), ("campaign_new", None), ("financial_account_new", None),
    ("contract_edit", "contract"), ("contract_amend", "active"), ("insertion_order_edit", "order"), ("campaign_edit", "campaign"),
    ("financial_account_edit", "proposed"), ("campaign_link", "campaign"), ("account_link", "account"),
    ("campaign_unlink", "link"), ("billing_profile_new", "customer"), ("billing_profile_edit", "profile"),
    ("contract_signed_copy", "contract"), ("purchase_order_new", None), ("purchase_order_update", "po"), ("purchase_order_import", None),
    ("feed_receive", None), ("feed_line_correct", "line"), ("feed_line_confirm", "line"), ("account_merge", "account"),
    ("account_merge_undo", "merge"), ("account_replace", "account"),
]  # fmt: skip


def address(name: str, subject: str | None, book: dict[str, Any]) -> str:
    return reverse(name, args=[book[subject].public_id] if subject else [])


@pytest.mark.parametrize(("name", "subject"), PAGES + FORMS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_clerk_sees_every_page_within_budget(book: dict[str, Any], name: str, subject: str | None, language: str) -> None:
    clerk = signed_in("clerk")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = clerk.get(address(name, subject, book), headers={"Accept-Language": language})

    assert answer.status_code == 200
    assert len(queries) <= MOST_QUERIES + 8 * (name in WITH_TIMELINE), len(queries)


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("contract_policy_new", None), ("signing_authority_new", None), ("signing_authority_end", "authority"), ("payment_term_new", None),
        ("price_list_new", None), ("price_list_condition", "price_list"), ("contract_condition", "contract"),
        ("contract_waiver_end", "waiver"),
    ],
)  # fmt: skip
def test_a_supervisor_opens_the_forms_of_our_own_rules(book: dict[str, Any], name: str, subject: str | None) -> None:
    assert signed_in("supervisor").get(address(name, subject, book)).status_code == 200
    assert signed_in("clerk").get(address(name, subject, book)).status_code == 403


@pytest.mark.parametrize(("name", "subject"), PAGES)
def test_an_auditor_reads_every_page(book: dict[str, Any], name: str, subject: str | None) -> None:
    assert signed_in("auditor").get(address(name, subject, book)).status_code == 200


@pytest.mark.parametrize(("name", "subject"), FORMS)
def test_an_auditor_opens_no_form(book: dict[str, Any], name: str, subject: str | None) -> None:
    assert signed_in("auditor").get(address(name, subject, book)).status_code == 403


def test_forms_are_filled_with_what_there_is_and_saved(book: dict[str, Any]) -> None:
    clerk = signed_in("clerk")

    def save(name: str, subject: str, /, **typed: Any) -> None:
        answer = clerk.post(address(name, subject, book), typed)
        assert answer.status_code == 302, answer.content.decode()

    terms = {"entity": "FR01", "currency": "EUR", "terms": "NET30"}
    span = {"starts_on": "2025-01-01", "ends_on": "2025-12-31"}
    save("contract_edit", "contract", number="CT-9", renewal="none", notice_days=10, version=1, **terms, **span)
    save("contract_amend", "active", number=book["active"].number, renewal="none", notice_days=10, **terms, starts_on="2025-06-01")
    save("insertion_order_edit", "order", number="IO-9", amount="500.00", tolerance_percent=5, version=1, **terms, **span)
    orders = [book["order"].public_id]
    save("campaign_edit", "campaign", name="Brioches", currency="EUR", insertion_orders=orders, version=1, **span)
    save("financial_account_edit", "proposed", version=1, **terms | {"currency": "CHF"})
    save("campaign_unlink", "link", valid_until="2025-05-31")
    save("campaign_link", "campaign", account=book["account"].public_id, valid_from="2025-06-01")
    save("account_link", "account", campaign=book["test"].public_id, valid_from="2025-06-01")
    save("billing_profile_new", "customer", name="By post", grouping="campaign", layout="summary", channel="post")
    save("purchase_order_update", "po", number=book["po"].number, amount="10,000.00", tolerance_percent=5, version=1, **span)
    save(
        "billing_profile_edit",
        "profile",
        name="Portal",
        grouping="account",
        layout="detailed",
        channel="portal",
        channel_address="https://p",
        version=1,
    )

    assert PurchaseOrder.objects.filter(tolerance_percent=5, ends_on=date(2026, 1, 1)).exists()
    assert Contract.objects.filter(number="CT-9", notice_days=10).exists()
    assert Contract.objects.filter(amends=book["active"], revision=2).exists()
    assert InsertionOrder.objects.filter(number="IO-9", amount=500).exists()
    assert Campaign.objects.filter(name="Brioches", ends_on=date(2026, 1, 1)).exists()
    assert FinancialAccount.objects.filter(pk=book["proposed"].pk, currency="CHF").exists()
    assert CampaignAccount.objects.filter(account=book["account"], valid_from=date(2025, 6, 1)).count() == 2
    assert BillingProfile.objects.filter(channel="portal").exists()


def test_a_supervisor_enters_our_own_rules_and_an_approver_agrees(book: dict[str, Any], settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    boss, approver = signed_in("supervisor"), signed_in("approver")

    def save(name: str, subject: str | None, /, **typed: Any) -> None:
        answer = boss.post(address(name, subject, book), typed)
        assert answer.status_code == 302, answer.content.decode()

    save("payment_term_new", None, code="eom30", net_days=30, eom_mode="eom_then_net", discount_percent=0, discount_days=0)
    save("signing_authority_end", "authority", valid_until="2025-12-31")
    save("signing_authority_new", None, entity="FR01", person="New Signer", up_to="5,000.00", currency="EUR", valid_from="2026-01-01")
    rules = {"legal_days": 60, "legal_eom_days": 45, "back_dating_days": 10, "credit_check_days": 90, "reason": "stricter"}
    save(
        "contract_policy_new", None, entity="FR01", valid_from="2026-01-01", terms=["EOM30", "NET30"], currencies=["EUR"], countries=["FR"],
        products="display, video", **rules,
    )  # fmt: skip
    save("price_list_condition", "price_list", kind="fee", value="12.50", valid_from="2026-01-01", reason="handling")
    paper = SimpleUploadedFile("agreed.pdf", b"%PDF-1.7\n%agreed", "application/pdf")
    save("contract_condition", "contract", kind="rebate", value="5", valid_from="2026-01-01", reason="volume", document=paper)
    for request in ApprovalRequest.objects.filter(state="pending"):
        assert approver.post(reverse("approval_detail", args=[request.public_id]), {"decision": "approve"}).status_code == 302
    save("contract_waiver_end", "waiver", reason="enough")

    assert PaymentTerm.objects.filter(code="EOM30", eom_mode="eom_then_net").exists()
    assert SigningAuthority.objects.filter(person="New Signer", up_to=5000).exists()
    assert ContractPolicy.objects.get(state="active", valid_until=None).products == ["display", "video"]
    assert Condition.objects.filter(state="active", kind__in=["fee", "rebate"]).count() == 2
    assert ContractWaiver.objects.get().state == "ended"


def test_a_clerk_works_the_feed_merges_and_asks_for_a_conversion(book: dict[str, Any]) -> None:
    clerk = signed_in("clerk")

    def save(name: str, subject: str | None, /, *more: str, **typed: Any) -> None:
        args = [book[subject].public_id, *more] if subject else []
        answer = clerk.post(reverse(name, args=args), typed)
        assert answer.status_code == 302, answer.content.decode()

    file = SimpleUploadedFile("feed.csv", b"ext_id,name,starts_on,currency\nnew-1,Eins,2026-01-01,EUR\n", "text/csv")
    save("feed_receive", None, source="delivery", file=file)
    save("feed_line_correct", "line", customer=book["customer"].public_id, account=book["account"].public_id, reason="It is Martin")
    save("account_merge_undo", "merge", reason="Two departments")
    twin = make.FinancialAccountFactory(customer=book["customer"], entity=book["entity"], terms=make.PaymentTermFactory(net_days=14))
    assert twin.number in clerk.get(reverse("account_suggestions")).content.decode()
    save("account_merge", "account", survivor=twin.public_id, reason="Opened twice")
    save("campaign_move", "test_campaign", "convert", converted_on="2025-02-01", reason="They signed")

    assert FeedLine.objects.get(ext_id="feed-1").state == "corrected"
    assert FeedLine.objects.get(ext_id="new-1").state == "waiting"
    assert AccountMerge.objects.filter(undone_at=None, survivor=twin).exists()
    assert ApprovalRequest.objects.filter(kind="test_conversion", state="pending").exists()


def test_bulk_hands_accounts_to_somebody_else(book: dict[str, Any]) -> None:
    supervisor, heir = signed_in("supervisor"), person("clerk")
    rows = {"bulk": "owner", "row": [str(book["account"].public_id)], "owner": heir.pk, "reason": "new desk", "confirm": "1"}

    assert supervisor.post(reverse("financial_account_list"), rows).status_code == 302
    assert FinancialAccount.objects.get(pk=book["account"].pk).owner == heir


def test_a_profile_shows_which_documents_it_would_make(book: dict[str, Any]) -> None:
    FinancialAccount.objects.filter(pk=book["account"].pk).update(billing_profile=book["profile"])

    shown = signed_in("clerk").get(book["profile"].get_absolute_url()).content.decode()
    assert "Croissants" in shown
    assert "Preview: 1 document" in shown


def test_a_clerk_attaches_the_signed_copy_and_asks_for_a_waiver(book: dict[str, Any], settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    clerk, contract = signed_in("clerk"), book["submitted"]
    paper = SimpleUploadedFile("signed.pdf", b"%PDF-1.7\n%signed", "application/pdf")
    typed = {"signed_on": "2026-01-05", "signatory": "Paul", "signed_for_us": book["authority"].public_id, "file": paper}
    assert clerk.post(reverse("contract_signed_copy", args=[contract.public_id]), typed).status_code == 302
    control = clerk.get(reverse("contract_control", args=[contract.public_id])).content.decode()
    waive = reverse("contract_waiver_new", args=[contract.public_id, "cr-08"])
    assert waive in control

    assert clerk.post(waive, {"until": "+30", "reason": "The report comes on Monday"}).status_code == 302
    assert "waiting for approval" in clerk.get(reverse("contract_control", args=[contract.public_id])).content.decode()
    assert clerk.get(reverse("contract_waiver_new", args=[contract.public_id, "cr-77"])).status_code == 404
    contract.refresh_from_db()
    assert contract.signed_file.sha256


def test_moves_of_an_order_and_a_campaign(book: dict[str, Any]) -> None:
    clerk = signed_in("clerk")

    clerk.post(reverse("insertion_order_move", args=[book["order"].public_id, "sign"]), {"signed_on": "2025-01-05"})
    clerk.post(reverse("campaign_move", args=[book["campaign"].public_id, "pause"]))

    assert InsertionOrder.objects.get().state == "signed"
    assert Campaign.objects.get(name="Croissants").state == "paused"


def test_a_proposed_account_says_what_it_lacks_and_does_not_open(book: dict[str, Any], gates_open: Callable[..., None]) -> None:
    clerk, proposed = signed_in("clerk"), book["proposed"]

    assert "no active contract covers this customer" in clerk.get(proposed.get_absolute_url()).content.decode()
    answer = clerk.post(reverse("financial_account_move", args=[proposed.public_id, "open"]), follow=True)

    assert "The account cannot open yet" in answer.content.decode()
    assert FinancialAccount.objects.get(pk=proposed.pk).state == "proposed"


@pytest.mark.parametrize(
    ("name", "query", "shown"),
    [
        ("contract_list", {"q": "martin"}, True),
        ("contract_list", {"customer": "K2"}, False),
        ("insertion_order_list", {"state": "draft"}, True),
        ("contract_waiver_list", {"in_force": "true", "rule": "CR-07", "q": "martin"}, True),
        ("contract_waiver_list", {"in_force": "false"}, False),
        ("purchase_order_list", {"q": "martin", "remaining_share": "100"}, True),
        ("purchase_order_list", {"remaining_share": "50"}, False),
        ("campaign_list", {"q": "croiss"}, True),
        ("campaign_list", {"starts_from": "2026-01-01"}, False),
        ("financial_account_list", {"q": "Martin", "currency": "eur"}, True),
        ("financial_account_list", {"is_ready": "true", "state": "proposed"}, False),
    ],
)
def test_filters(book: dict[str, Any], name: str, query: dict[str, str], shown: bool) -> None:
    content = signed_in("auditor").get(reverse(name), query).content.decode()

    assert ("Martin" in content.split("<tbody")[-1] if "<tbody" in content else False) is shown


@pytest.mark.parametrize(
    ("name", "text"), [("campaign_options", "croiss"), ("billing_profile_options", "stand"), ("customer_options", "K1")]
)
def test_pickers(book: dict[str, Any], name: str, text: str) -> None:
    assert len(signed_in("clerk").get(reverse(name), {"q": text}).json()["results"]) == 1


def test_the_global_search_finds_accounts_and_campaigns(book: dict[str, Any]) -> None:
    def found(text: str) -> str:
        answer = signed_in("clerk").get(reverse("jump"), {"q": text})
        return answer.headers.get("Location", "") + answer.content.decode()

    assert book["account"].get_absolute_url() in found(book["account"].number)
    assert book["campaign"].get_absolute_url() in found("croissants")
