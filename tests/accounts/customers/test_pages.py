"""The browser's door to customers: what each page shows, saves and refuses."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import person

from o2c.accounts.customers.models import BankAccount, Customer
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.entities.models import LegalEntity

pytestmark = pytest.mark.django_db


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


def signed_in(role: str, **limits: Any) -> Client:
    client = Client()
    client.force_login(person(role, **limits))
    return client


@pytest.fixture
def clerk() -> Client:
    return signed_in("clerk")


ENTERED = {
    "legal_name": "Müller GmbH", "country": "DE", "type": "advertiser", "entities": ["FR01"], "vat_id": "DE136695976",
    "language": "de", "tier": "key", "risk_class": "low",
}  # fmt: skip


def test_a_clerk_enters_a_customer_and_lands_on_its_page(clerk: Client, entity: LegalEntity) -> None:
    answer = clerk.post(reverse("customer_new"), ENTERED, follow=True)

    customer = Customer.objects.get()
    assert answer.redirect_chain == [(customer.get_absolute_url(), 302)]
    assert (customer.legal_name, customer.tier, list(customer.entities.all())) == ("Müller GmbH", "key", [entity])
    content = answer.content.decode()
    assert "there is no billing address that is valid today" in content
    assert 'href="#contacts"' in content


def test_a_refused_customer_comes_back_with_what_was_typed_and_the_reason_beside_its_field(clerk: Client, entity: LegalEntity) -> None:
    answer = clerk.post(reverse("customer_new"), {**ENTERED, "vat_id": "DE136695977"})

    assert answer.status_code == 422
    assert "check digit of DE136695977 is wrong" in answer.content.decode()
    assert "Müller GmbH" in answer.content.decode()
    assert not Customer.objects.exists()


def test_the_list_finds_filters_and_exports(clerk: Client, entity: LegalEntity) -> None:
    make.CustomerFactory(entity=entity, legal_name="Älpha AG", country="CH")
    make.CustomerFactory(entity=entity, legal_name="Beta Ltd", country="GB", state="closed")

    def listed(**query: str) -> str:
        return clerk.get(reverse("customer_list"), query).content.decode()

    assert "Älpha AG" in listed(q="alpha")
    assert "Beta Ltd" not in listed(q="alpha")
    assert "Älpha AG" not in listed(state="closed")
    assert "Switzerland" in listed(country="CH")
    assert "Beta Ltd" not in listed(country="CH")
    assert "Älpha AG" in listed(entity="FR01")


def confirmed(client: Client, address: str, typed: dict[str, Any]) -> Any:
    """Save, look at what is shown once more, and save again."""
    shown = client.post(address, typed)
    return client.post(address, {**typed, "_confirmed": shown.context["confirm"].token})


def test_a_sensitive_save_is_shown_once_more_and_counts_for_exactly_those_values(clerk: Client, entity: LegalEntity) -> None:
    customer = make.CustomerFactory(entity=entity, legal_name="Before SA", country="FR")
    address = reverse("customer_edit", args=[customer.public_id])
    typed = {**ENTERED, "version": 1, "legal_name": "After SA", "country": "FR"}

    shown = clerk.post(address, typed)

    assert next((each.before, each.after) for each in shown.context["confirm"].differences) == ("Before SA", "After SA")
    assert Customer.objects.get().legal_name == "Before SA"
    token = shown.context["confirm"].token
    assert clerk.post(address, {**typed, "legal_name": "Other SA", "_confirmed": token}).context["confirm"]
    assert clerk.post(address, {**typed, "_confirmed": "made up"}).context["confirm"]
    assert Customer.objects.get().legal_name == "Before SA"
    assert clerk.post(address, {**typed, "_confirmed": token}).status_code == 302
    assert Customer.objects.get().legal_name == "After SA"


def test_two_people_edit_a_customer_and_the_second_sees_what_the_first_saved(clerk: Client, entity: LegalEntity) -> None:
    customer = make.CustomerFactory(entity=entity, legal_name="Before")
    typed = {**ENTERED, "version": 1}
    confirmed(clerk, reverse("customer_edit", args=[customer.public_id]), {**typed, "legal_name": "Theirs"})

    answer = confirmed(clerk, reverse("customer_edit", args=[customer.public_id]), {**typed, "legal_name": "Mine"})

    assert answer.status_code == 409
    assert "Theirs" in answer.content.decode()
    assert Customer.objects.get().legal_name == "Theirs"


def test_remarks_while_typing(clerk: Client, entity: LegalEntity) -> None:
    customer = make.CustomerFactory(entity=entity, legal_name="Northwind Traders", country="DE")

    def remarks(**query: str) -> str:
        return clerk.get(reverse("customer_remarks"), query).content.decode()

    assert customer.number in remarks(legal_name="Nortwind Traders", country="DE")
    assert customer.number not in remarks(legal_name="Nortwind Traders", besides=str(customer.public_id))
    assert "Greece" in remarks(legal_name="Xy", country="DE", vat_id="EL094259216")
    assert "looks like a placeholder" in remarks(legal_name="Test", country="GR")
    assert not remarks(legal_name="Xylon", country="GR", vat_id="EL094259216").strip()


def test_addresses_contacts_tax_numbers_and_relations_are_entered_on_their_pages(clerk: Client, entity: LegalEntity) -> None:
    customer, other = make.CustomerFactory.create_batch(2, entity=entity)

    def post(name: str, **typed: Any) -> None:
        answer = clerk.post(reverse(name, args=[customer.public_id]), typed)
        assert answer.status_code == 302, answer.content.decode()

    post("address_new", kind="billing", lines="Hauptstraße 1", city="Berlin", country="DE", valid_from="2025-01-01")
    post("contact_new", person="Petra", role="finance", email="p@example.com", language="de", valid_from="1/1/2025")
    post("tax_new", country="DE", number="136695976")
    post("relation_new", kind="parent_of", to_customer=other.public_id, valid_from="2025-01-01")

    content = clerk.get(customer.get_absolute_url()).content.decode()
    for shown in ["Hauptstraße 1, Berlin, DE", "p@example.com", "DE136695976", other.legal_name, "Ready for billing"]:
        assert shown in content


def test_a_bank_account_is_masked_and_waits_for_a_second_person(clerk: Client, entity: LegalEntity) -> None:
    customer = make.CustomerFactory(entity=entity)
    typed = {"iban": "DE89370400440532013000", "holder": "Customer", "source": "letter"}
    clerk.post(reverse("bank_new", args=[customer.public_id]), typed)

    content = clerk.get(customer.get_absolute_url()).content.decode()
    assert "DE•• •••• 3000" in content
    assert "waits for a second person" in content
    assert "37040044" not in content

    block = reverse("bank_block", args=[BankAccount.objects.get().public_id])
    assert clerk.post(block, {"reason": "x"}).status_code == 403
    signed_in("supervisor").post(block, {"reason": "a fraud"})
    assert BankAccount.objects.get().state == "blocked"


def test_whoever_verifies_bank_details_reads_them_in_full_and_nobody_else(clerk: Client, entity: LegalEntity) -> None:
    customer = make.CustomerFactory(entity=entity)
    typed = {"iban": "DE89370400440532013000", "holder": "Customer", "source": "letter"}
    clerk.post(reverse("bank_new", args=[customer.public_id]), typed)
    asked = ApprovalRequest.objects.get()

    decides = signed_in("approver").get(asked.get_absolute_url()).content.decode()
    assert "DE89 3704 0044 0532 0130 00" in decides
    assert customer.get_absolute_url() in decides
    assert "Account holder" in decides
    for reads in (clerk, signed_in("auditor")):
        shown = reads.get(asked.get_absolute_url()).content.decode()
        assert "DE•• •••• 3000" in shown
        assert "3704" not in shown


@pytest.mark.usefixtures("gates_open")
def test_the_moves_of_a_customer_are_its_buttons(entity: LegalEntity) -> None:
    supervisor = signed_in("supervisor")
    customer = make.CustomerFactory(entity=entity, country="US")
    move = reverse("customer_move", args=[customer.public_id, "suspend"])
    assert move in supervisor.get(customer.get_absolute_url()).content.decode()

    assert supervisor.post(move, {"reason": ""}).status_code == 422
    supervisor.post(move, {"reason": "unpaid"})

    customer.refresh_from_db()
    assert customer.state == "suspended"
    content = supervisor.get(customer.get_absolute_url()).content.decode()
    assert move not in content
    assert supervisor.get(reverse("customer_move", args=[customer.public_id, "fly"])).status_code == 404


def test_a_customer_out_of_reach_is_not_found_and_an_auditor_only_reads(entity: LegalEntity) -> None:
    customer = make.CustomerFactory(entity=entity)
    german = signed_in("clerk", entity=LegalEntityFactory(code="DE01"))
    assert german.get(customer.get_absolute_url()).status_code == 404

    auditor = signed_in("auditor")
    content = auditor.get(customer.get_absolute_url()).content.decode()
    assert reverse("customer_edit", args=[customer.public_id]) not in content
    assert auditor.get(reverse("customer_edit", args=[customer.public_id])).status_code == 403
    assert auditor.post(reverse("customer_move", args=[customer.public_id, "suspend"]), {"reason": "x"}).status_code == 403


def test_pickers_offer_what_the_actor_may_see(clerk: Client, entity: LegalEntity) -> None:
    customer = make.CustomerFactory(entity=entity, legal_name="北京公司", name_latin="Beijing Trading")

    found = clerk.get(reverse("customer_options"), {"q": "beijing"}).json()

    assert found == {"results": [{"id": str(customer.public_id), "text": str(customer)}]}
    assert clerk.get(reverse("customer_options")).json() == {"results": []}


def test_the_global_search_finds_a_customer_in_any_script(clerk: Client, entity: LegalEntity) -> None:
    customer = make.CustomerFactory(entity=entity, legal_name="北京公司", name_latin="Beijing Trading")

    answer = clerk.get(reverse("jump"), {"q": "北京"})

    assert customer.get_absolute_url() in (answer.headers.get("Location", "") + answer.content.decode())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_of_a_customer_renders(clerk: Client, entity: LegalEntity, language: str) -> None:
    customer = make.CustomerFactory(entity=entity)
    contact, tax = make.ContactFactory(customer=customer), make.TaxRegistrationFactory(customer=customer)
    make.AddressFactory(customer=customer, valid_until=date(2025, 2, 1))
    pages = [
        reverse("customer_new"),
        *(
            reverse(name, args=[customer.public_id])
            for name in ["customer_detail", "customer_edit", "address_new", "contact_new", "bank_new"]
        ),
        *(reverse(name, args=[customer.public_id]) for name in ["tax_new", "relation_new"]),
        reverse("contact_end", args=[contact.public_id]),
        reverse("tax_check", args=[tax.public_id]),
    ]

    for page in pages:
        assert clerk.get(page, headers={"Accept-Language": language}).status_code == 200, page
