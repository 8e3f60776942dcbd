"""How a customer is served: contacts made and their cap, the client's process, readiness over time, what is held about a person."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import dns.resolver
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import accounts as make
from factories.core import LegalEntityFactory
from openpyxl import load_workbook
from people import master_of, person
from refusals import refused

from o2c.accounts.customers import mail_domains, queries
from o2c.accounts.customers.models import (
    ClientProcess,
    ContactBounce,
    ContactCap,
    Customer,
    Interaction,
    MailDomain,
    ProcessChange,
    Readiness,
    TierTarget,
)
from o2c.accounts.customers.rules.process import PROCESS_MOVES
from o2c.accounts.customers.services import customers, interactions, levels, process, reach, readiness
from o2c.core.access.models import User
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity
from o2c.core.files.services import add_note
from o2c.core.work.models import Task

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


@pytest.fixture
def clerk() -> User:
    return master_of("accounts")


@pytest.fixture
def customer(entity: LegalEntity) -> Customer:
    return make.CustomerFactory(entity=entity, country="US")


def remind(customer: Customer, clerk: User, **given: Any) -> Interaction:
    return interactions.note_interaction(customer.pk, channel="mail", purpose="reminder", subject="Invoice 12", **given, actor=clerk)


def test_a_second_reminder_within_the_window_asks_for_a_reason(customer: Customer, clerk: User) -> None:
    ContactCap.objects.filter(tier="standard").update(most=1, days=7)
    remind(customer, clerk)

    refused("contact_cap_reached", remind, customer, clerk)
    assert Interaction.objects.count() == 1
    assert remind(customer, clerk, over_cap="asked for it by phone").over_cap
    assert interactions.note_interaction(customer.pk, channel="call", subject="A question", direction="in", actor=clerk)


def test_a_reminder_outside_the_window_needs_no_reason(customer: Customer, clerk: User) -> None:
    ContactCap.objects.filter(tier="standard").update(most=1, days=7)
    remind(customer, clerk, at=timezone.now() - timedelta(days=7))

    assert remind(customer, clerk)


def test_the_page_says_when_we_were_last_in_touch_and_in_which_tone(client: Client, customer: Customer, clerk: User) -> None:
    interactions.note_interaction(customer.pk, channel="call", subject="Late delivery", tone="tense", text="They wait.", actor=clerk)
    client.force_login(clerk)

    shown = client.get(customer.get_absolute_url()).content.decode()

    assert "tense" in shown
    assert "Late delivery" in shown
    assert "They wait." in shown


def test_sales_support_sees_the_contacts_but_no_restricted_note(client: Client, customer: Customer, clerk: User) -> None:
    interactions.note_interaction(customer.pk, channel="call", subject="Late delivery", actor=clerk)
    officer = person("compliance_officer")
    add_note("accounts.customer", customer.pk, "Suspicious owner", visibility="restricted", actor=officer)
    client.force_login(person("sales_support"))

    shown = client.get(customer.get_absolute_url()).content.decode()

    assert "Late delivery" in shown
    assert "Suspicious owner" not in shown
    client.force_login(officer)
    assert "Suspicious owner" in client.get(customer.get_absolute_url()).content.decode()


def test_nothing_is_noted_before_it_happened_or_without_words(customer: Customer, clerk: User) -> None:
    refused("interaction_in_the_future", remind, customer, clerk, at=timezone.now() + timedelta(minutes=5))
    refused("interaction_subject_given", interactions.note_interaction, customer.pk, channel="call", subject=" ", actor=clerk)
    stranger = make.ContactFactory()
    refused("contact_of_another_customer", remind, customer, clerk, contact=stranger)


def test_target_hours_and_caps_are_set_by_tier(clerk: User) -> None:
    level, cap = TierTarget.objects.get(tier="key", kind="case"), ContactCap.objects.get(tier="key")

    levels.set_tier_target(level.pk, hours=Decimal("4.5"), actor=clerk)
    levels.set_contact_cap(cap.pk, most=2, days=10, actor=clerk)

    assert queries.target_hours("key", "case") == Decimal("4.5")
    refused("tiertarget_hours_positive", levels.set_tier_target, level.pk, hours=Decimal(0), actor=clerk)
    refused("contactcap_positive", levels.set_contact_cap, cap.pk, most=0, days=1, actor=clerk)


def test_every_bounce_is_kept_and_a_hard_one_ends_the_contact_the_same_day(customer: Customer, clerk: User) -> None:
    contact = make.ContactFactory(customer=customer, email="a@example.com")
    for day, kind in ((1, "soft"), (1, "soft"), (2, "soft"), (3, "hard")):
        reach.record_bounce("a@example.com", bounce=kind, at=datetime(2026, 3, day, 9, tzinfo=UTC), reason="full", actor=clerk)

    contact.refresh_from_db()
    assert (contact.state, contact.bounce) == ("invalid", "hard")
    assert list(ContactBounce.objects.order_by("at").values_list("bounce", flat=True)) == ["soft", "soft", "hard"]


def no_answer(*args: Any, **given: Any) -> Any:
    raise dns.resolver.NoAnswer


def nothing_there(*args: Any, **given: Any) -> Any:
    raise dns.resolver.NXDOMAIN


def too_slow(*args: Any, **given: Any) -> Any:
    raise dns.resolver.LifetimeTimeout(timeout=3, errors=[])


@pytest.mark.parametrize(("answer", "state"), [(nothing_there, "missing"), (no_answer, "missing"), (too_slow, "unreachable")])
def test_name_servers_have_three_answers_too(monkeypatch: pytest.MonkeyPatch, answer: Any, state: str) -> None:
    monkeypatch.setattr(dns.resolver, "resolve", answer)

    assert mail_domains.asked("nowhere.fr") == state


def test_a_contact_at_a_domain_without_mail_is_refused_beside_its_field(
    client: Client, customer: Customer, clerk: User, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.CHECK_MAIL_DOMAINS = True
    monkeypatch.setattr(dns.resolver, "resolve", nothing_there)
    client.force_login(clerk)
    typed = {"person": "Ann", "role": "finance", "email": "ann@nowhere.fr", "language": "en", "valid_from": "2026-03-01"}

    answer = client.post(reverse("contact_new", args=[customer.public_id]), typed)

    assert answer.status_code == 422
    assert "No mail arrives at nowhere.fr" in answer.content.decode()
    assert not customer.contacts.exists()
    refused("mail_domain_missing", reach.add_contact, customer.pk, **{**typed, "valid_from": DAY}, actor=clerk)


def test_made_up_domains_are_never_asked_about(clerk: User, settings: Any) -> None:
    settings.CHECK_MAIL_DOMAINS = True

    mail_domains.make_known("ann@client.example", actor=clerk)

    assert not MailDomain.objects.exists()


WANTED: dict[str, Any] = {"portal": "Ariba", "po_rule": "before", "cut_off_day": 25, "payment_run_days": [20, 5]}


def asked(customer: Customer, clerk: User, **wanted: Any) -> ProcessChange:
    return process.request_process_change(customer.pk, reason="their letter", **(wanted or WANTED), actor=clerk)


def test_a_change_of_the_process_is_requested_applied_and_confirmed(customer: Customer, clerk: User) -> None:
    change = asked(customer, clerk)
    assert not ClientProcess.objects.exists()
    assert change.due_at == Task.objects.get(kind="accounts.process_change").due_at

    process.apply_process_change(change.pk, actor=clerk)
    sheet = ClientProcess.objects.get()
    assert (sheet.portal, sheet.po_rule, sheet.cut_off_day, sheet.payment_run_days) == ("Ariba", "before", 25, [5, 20])
    assert not Task.objects.filter(state="open").exists()

    done = process.confirm_process_change(change.pk, answer="Ann, by mail", actor=clerk)
    assert (done.state, done.answer) == ("confirmed", "Ann, by mail")


def test_a_change_not_applied_in_time_is_late(customer: Customer, clerk: User) -> None:
    change = asked(customer, clerk)
    assert queries.process_changes(clerk).get().standing == "requested"

    ProcessChange.objects.filter(pk=change.pk).update(due_at=timezone.now() - timedelta(minutes=1))

    row = queries.process_changes(clerk).get()
    assert (row.standing, row.get_standing_display()) == ("late", "late")


def test_one_change_at_a_time_that_changes_something(customer: Customer, clerk: User) -> None:
    asked(customer, clerk)

    refused("processchange_one_open", asked, customer, clerk, portal="Coupa")
    refused("process_unchanged", process.request_process_change, customer.pk, reason="none", portal="", actor=clerk)
    refused("day_of_month", asked, customer, clerk, payment_run_days=[32])


PROCESS = {
    "applied": (process.apply_process_change, {}),
    "confirmed": (process.confirm_process_change, {"answer": "yes"}),
    "rejected": (process.reject_process_change, {"answer": "no"}),
}


@pytest.mark.parametrize("state", ["requested", "applied", "confirmed", "rejected"])
@pytest.mark.parametrize("wanted", PROCESS)
def test_a_process_change_moves_only_as_its_table_says(customer: Customer, clerk: User, state: str, wanted: str) -> None:
    change = asked(customer, clerk)
    for step in {"requested": [], "applied": ["applied"], "confirmed": ["applied", "confirmed"], "rejected": ["rejected"]}[state]:
        verb, given = PROCESS[step]
        verb(change.pk, actor=clerk, **given)
    verb, given = PROCESS[wanted]

    if wanted in PROCESS_MOVES.get(state, set()):
        assert verb(change.pk, actor=clerk, **given).state == wanted
    else:
        refused("wrong_state", verb, change.pk, actor=clerk, **given)
        assert ProcessChange.objects.get().state == state


def ready(customer: Customer) -> Customer:
    make.AddressFactory(customer=customer)
    make.ContactFactory(customer=customer)
    return customer


def test_removing_the_tax_id_of_a_ready_customer_blocks_it_and_every_day_is_kept(entity: LegalEntity, clerk: User) -> None:
    customer = customers.create_customer(entities=[entity], legal_name="Müller GmbH", country="DE", vat_id="136695976", actor=clerk)
    ready(customer)
    readiness.keep_readiness([customer.pk], day=DAY, actor=clerk)
    readiness.keep_readiness([customer.pk], day=DAY + timedelta(days=1), actor=clerk)
    assert queries.gaps(customer, DAY) == []

    customers.edit_customer(customer.pk, vat_id="", actor=clerk)

    assert [(gap.code, gap.place) for gap in queries.gaps(customer, DAY)] == [("tax_id_missing", "tax")]
    readiness.keep_readiness([customer.pk], day=DAY + timedelta(days=2), actor=clerk)
    kept = Readiness.objects.order_by("valid_from").values_list("is_ready", "gaps", "valid_from", "valid_until")
    assert list(kept) == [(True, [], DAY, DAY + timedelta(days=2)), (False, ["tax_id_missing"], DAY + timedelta(days=2), None)]
    assert AuditEvent.objects.get(action="customer.blocked").after == {"gaps": ["tax_id_missing"]}


def test_the_same_day_again_changes_nothing_and_a_change_of_the_day_replaces_its_verdict(customer: Customer, clerk: User) -> None:
    assert readiness.keep_readiness([customer.pk], day=DAY, actor=clerk) == 1
    assert readiness.keep_readiness([customer.pk], day=DAY, actor=clerk) == 0

    ready(customer)

    assert readiness.keep_readiness([customer.pk], day=DAY, actor=clerk) == 1
    assert Readiness.objects.get().is_ready


def test_what_is_held_about_a_person_is_handed_out_as_a_sheet_and_that_it_was_stays(
    client: Client, customer: Customer, clerk: User
) -> None:
    contact = make.ContactFactory(customer=customer, person="Ann Person", email="ann@example.com", phone="+33 1")
    interactions.note_interaction(customer.pk, channel="call", subject="Her holiday", contact=contact, actor=clerk)
    other = make.ContactFactory(customer=customer, person="Bob Other", email="bob@example.com")
    client.force_login(clerk)

    answer = client.post(reverse("personal_data", args=[contact.public_id]), {"reason": "she asked"})

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content)))["Rows"]  # type: ignore[attr-defined]
    values = {row[2] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert {"Ann Person", "ann@example.com"} <= values
    assert any(row[1] == "Her holiday" for row in sheet.iter_rows(min_row=2, values_only=True))
    assert other.person not in values
    assert AuditEvent.objects.get(action="personal_data.exported").reason == "she asked"


def test_customers_are_found_by_their_native_name_their_latin_name_and_words_in_any_order(entity: LegalEntity, clerk: User) -> None:
    chinese = make.CustomerFactory(entity=entity, legal_name="中国移动广告", name_latin="China Mobile Advertising")
    make.CustomerFactory(entity=entity, legal_name="Aurora Media SAS")
    found = {text: list(queries.named(queries.customers(clerk), text)) for text in ("移动", "mobile china", "advertising")}

    assert found == {"移动": [chinese], "mobile china": [chinese], "advertising": [chinese]}
    assert [row.legal_name for row in queries.customers(clerk)] == ["Aurora Media SAS", "中国移动广告"]


def test_an_old_invoice_keeps_the_address_of_its_day(customer: Customer, clerk: User) -> None:
    for day, street in ((date(2026, 1, 1), "Old street 1"), (date(2026, 3, 1), "New street 2")):
        reach.set_address(customer.pk, kind="billing", lines=street, city="Paris", country="FR", valid_from=day, actor=clerk)

    streets = {day: queries.standing(clerk, customer, day).addresses[0].lines for day in (date(2026, 2, 28), date(2026, 3, 1))}
    assert streets == {date(2026, 2, 28): "Old street 1", date(2026, 3, 1): "New street 2"}
